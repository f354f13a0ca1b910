"""What a page prints of a record: lines with values, and behind each who says so, where, and what others say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from django.db import models

from archive.languages import capitalised, language_of_records, name_of, script_name_of
from archive.models import Citation, Claim, EditorialNote, Translation
from archive.models.access.masking import MaskedRow
from archive.models.base.fields import ImpreciseDateField
from archive.models.parts.claims import VALUE_COLUMN
from archive.models.parts.translations import reworded_since
from archive.views.notes import Grade, NoteReference, Notes, Said, said_by
from archive.vocabularies import ClaimField

LANGUAGE_FIELDS = ("original_language", "language")
SUMMING_UP = "summary"  # it tells of all of the record, and rests on whatever the record does, and on its own citations


@dataclass
class Value:
    """One value in words, and what it names where it is no value of its own."""

    words: str
    linked: MaskedRow | None = None
    language: str = ""  # in which it is written, where it is another one than the page's

    @property
    def address(self) -> str:
        """The address of the page of what it names, where it names anything."""
        return self.linked.page if self.linked else ""


@dataclass
class ClaimView:
    """One claim as the page tells it."""

    value: Value
    of_whom: str
    citation: MaskedRow
    grade: Grade
    references: list[NoteReference] = field(default_factory=list)

    @property
    def values(self) -> list[Value]:
        return [self.value]

    @property
    def by(self) -> MaskedRow:
        """Who says it: the source, or whoever it reports."""
        return self.citation.reported_by or self.citation.source


@dataclass(frozen=True)
class Translated:
    """What a field says in another language, and who translated it."""

    words: str
    by: str
    language: str  # with which it is marked; "" where it is that of the page
    language_name: str
    is_behind: bool = False  # whether the original was reworded since


@dataclass
class FieldLine:
    """One field of a record: its own values, and what sources claim and the archive remarks of it."""

    name: str
    label: str
    values: list[Value]
    citations: list[MaskedRow] = field(default_factory=list)
    claims: list[ClaimView] = field(default_factory=list)
    notes: list[MaskedRow] = field(default_factory=list)
    translations: list[Translated] = field(default_factory=list)
    references: list[NoteReference] = field(default_factory=list)  # of its own values, where that is not said for all
    is_editorial: bool = False  # whether it is the archive's own judgement

    @property
    def for_this_page(self) -> list[Translated]:
        """Translations into the language of the page, to stand beside the original."""
        return [one for one in self.translations if not one.language]

    @property
    def for_other_pages(self) -> list[Translated]:
        return [one for one in self.translations if one.language]

    @property
    def differs(self) -> bool:
        return len({claim.value.words for claim in self.claims}) > 1

    @property
    def disagrees(self) -> bool:
        """Whether two sources contradict each other; of what is said of different people, that can't be told."""
        return any(
            one.of_whom == other.of_whom and one.value.words != other.value.words and one.by.page != other.by.page
            for one, other in combinations(self.claims, 2)
        )

    @property
    def voices(self) -> list[ClaimView]:
        """What is claimed, in the alphabetical order of who says it: none stands first for any other reason."""
        return sorted(self.claims, key=lambda claim: claim.by.heading.casefold())


class RecordAnnotations:
    """All that is cited, claimed and remarked of one record, read once."""

    def __init__(self, row, user):
        self.editorial_fields, self.combined_fields = row.editorial_fields, row.combined_fields
        shown = [citation.masked_for(user) for citation in row.visible_parts(Citation, user, "source", "reported_by")]
        self.citations = {citation.reference: citation for citation in shown}
        self.claims = [
            said_claim(claim.masked_for(user), self.citations[claim.citation_id])
            for claim in row.visible_parts(Claim, user, "term", "place")
            if claim.citation_id in self.citations
        ]
        notes = (note.masked_for(user) for note in row.visible_parts(EditorialNote, user))
        self.notes = [note for note in notes if not note.masked_fields]
        translations = row.visible_parts(Translation, user)
        behind = reworded_since(row, translations, user) if row.historical_parts is None else ()
        self.translations = [(one.field, _translated(one, user, is_behind=one.pk in behind)) for one in translations]

    def line(self, name: str, label: str, values: list[Value]) -> FieldLine:
        names = self.combined_fields.get(name, (name,))
        own = [citation for citation in self.citations.values() if citation.field in names]
        whole = [] if name in self.editorial_fields else [c for c in self.citations.values() if _is_on_the_whole(c)]
        claims = [said for field, said in self.claims if field in names]
        notes = [note for note in self.notes if note.field in names]
        cited = [*whole, *own] if name == SUMMING_UP else own or whole
        line = FieldLine(name, label, values, cited, claims, notes, is_editorial=name in self.editorial_fields)
        line.translations = self.translations_of(name) if values else []
        return line

    def translations_of(self, name: str) -> list[Translated]:
        return [translated for field, translated in self.translations if field == name]

    def general_notes(self, shown_fields: set[str]) -> list[MaskedRow]:
        """The remarks on the whole, and those on fields that no line tells."""
        return [note for note in self.notes if note.field not in shown_fields]


def _is_on_the_whole(citation: MaskedRow) -> bool:
    """Whether a citation supports all of a record; one of a field that is masked supports nothing that is shown."""
    return not citation.field and "field" not in citation.masked_fields


def lines_of(shown: MaskedRow, row, names: tuple[str, ...], sayings: RecordAnnotations) -> list[FieldLine]:
    """The lines of ``names`` that have something to say, and one for each field that is claimed besides.

    The date is told even where there is none: that a source gives none is worth knowing.
    """
    lines = [sayings.line(name, row.label_of(name), values_of(shown, row, name)) for name in names]
    claimed = [name for name in ClaimField.values if name not in names]
    lines += [sayings.line(name, capitalised(ClaimField(name).label), []) for name in claimed]
    return [line for line in lines if line.values or line.claims or _is_told_empty(line, names)]


def _is_told_empty(line: FieldLine, names: tuple[str, ...]) -> bool:
    return line.name in names and (bool(line.notes) or line.name == "date")


def values_of(shown: MaskedRow, row, name: str) -> list[Value]:
    """The values of one field in words; none where it is empty or masked."""
    if name in row.combined_fields:
        words, language = row.combined_value(name, shown)
        return [Value(words, language=language)] if words else []
    model_field, value = row._meta.get_field(name), getattr(shown, name)
    if isinstance(value, list):
        return [Value(linked.heading, linked, linked.heading_language) for linked in value]
    if isinstance(value, MaskedRow):
        return [Value(value.heading, value, value.heading_language)]
    if value in (None, ""):
        return []
    words = _words(model_field, value, shown)
    return [Value(words) if words else Value(str(value), language=row.language_of(name))]


def _words(model_field: models.Field, value, shown: MaskedRow) -> str:
    """How the page says a value in its own words; "" where it says it as it stands in the record."""
    if isinstance(model_field, ImpreciseDateField):
        return value.words
    if model_field.choices:
        return str(shown.choice(model_field.name))
    if model_field.name in LANGUAGE_FIELDS:
        return name_of(value)
    if model_field.name == "script":
        return script_name_of(value)
    return ""


def _translated(row: Translation, user, *, is_behind: bool) -> Translated:
    shown = row.masked_for(user)
    return Translated(shown.text, shown.translated_by, row.language_of("text"), name_of(row.language), is_behind)


def said_claim(claim: MaskedRow, citation: MaskedRow) -> tuple[str, ClaimView]:
    """The field of a claim, and the claim as a page tells it."""
    column = VALUE_COLUMN[claim.field]
    value = getattr(claim, column)
    if isinstance(value, MaskedRow):
        words = Value(value.heading, value, value.heading_language)
    else:
        words = Value(value.words) if column == "date" else Value(str(value), language=language_of_records())
    grade = claim.choice("source_grade"), claim.choice("information_grade")
    return claim.field, ClaimView(words, claim.of_whom, citation, grade)


def refer_to_sources(lines: Sequence[FieldLine], notes: Notes) -> list[NoteReference]:
    """Number what ``lines`` rest on. Where most of them rest on the same, that is returned, to be said once for all."""
    supported = [line for line in lines if line.values and line.citations]
    counted = Counter(_support_of(line) for line in supported)
    common, number = counted.most_common(1)[0] if counted else (frozenset(), 0)
    is_shared = number > 1 and len(supported) < 2 * number
    shared = notes.refer(next(line.citations for line in supported if _support_of(line) == common)) if is_shared else []
    for line in lines:
        is_told = bool(line.values) or not line.claims  # a line without either says that nothing is stated
        if is_told and not (shared and _support_of(line) == common):
            line.references = notes.refer(line.citations)
        for claim in line.claims:
            claim.references = notes.refer([claim.citation], claim.grade)
    return shared


def _support_of(line: FieldLine) -> frozenset[Said]:
    return frozenset(map(said_by, line.citations))
