"""The parts of a record, as a small table on its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.parts.part import Part
from archive.views.lines import Value, values_of
from archive.views.notes import NoteReference, Notes, said_by


@dataclass(frozen=True)
class PartRow:
    """One row: by what an address leads to it, its cells with their headings, and the notes that it rests on."""

    anchor: str
    cells: list[tuple[str | Promise, list[Value]]]
    references: list[NoteReference]


@dataclass(frozen=True)
class PartTable:
    """One table: of which rows, under which title, with which columns (heading, and the fields it may come from)."""

    model: type[Part]
    title: str | Promise
    columns: tuple[tuple[str | Promise, tuple[str, ...]], ...]
    stands_first: bool = False  # before the record's own fields

    def context(self, row, user, citations: dict, notes: Notes) -> dict:
        """The table as the page prints it; what a row rests on is referred to among ``notes``."""
        names = [name for _, names in self.columns for name in names]
        fields = [self.model._meta.get_field(name) for name in names]
        links = (self.model.parent_field, *(field.name for field in fields if _is_single_link(field)))
        parts = self.told(row, row.visible_parts(self.model, user, *links), user)
        cells, cited = [self._cells(part, user) for part in parts], [_cited(part, citations) for part in parts]
        used = [n for n in range(len(self.columns)) if any(values[n] for values in cells)]
        supports = {frozenset(map(said_by, citation)) for citation in cited}
        shared = notes.refer(cited[0]) if len(parts) > 1 and len(supports) == 1 else []
        headings = [self.columns[n][0] for n in used]
        rows = [
            PartRow(
                part.reference,
                [(self.columns[n][0], values[n]) for n in used],
                [] if shared else notes.refer(citation),
            )
            for part, values, citation in zip(parts, cells, cited, strict=True)
        ]
        return {
            "noun": self.model.noun,
            "title": self.title,
            "headings": headings,
            "rests_on": shared,
            "rows": rows,
        }

    def told(self, row: ArchiveObject, parts: Sequence[Part], user: Reader) -> Sequence[Part]:
        """Those of ``parts`` of ``row`` that the table has a line for: all of them, where it does not say otherwise."""
        return parts

    def _cells(self, part: Part, user) -> list[list[Value]]:
        shown = part.masked_for(user)
        return [self._cell(shown, part, names) for _, names in self.columns]

    @staticmethod
    def _cell(shown, part, names: tuple[str, ...]) -> list[Value]:
        for name in names:
            if values := values_of(shown, part, name):
                return values
        return []


def _cited(part: Part, citations: dict) -> list[MaskedRow]:
    citation = citations.get(getattr(part, "citation_id", ""))
    return [citation] if citation else []


def _is_single_link(field) -> bool:
    return field.is_relation and not field.many_to_many
