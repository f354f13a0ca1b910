"""The sources of a page as numbered notes: what rests on one bears its number, and the note leads back to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.models.access.masking import MaskedRow

LETTERS = "abcdefghijklmnopqrstuvwxyz"
Said = tuple[object, ...]  # what a citation says; those that say the same share a note
Grade = tuple[str, str]  # of the source, and of the information, in words


@dataclass(frozen=True)
class NoteReference:
    """The number behind a value: a link to the note, which leads back to it."""

    number: int
    letter: str

    @property
    def anchor(self) -> str:
        return f"r{self.number}{self.letter}"


@dataclass
class Note:
    """One entry under “Sources”."""

    number: int
    citation: MaskedRow  # the first of those that say this
    first_of_source: int  # the number of the note in which the source is named in full
    ids: list[str] = field(default_factory=list)  # references of the citations, which addresses may end with
    grades: list[Grade] = field(default_factory=list)
    references: list[NoteReference] = field(default_factory=list)

    def add_grade(self, grade: Grade) -> None:
        """Tell the ``grade`` of a claim that rests on this."""
        if grade not in self.grades:
            self.grades.append(grade)


class Notes:
    """The citations of one page, numbered in the order in which the page refers to them."""

    def __init__(self) -> None:
        self._notes: dict[Said, Note] = {}
        self._first: dict[str, int] = {}  # by source, the first note that names it

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes.values())

    def __len__(self) -> int:
        return len(self._notes)

    def add(self, citation: MaskedRow) -> Note:
        """The note of ``citation``, which is made where none says the same."""
        number = len(self._notes) + 1
        source = citation.source.reference if citation.source else ""
        note = self._notes.setdefault(said_by(citation), Note(number, citation, self._first.setdefault(source, number)))
        if citation.reference not in note.ids:
            note.ids.append(citation.reference)
        return note

    def refer(self, citations: Iterable[MaskedRow]) -> list[NoteReference]:
        """Refer to ``citations`` from one place on the page."""
        referred = []
        for note in {id(note): note for note in map(self.add, citations)}.values():
            referred.append(NoteReference(note.number, _letter(len(note.references))))
            note.references.append(referred[-1])
        return referred


def said_by(citation: MaskedRow) -> Said:
    reporter = citation.reported_by.reference if citation.reported_by else ""
    when = citation.reported_on.words if citation.reported_on else ""
    return citation.source and citation.source.reference, citation.locator, reporter, when, citation.quotation


def numbers_of(references: Iterable[NoteReference]) -> SafeString:
    """The numbers behind a value, as links; nothing where there are none."""
    links = format_html_join(
        "",
        '<a href="#n{}" id="{}" aria-label="{}">{}</a>',
        ((one.number, one.anchor, _("Note {number}").format(number=one.number), one.number) for one in references),
    )
    return format_html('<sup class="ref">{}</sup>', links) if links else links


def _letter(number: int) -> str:
    """a to z, and then aa, ab and so on."""
    before, rest = divmod(number, len(LETTERS))
    return (_letter(before - 1) if before else "") + LETTERS[rest]
