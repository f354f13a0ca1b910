"""The parts of a record, as a small table on its page."""

from dataclasses import dataclass

from django.utils.functional import Promise

from archive.models.access.masking import MaskedRow
from archive.models.parts.part import Part
from archive.views.lines import Value, values_of
from archive.views.notes import Notes, said_by


@dataclass(frozen=True)
class PartTable:
    """One table: of which rows, under which title, with which columns (heading, and the fields it may come from)."""

    model: type[Part]
    title: str | Promise
    columns: tuple[tuple[str | Promise, tuple[str, ...]], ...]

    def context(self, row, user, citations: dict, notes: Notes) -> dict:
        """The table as the page prints it; what a row rests on is referred to among ``notes``."""
        names = [name for _, names in self.columns for name in names]
        fields = [self.model._meta.get_field(name) for name in names]
        links = (self.model.parent_field, *(field.name for field in fields if _is_single_link(field)))
        rows = [self._row(part, user, citations) for part in row.visible_parts(self.model, user, *links)]
        used = [n for n in range(len(self.columns)) if any(cells[n] for cells, _ in rows)]
        supports = {frozenset(map(said_by, cited)) for _, cited in rows}
        shared = notes.refer(rows[0][1]) if len(rows) > 1 and len(supports) == 1 else []
        return {
            "title": self.title,
            "headings": [self.columns[n][0] for n in used],
            "rests_on": shared,
            "rows": [([cells[n] for n in used], [] if shared else notes.refer(cited)) for cells, cited in rows],
            "cited": not shared and any(cited for _, cited in rows),
        }

    def _row(self, part: Part, user, citations: dict) -> tuple[list[list[Value]], list[MaskedRow]]:
        """The cells of a row, and what it rests on."""
        shown = part.masked_for(user)
        cells = [self._cell(shown, part, names) for _, names in self.columns]
        citation = citations.get(getattr(part, "citation_id", ""))
        return cells, [citation] if citation else []

    @staticmethod
    def _cell(shown, part, names: tuple[str, ...]) -> list[Value]:
        for name in names:
            if values := values_of(shown, part, name):
                return values
        return []


def _is_single_link(field) -> bool:
    return field.is_relation and not field.many_to_many
