"""The parts of a record, as a small table on its page."""

from dataclasses import dataclass

from django.utils.functional import Promise

from archive.models.parts.part import Part
from archive.views.lines import Value, values_of


@dataclass(frozen=True)
class PartTable:
    """One table: of which rows, under which title, with which columns (heading, and the fields it may come from)."""

    model: type[Part]
    title: str | Promise
    columns: tuple[tuple[str | Promise, tuple[str, ...]], ...]

    def context(self, row, user, citations: dict) -> dict:
        names = [name for _, names in self.columns for name in names]
        fields = [self.model._meta.get_field(name) for name in names]
        links = (self.model.parent_field, *(field.name for field in fields if _is_single_link(field)))
        rows = [self._row(part, user) for part in row.visible_parts(self.model, user, *links)]
        used = [n for n in range(len(self.columns)) if any(cells[n] for cells, _ in rows)]
        return {
            "title": self.title,
            "headings": [self.columns[n][0] for n in used],
            "rows": [([cells[n] for n in used], citations.get(citation)) for cells, citation in rows],
            "cited": any(citation in citations for _, citation in rows),
        }

    def _row(self, part: Part, user) -> tuple[list[list[Value]], str]:
        shown = part.masked_for(user)
        cells = [self._cell(shown, part, names) for _, names in self.columns]
        return cells, getattr(part, "citation_id", "")

    @staticmethod
    def _cell(shown, part, names: tuple[str, ...]) -> list[Value]:
        for name in names:
            if values := values_of(shown, part, name):
                return values
        return []


def _is_single_link(field) -> bool:
    return field.is_relation and not field.many_to_many
