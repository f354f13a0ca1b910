"""What of a record is found by its words: the document that stands for it in the search, as anyone may read it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from archive.letters import stem_of, words_as_written, words_in
from archive.models import AUTHORITIES, RECORDS, Assessment, Citation, EditorialNote, Name, Translation
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.states import may_belong
from archive.models.base.types import Rows

SAID_BESIDE = (
    (Citation, "quotation", _("Quotation")),
    (EditorialNote, "text", _("Editorial note")),
    (Assessment, "findings", _("Findings")),
    (Translation, "text", _("Translation")),
)
_TYPES: tuple[type[ArchiveObject], ...] = (*RECORDS, *AUTHORITIES)
NOUNS = {model.noun: model for model in sorted(_TYPES, key=lambda model: model.noun)}
_CODES = {noun: code for code, noun in enumerate(NOUNS)}
_NOUN_OF = list(NOUNS)


@dataclass(frozen=True)
class Document:
    """The folded words of one record: what it is called, what it says, and the stems of its English words.

    ``spellings`` are those of its names, of a person, a place or an organisation.
    """

    number: int  # by which the index knows it, see `number_for`
    open: bool  # whether anyone may see the record
    called: str
    said: str
    stems: str
    spellings: frozenset["Spelling"]


class Spelling(NamedTuple):
    """A word of a name as it is ``written``, with its accents, and as it is ``sought``, folded.

    Two words side by side are one, too: who looks for Terminasyan finds Ter-Minasyan, sought as “ter minasyan”.
    """

    written: str
    sought: str


def spellings_of(name: str) -> Iterator[Spelling]:
    words = [Spelling(word, " ".join(words_in(word))) for word in words_as_written(name)]
    yield from words
    for one, other in pairwise(words):
        if one.sought.isalpha() and other.sought.isalpha():
            yield Spelling(f"{one.written}{other.written}", f"{one.sought} {other.sought}")


@dataclass(frozen=True)
class Passage:
    """One text in which a word may be found: what the page calls it, and whether it is what the record is called."""

    label: str
    text: str
    is_name: bool = False
    language: str = ""
    is_heading: bool = False


def number_for(noun: str, number: int) -> int:
    """The number of a document: that of its noun above the thirty bits of its own."""
    return _CODES[noun] << 30 | number


def numbers_of(noun: str) -> tuple[int, int]:
    """The first and the last number that a document of ``noun`` can have."""
    return _CODES[noun] << 30, (_CODES[noun] + 1 << 30) - 1


def by_noun(numbers: Iterable[int]) -> dict[str, BitMap]:
    """The numbers of documents as the numbers of records, by their noun."""
    found: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        found[_NOUN_OF[number >> 30]].append(number & (1 << 30) - 1)
    return {noun: BitMap(mine) for noun, mine in found.items()}


def documents_of(model: type[ArchiveObject], references: Iterable[str] | None = None) -> Iterator[Document]:
    """The documents of the rows of ``model`` with ``references``, or of all of them."""
    rows = model.objects.order_by("pk")
    if references is None:
        chunks = _chunks_of_all(rows)
    else:
        wanted = sorted(references)
        chunks = (list(rows.filter(pk__in=wanted[n : n + CHUNK_SIZE])) for n in range(0, len(wanted), CHUNK_SIZE))
    for chunk in chunks:
        yield from _documents(model, chunk)


def passages_of(rows: list[ArchiveObject], user: Reader) -> dict[str, list[Passage]]:
    """By reference, the texts of ``rows`` that are found by words, as ``user`` may read them.

    The rows are of one type, and such as ``user`` may see.
    """
    if not rows:
        return {}
    model, known = type(rows[0]), {row.pk: row for row in rows}
    references = list(known)
    hanging: defaultdict[str, list[Passage]] = defaultdict(list)
    called = gettext("Name")
    for name in Name.objects.children_of(references, model, user):
        hanging[name.subject_id].append(Passage(called, name.text, is_name=True, language=name.language_of("text")))
    for part, field, label in SAID_BESIDE:
        if may_belong(part, model):
            for one in part.objects.children_of(references, model, user):
                one.known_object = known[one.subject_reference]
                if text := getattr(one.masked_for(user), field):
                    hanging[one.subject_reference].append(Passage(str(label), text, language=one.language_of(field)))
    labels = {name: model.label_of(name) for name in (*model.search_fields, *model.address_fields)}
    labels |= {"heading": gettext("Title"), "title": gettext("Described as")}
    return {row.pk: [*_own_passages(row, user, labels), *hanging[row.pk]] for row in rows}


def _own_passages(row: ArchiveObject, user: Reader, labels: dict[str, str]) -> Iterator[Passage]:
    shown = row.masked_for(user)
    yield Passage(labels["heading"], shown.heading, True, shown.heading_language, is_heading=True)
    for name in (*row.search_fields, *row.address_fields):
        text = getattr(shown, name)
        if text and text != shown.heading:
            yield Passage(labels[name], str(text), name in ("title", "name"), row.language_of(name))
    yield from (Passage(row.label_of(name), row.combined_value(name, shown)[0]) for name in row.combined_fields)


def _chunks_of_all(rows: Rows) -> Iterator[list[ArchiveObject]]:
    last = ""
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK_SIZE]):
        yield chunk
        last = chunk[-1].pk


def _documents(model: type[ArchiveObject], rows: list[ArchiveObject]) -> Iterator[Document]:
    mine = model.objects.filter(pk__in=[row.pk for row in rows])
    seen = set(mine.visible_to(None).values_list("pk", flat=True))
    names: defaultdict[str, list[str]] = defaultdict(list)
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for name in Name.objects.belonging_to(mine, None).order_by():
        names[name.subject_id].append(name.text)
    known = {row.pk: row for row in rows}
    for part, field, _label in SAID_BESIDE:
        if may_belong(part, model):
            for hanging in part.objects.belonging_to(mine, None).order_by():
                hanging.known_object = known[hanging.subject_reference]
                if text := getattr(hanging.masked_for(None), field):
                    beside[hanging.subject_reference].append(text)
    for row in rows:
        spoken = row.public_search_values()
        own = {spoken.pop(name) for name in ("title", "name") if name in spoken}
        named = [*sorted(own), *names[row.pk]]
        called = words_in(" . ".join([row.reference, *named]))
        spelt = [spelling for name in named for spelling in spellings_of(name)] if model.has_alternative_names else ()
        addresses = [getattr(row, name) for name in row.address_fields if name not in row.publicly_masked_fields()]
        said = words_in(
            " . ".join([*spoken.values(), *row.extra_search_texts(), *filter(None, addresses), *beside[row.pk]])
        )
        stems = {stem_of(word) for word in (*called, *said)} - {*called, *said}
        number = number_for(model.noun, int(row.reference[4:]))
        yield Document(
            number,
            row.pk in seen,
            " ".join(called),
            " ".join(said),
            " ".join(sorted(stems)),
            frozenset(spelt),
        )
