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
    ids: list[str] = field(default_factory=list)  # references of the citations, which addresses may end with
    references: list[NoteReference] = field(default_factory=list)
    graded: dict[Grade, list[str]] = field(default_factory=dict)  # by grade, the letters of the claims that have it

    @property
    def grades(self) -> list[tuple[Grade, str]]:
        """Each grade with the letters of what it grades; "" where that is all that rests on this."""
        return [
            (grade, "" if len(letters) == len(self.references) else ", ".join(letters))
            for grade, letters in self.graded.items()
        ]


class Notes:
    """The citations of one page, numbered in the order in which the page refers to them."""

    def __init__(self) -> None:
        self._notes: dict[Said, Note] = {}

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes.values())

    def __len__(self) -> int:
        return len(self._notes)

    def add(self, citation: MaskedRow) -> Note:
        """The note of ``citation``, which is made where none says the same."""
        note = self._notes.setdefault(said_by(citation), Note(len(self._notes) + 1, citation))
        if citation.reference not in note.ids:
            note.ids.append(citation.reference)
        return note

    def refer(self, citations: Iterable[MaskedRow], grade: Grade | None = None) -> list[NoteReference]:
        """Refer to ``citations`` from one place on the page; ``grade`` is that of a claim that rests on them."""
        referred = []
        for note in {id(note): note for note in map(self.add, citations)}.values():
            referred.append(NoteReference(note.number, _letter(len(note.references))))
            note.references.append(referred[-1])
            if grade:
                note.graded.setdefault(grade, []).append(referred[-1].letter)
        return referred


def said_by(citation: MaskedRow) -> Said:
    reporter = citation.reported_by.reference if citation.reported_by else ""
    when = citation.reported_on.words if citation.reported_on else ""
    source = citation.source.reference if citation.source else ""
    return source, citation.locator or "", reporter, when, citation.quotation or ""


def numbers_of(references: Iterable[NoteReference], language: str = "") -> SafeString:
    """The numbers behind a value, as links; nothing where there are none.

    ``language`` is that of the page, where the numbers stand within a text of another one.
    """
    links = format_html_join(
        "",
        '<a href="#n{}" id="{}" aria-label="{}">{}</a>',
        ((one.number, one.anchor, _("Note {number}").format(number=one.number), one.number) for one in references),
    )
    marked = format_html(' lang="{}"', language) if language else ""
    return format_html('<sup class="ref"{}>{}</sup>', marked, links) if links else links


def _letter(number: int) -> str:
    """a to z, and then aa, ab and so on."""
    before, rest = divmod(number, len(LETTERS))
    return (_letter(before - 1) if before else "") + LETTERS[rest]
