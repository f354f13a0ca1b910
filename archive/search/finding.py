"""From a query to the records that answer it, the best first, each type by itself."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from pyroaring import BitMap

from archive.letters import ALIKE, BEGUN, SHORTEST, in_latin, script_of, similarity, stem_of, words_as_written, words_in
from archive.models.access.viewers import ANYONE, Reader, viewer_for
from archive.search.documents import NOUNS, by_noun, numbers_of
from archive.search.query import Piece, Query
from archive.search.store import TABLES, Store, store, ways_of

MAX_SPELLINGS = 30
MAX_CORRECTIONS = 10  # of one word, before it is asked whether they find anything
LETTERS = {
    "Latn": "abcdefghijklmnopqrstuvwxyz",
    "Armn": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "Cyrl": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "Geor": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
}


@dataclass(frozen=True)
class SearchResult:
    """What a query finds among the records of one type: all of them, in tiers of which the best comes first.

    ``is_often_said`` tells whether many records say each word that is sought, and all that they say is taken in.
    """

    tiers: tuple[BitMap, ...]
    is_often_said: bool = False

    @cached_property
    def all(self) -> BitMap:
        return BitMap().union(*self.tiers)


@dataclass(frozen=True)
class Forms:
    """The ways in which one word is sought: as it is, in other forms (its stem) and in other spellings of a name.

    Where a name is written in two parts, ``word`` or a spelling is two words side by side, with a blank.
    """

    word: str
    goes_on: bool
    stem: str
    spellings: tuple[str, ...]


class Finder:
    """One query, put to the words as they stand, for one reader."""

    def __init__(self, query: Query, words: Store, waiting: frozenset[str], user: Reader):
        self.query, self.words, self.user = query, words, user
        viewer = viewer_for(user)
        self.tables = TABLES[:1] if viewer == ANYONE else TABLES
        self.suggest_tables = (
            TABLES if viewer.desk else TABLES[:1]
        )  # whose words may be offered, or sought in other spellings
        self.waiting = waiting
        self._called: dict[tuple[str, Piece], BitMap] = {}
        self._common: dict[Piece, bool] = {}
        self._everywhere: dict[str, dict[str, BitMap]] = {}
        self.forms = {piece: self._forms_of(piece) for piece in query.wanted if piece.may_be_a_name}

    def search_within(
        self, noun: str, every: BitMap, linked: Callable[[Piece], BitMap] = lambda piece: BitMap()
    ) -> SearchResult:
        """What is found among ``every``, the numbers of the records of ``noun`` that the reader may see.

        ``linked`` tells which of them are linked to what is called as a piece of the query says.
        """
        prefix = f"{NOUNS[noun].prefix}-"
        first, waiting = _numbers_in(self.query.references, prefix), self._waiting_of(noun)
        tiers, seen = [], BitMap()
        for tier in (first, *self._by_words(noun, every, first, linked)):
            tiers.append((tier & every) - seen - (waiting - first))
            seen |= tier
        return SearchResult(tuple(tiers), self._seeks_what_is_often_said())

    def _by_words(self, noun: str, every: BitMap, first: BitMap, linked: Callable[[Piece], BitMap]) -> list[BitMap]:
        """Those that are called so, those that are called nearly so, the rest, and what says it by its links."""
        query = self.query
        if first and len(query.wanted) == len(query.references) == 1:  # nothing but a reference was asked for
            return []
        if not query.wanted:
            left_out = [self._find(noun, self._left_out(piece)) for piece in query.unwanted]
            return [every.difference(*left_out)] if left_out else []
        found = self._find(noun, self._expression(exact=query.exact))
        by_links = self._by_links(noun, linked)
        if not found:
            return [by_links]
        named = (self._find(noun, f"called : {self._wanted(exact=exact)}") for exact in (True, query.exact))
        return [*(tier & found for tier in named), found, by_links]

    def _by_links(self, noun: str, linked: Callable[[Piece], BitMap]) -> BitMap:
        """Those of which each piece is said, either in their own words or by what they are linked to."""
        by_piece = {piece: linked(piece) for piece in self.query.wanted}
        if not any(by_piece.values()):
            return BitMap()
        exact = self.query.exact
        said = [
            having | self._find(noun, self._sought(piece, exact=exact), (piece,)) for piece, having in by_piece.items()
        ]
        return BitMap.intersection(*said).difference(
            *(self._find(noun, self._left_out(piece)) for piece in self.query.unwanted)
        )

    def matching_anywhere(self, noun: str, piece: Piece) -> BitMap:
        """The numbers of those of ``noun`` that say ``piece`` anywhere, whoever may see them."""
        found = self._find(noun, self._sought(piece, exact=self.query.exact), (piece,))
        return found - self._waiting_of(noun)

    def matching_name(self, noun: str, piece: Piece) -> BitMap:
        """The numbers of those of ``noun`` that are called what ``piece`` says, whoever may see them."""
        if (noun, piece) not in self._called:
            expression = f"called : {self._sought(piece, exact=self.query.exact)}"
            self._called[noun, piece] = self._find(noun, expression, (piece,)) - self._waiting_of(noun)
        return self._called[noun, piece]

    def corrections(self) -> list[str]:
        """Queries like this one, with a word that nothing says exchanged for one that something says."""
        if self.query.exact:
            return []
        found = []
        for piece, forms in self.forms.items():
            if not (piece.is_phrase or forms.spellings or self._says(forms)):
                near = self.words.known(_one_letter_away(forms.word), self.suggest_tables)
                best = sorted(near, key=lambda other: (-near[other], other))[:MAX_CORRECTIONS]
                found += [_exchanged(self.query.text, forms.word, other) for other in best]
        return [text for text in dict.fromkeys(found) if text]

    def fewer_words(self, saying: Callable[[Piece], dict[str, BitMap]]) -> str:
        """This query without the words that leave nothing, where it finds nothing; "" where nothing is left of it.

        ``saying`` tells which records of each noun say a piece. As many words are kept as some record says together,
        and of as many the rarest, which say most of what was meant.
        """
        if self.query.unwanted or len(self.query.wanted) < 2:
            return ""
        said = {piece: saying(piece) for piece in self.query.wanted}
        rarest_first = sorted(said, key=lambda piece: sum(map(len, said[piece].values())))
        kept = max((_said_together(first, rarest_first, said) for first in rarest_first), key=len)
        return " ".join(piece.written for piece in self.query.wanted if piece in kept and piece.written)

    def _waiting_of(self, noun: str) -> BitMap:
        """Those of which the words have still to be taken in: by the old ones they are not to be found."""
        return _numbers_in(self.waiting, f"{NOUNS[noun].prefix}-")

    def _seeks_what_is_often_said(self) -> bool:
        query = self.query
        return not (self.waiting or query.unwanted or query.references) and self._are_common(query.wanted)

    def _are_common(self, pieces: tuple[Piece, ...]) -> bool:
        """Whether many documents say each of ``pieces``, so that nobody is known by them."""
        return bool(pieces) and all(self._is_common(piece) for piece in pieces)

    def _is_common(self, piece: Piece) -> bool:
        if piece not in self._common:
            forms = None if piece.is_phrase else self.forms[piece]
            words = (forms.word, forms.stem) if forms else ()
            self._common[piece] = any(self.words.are_common(words, table) for table in self.tables if words)
        return self._common[piece]

    def _says(self, forms: Forms) -> bool:
        return any(self.words.says(self._any_of(forms), table) for table in self.suggest_tables)

    def _forms_of(self, piece: Piece) -> Forms:
        word = " ".join(piece.words)
        if self.query.exact:
            return Forms(word, False, "", ())
        written = "".join(words_as_written(piece.written))
        plain = in_latin(written)
        transcribed = [plain] if script_of(word) != "Latn" and plain.isalnum() and len(plain) >= SHORTEST else []
        alike = [*self._alike(written, goes_on=word == self.query.typing), *self._beside(piece)]
        spellings = [other for other in dict.fromkeys([*transcribed, *alike]) if other != word]
        stem = "" if piece.is_phrase else stem_of(word)
        return Forms(word, word == self.query.typing, stem, tuple(spellings[:MAX_SPELLINGS]))

    def _beside(self, piece: Piece) -> list[str]:
        """Names known here that are written as ``piece`` and the one before or after it in one word: Mc Donald."""
        single, found = [one for one in self.query.wanted if not one.is_phrase], []
        for one, other in pairwise(single):
            if piece in (one, other) and not any(word.isdigit() for word in (*one.words, *other.words)):
                written = "".join(words_as_written(one.written + other.written))
                found += self._alike(written, goes_on=other.words[0] == self.query.typing)
        return found

    def _alike(self, written: str, *, goes_on: bool) -> list[str]:
        """Names known here that sound like a word and are written much like it, in whatever script, the likest first.

        Where ``goes_on``, such as begin so, too.
        """
        plain = in_latin(written)
        if len(plain) < SHORTEST or plain.isdigit():
            return []
        heard = self.words.heard_as(ways_of(written), self.suggest_tables)
        alike = {other: ratio for name, other in heard if (ratio := similarity(written, name)) >= ALIKE}
        if goes_on and len(plain) > SHORTEST:
            ways = ways_of(written) | ways_of(written[:-1])  # half a дж sounds like another letter
            begun = self.words.heard_as(ways, self.suggest_tables, beginning=True)
            ratios = ((other, similarity(written, name, beginning=True)) for name, other in begun)
            alike |= {other: ratio for other, ratio in ratios if ratio >= BEGUN}
        return sorted(alike, key=lambda other: (" " in other, -alike[other], other))

    def _expression(self, *, exact: bool) -> str:
        """The query in FTS5's own words, each of ours between quotes."""
        return " NOT ".join([self._wanted(exact=exact), *(self._left_out(piece) for piece in self.query.unwanted)])

    def _wanted(self, *, exact: bool) -> str:
        sought = [self._sought(piece, exact=exact) for piece in self.query.wanted]
        return f"({' AND '.join(sought)})" if len(sought) > 1 else sought[0]

    def _sought(self, piece: Piece, *, exact: bool) -> str:
        if exact or not piece.may_be_a_name:
            return _phrase(piece.words)
        return self._any_of(self.forms[piece])

    @staticmethod
    def _any_of(forms: Forms) -> str:
        others = dict.fromkeys((forms.stem, *forms.spellings))
        ways = [_phrase((forms.word,)) + (" *" if forms.goes_on else "")]
        ways += [_phrase((other,)) for other in others if other not in ("", forms.word)]
        return f"({' OR '.join(ways)})"

    def _left_out(self, piece: Piece) -> str:
        """What must not be said: a phrase, or a word and its other forms, but not what only sounds like it."""
        if piece.is_phrase or self.query.exact:
            return _phrase(piece.words)
        word = piece.words[0]
        return f"({_phrase((word,))} OR stems : {_phrase((stem_of(word),))})"

    def _find(self, noun: str, expression: str, pieces: tuple[Piece, ...] | None = None) -> BitMap:
        """What an ``expression`` finds that is made of ``pieces``; of all that are wanted, if they are not told."""
        if self._are_common(self.query.wanted if pieces is None else pieces):
            first, last = numbers_of(noun)
            return BitMap().union(*(self.words.find_often(expression, table, first, last) for table in self.tables))
        if expression not in self._everywhere:  # few say it: one question does for all nouns
            found = (self.words.find_everywhere(expression, table) for table in self.tables)
            self._everywhere[expression] = by_noun(chain.from_iterable(found))
        return self._everywhere[expression].get(noun, BitMap())


@contextmanager
def finding(query: Query, user: Reader) -> Iterator[Finder]:
    """A finder for ``query``; raise `NotReady` while the words are taken in anew."""
    with store(public=viewer_for(user) == ANYONE) as (words, waiting):
        yield Finder(query, words, waiting, user)


def _said_together(first: Piece, others: list[Piece], said: dict[Piece, dict[str, BitMap]]) -> list[Piece]:
    """``first``, and of ``others`` in turn those that some record says besides all before."""
    kept, left = [first] if any(said[first].values()) else [], said[first]
    for piece in others:
        narrowed = {noun: having & said[piece].get(noun, BitMap()) for noun, having in left.items()}
        if piece != first and any(narrowed.values()):
            kept, left = [*kept, piece], narrowed
    return kept


def _numbers_in(references: Iterable[str], prefix: str) -> BitMap:
    return BitMap([int(reference[4:]) for reference in references if reference.startswith(prefix)])


def _phrase(words: tuple[str, ...]) -> str:
    return f'"{" ".join(words)}"'


def _one_letter_away(word: str) -> set[str]:
    """Every word that is one letter more, less, other or exchanged with its neighbour away from ``word``."""
    if len(word) <= SHORTEST or word.isdigit():
        return set()
    letters = LETTERS.get(script_of(word), LETTERS["Latn"])
    parts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    less = {a + b[1:] for a, b in parts if b}
    turned = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    other = {a + letter + b[1:] for a, b in parts if b for letter in letters}
    more = {a + letter + b for a, b in parts for letter in letters}
    return (less | turned | other | more) - {word}


def _exchanged(text: str, word: str, other: str) -> str:
    """``text`` with ``other`` in place of the word that folds to ``word``."""
    pieces = text.split()
    changed = [other if words_in(piece) == [word] else piece for piece in pieces]
    return " ".join(changed) if changed != pieces else ""
