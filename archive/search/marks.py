"""Where a hit says what was sought: the text around it, what is to be marked, and in which way it matched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from django.utils.translation import gettext as _

from archive.languages import script_name_of
from archive.letters import WORD, readable, script_of, stem_of, words_in
from archive.search.documents import Passage
from archive.search.finding import Finder, Forms
from archive.search.query import Piece

AROUND = 90  # characters shown on each side of what matched
MAX_REASONS = 3  # passages told of one hit


class MatchKind(IntEnum):
    """How a word matched, the surest first."""

    EXACT = 0
    BEGINNING = 1
    FORM = 2
    SPELLING = 3


@dataclass(frozen=True)
class Fragment:
    """Some of a text, and whether it is what matched."""

    text: str
    marked: bool


@dataclass(frozen=True)
class MatchReason:
    """One passage of a hit in which something matched."""

    label: str
    fragments: tuple[Fragment, ...]
    way: MatchKind
    note: str  # how it matched, in words; "" where it stands there as it was typed
    language: str = ""
    is_heading: bool = False


def reasons(passages: list[Passage], seeking: "Highlighter") -> list[MatchReason]:
    """The passages that say what is sought, the surest first, those that are names before those that are not."""
    found = []
    counted = set()
    for place, passage in enumerate(replace(passage, text=readable(passage.text)) for passage in passages):
        hits = seeking.hits(passage.text)
        if hits and passage.text not in counted:
            counted.add(passage.text)
            ways = {way for _, _, way, _ in hits}
            found.append((min(ways), not passage.is_name, place, _reason(passage, hits, seeking.scripts)))
    found.sort(key=lambda one: one[:3])
    return [why for *_, why in found[:MAX_REASONS]]


def says(text: str, piece: Piece, finder: Finder) -> bool:
    """Whether ``text`` says one ``piece`` of what ``finder`` seeks, in any of its forms."""
    words = words_in(text)
    if finder.query.exact or not piece.may_be_a_name:
        return next(_side_by_side(words, piece.words), None) is not None
    forms = finder.forms[piece]
    in_two = [other.split() for other in (forms.word, *forms.spellings) if " " in other]
    return any(_way(word, forms) is not None for word in words) or any(
        next(_side_by_side(words, phrase), None) is not None for phrase in in_two
    )


class Highlighter:
    """The words of a query, each in the forms in which it may stand in a text."""

    def __init__(self, finder: Finder):
        self.forms = list(finder.forms.values())
        self.ways: dict[str, MatchKind | None] = {}
        self.scripts = {script_of(forms.word) for forms in self.forms}
        in_two = (other.split() for forms in self.forms for other in forms.spellings if " " in other)
        self.phrases = {tuple(phrase): MatchKind.SPELLING for phrase in in_two}
        self.phrases |= {piece.words: MatchKind.EXACT for piece in finder.query.wanted if piece.is_phrase}

    def hits(self, text: str) -> list[tuple[int, int, MatchKind, str]]:
        """Where something matches: from which character to which, how, and the folded word that stands there."""
        words = [(m.start(), m.end(), _folded(m[0])) for m in WORD.finditer(text)]
        found = [
            (start, end, way, word) for start, end, word in words if word and (way := self._way_of(word)) is not None
        ]
        return sorted({*found, *self._phrases_in(words)})

    def _way_of(self, word: str) -> MatchKind | None:
        if word not in self.ways:
            ways = [way for forms in self.forms if (way := _way(word, forms)) is not None]
            self.ways[word] = min(ways) if ways else None
        return self.ways[word]

    def _phrases_in(self, words: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, MatchKind, str]]:
        folded = [word for _, _, word in words]
        for phrase, way in self.phrases.items():
            for n in _side_by_side(folded, phrase):
                yield words[n][0], words[n + len(phrase) - 1][1], way, " ".join(phrase)


def _side_by_side(words: list[str], phrase: Sequence[str]) -> Iterator[int]:
    """At which of ``words`` the words of ``phrase`` begin to stand side by side."""
    length = len(phrase)
    return (n for n in range(len(words) - length + 1) if tuple(words[n : n + length]) == tuple(phrase))


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return "".join(words_in(word))


def _way(word: str, forms: Forms) -> MatchKind | None:
    if word == forms.word:
        return MatchKind.EXACT
    if forms.goes_on and word.startswith(forms.word):
        return MatchKind.BEGINNING
    if forms.stem and forms.stem in (word, stem_of(word)):
        return MatchKind.FORM
    return MatchKind.SPELLING if word in forms.spellings or stem_of(word) in forms.spellings else None


def _reason(passage: Passage, hits: list[tuple[int, int, MatchKind, str]], scripts: set[str]) -> MatchReason:
    way, word = min((way, word) for _, _, way, word in hits)
    note = {MatchKind.FORM: _("another form of the word"), MatchKind.SPELLING: _("spelt differently")}.get(way, "")
    if way is MatchKind.SPELLING and script_of(word) not in scripts:
        script = script_name_of(script_of(word)) or _("other")
        note = _("sounds alike, in {script} letters").format(script=script)
    return MatchReason(
        passage.label, tuple(_around(passage.text, hits)), way, note, passage.language, passage.is_heading
    )


def _around(text: str, hits: list[tuple[int, int, MatchKind, str]]) -> Iterator[Fragment]:
    """The text around the first hit, with every hit in it marked."""
    begin = max(0, hits[0][0] - AROUND)
    end = min(len(text), hits[0][1] + AROUND)
    begin = text.rfind(" ", 0, begin + 1) + 1 if begin else 0
    if end < len(text):
        end = text.find(" ", end) if text.find(" ", end) != -1 else len(text)
    at = begin
    yield Fragment("… " if begin else "", marked=False)
    for first, last, *_rest in hits:
        if first >= at and last <= end:
            yield Fragment(text[at:first], marked=False)
            yield Fragment(text[first:last], marked=True)
            at = last
    yield Fragment(text[at:end] + (" …" if end < len(text) else ""), marked=False)
