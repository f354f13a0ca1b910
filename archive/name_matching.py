"""Names in texts, however they are written: the whole name, or something that may well be it.

A text is read as the search reads it (`letters.readable`), and beyond that: letters of another script that look the
same, words run together, parted by signs or into single letters, are taken for what a person would read.
"""

import itertools
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from archive.letters import ALIKE, BEGUN, SHORTEST, WORD, fold, in_latin, phonetic_keys, readable, similarity, stem_of

ENDING = 3  # letters that a language may add to a name
ENDING_HEARD = 1  # consonants that a language may add to a name
SHORTEST_JOINED = 8  # letters of a whole name that is sought with its words run together
SHORTEST_ALONE = 5  # letters of one word of a name that is sought without the others
HEARD = 5  # consonants of a name that is sought by how it sounds
HEARD_OF_A_WORD = 3  # the same of one word of it
MAX_RUN_LENGTH = 5  # words side by side that may be one
_JOINING = ("", " ", "-", "‐", "‑", "–", "'", "’", "_", ".")  # what may stand between the parts of one word
AROUND = 30  # characters shown on each side

# Letters that look like Latin ones (after Unicode's confusables, UTS 39), case folded
_LOOKALIKES = str.maketrans("аеорсухіјѕһԛԝӏԁвкмнтոօսհցյαβεζηικμνορτυχ", "aeopcyxijshqwldbkmhtnouhgjabeznikmvoptyx")


@dataclass(frozen=True)
class Word:
    """One word of a text: where it stands, how it looks (`key`), and how it is written, in lower case."""

    start: int
    end: int
    key: str
    written: str

    @property
    def place(self) -> "Place":
        return Place(self.start, self.end)

    def with_next(self, other: "Word") -> "Word":
        """This word and the next one, as they are where a name is not parted."""
        return Word(self.start, other.end, f"{self.key}{other.key}", f"{self.written}{other.written}")


class Place(NamedTuple):
    """From which to which character of a `Reading` something stands."""

    start: int
    end: int


class Reading:
    """A text as a person reads it, and its words."""

    def __init__(self, text: str):
        self.text = unicodedata.normalize("NFKC", readable(text))
        self.words: list[Word] = []
        self.undivided: list[Word] = []  # those of several parts, as they are without looking for parts
        for match in WORD.finditer(self.text):
            parts = list(self._words_at(_parts_of(match)))
            self.words += parts
            self.undivided += self._words_at([match.span()]) if len(parts) > 1 else ()

    def _words_at(self, spans: Iterable[tuple[int, int]]) -> Iterator[Word]:
        for start, end in spans:
            if key := key_of(self.text[start:end]):
                yield Word(start, end, key, self.text[start:end].casefold())

    def is_initial(self, word: Word) -> bool:
        """Whether ``word`` is one letter that stands for a name: a capital, or one with a full stop."""
        letter = self.text[word.start : word.end]
        return len(letter) == 1 and (letter.isupper() or self.text[word.end : word.end + 1] == ".")

    def around(self, place: Place) -> str:
        """The words at ``place``, and some on each side."""
        return " ".join(self.text[max(0, place.start - AROUND) : place.end + AROUND].split())


@lru_cache(maxsize=100_000)
def key_of(word: str) -> str:
    """How a word looks: folded, and in Latin letters where others look the same."""
    return "".join(WORD.findall(fold(word))).translate(_LOOKALIKES)


def keys_of(name: str) -> tuple[str, ...]:
    """How the words of a name look; none where it is too short to be sought."""
    keys = tuple(word.key for word in Reading(name).words)
    return keys if len("".join(keys)) >= SHORTEST else ()


class NameMatcher:
    """Names that are sought in texts, each in every variant that is told."""

    def __init__(self, names: Iterable[str]):
        written = [Reading(name) for name in sorted(set(names)) if keys_of(name)]
        self.names = [name.words for name in written]
        self._family = {(number, place) for number, name in enumerate(written) for place in _family_words(name)}
        self._by_key: dict[str, set[Part]] = defaultdict(set)
        self._by_stem: dict[str, set[Part]] = defaultdict(set)
        self._by_writing: dict[str, set[Part]] = defaultdict(set)
        self._by_sound: dict[str, set[str]] = defaultdict(set)  # how the words that sound so are written
        self._run_together: dict[str, set[str]] = defaultdict(set)  # whole names, by their first letters
        for number, words in enumerate(self.names):
            for place, word in enumerate(words):
                self._take_in(word, (number, place))
            for first, last, run in _runs(written[number]):  # Terminasyan, of Ter-Minasyan, is both its words
                for place in range(first, last + 1) if len(run.key) >= SHORTEST_JOINED else ():
                    self._take_in(run, (number, place), heard=HEARD)
            for turn in range(len(words)) if len(words) > 1 else ():
                joined = "".join(word.key for word in (*words[turn:], *words[:turn]))
                if len(joined) >= SHORTEST_JOINED:
                    self._run_together[joined[:SHORTEST]].add(joined)

    def _take_in(self, word: Word, part: "Part", heard: int = 1) -> None:
        """Have ``word`` found as ``part`` of a name; by its sound, where that has as many consonants as ``heard``."""
        for key in {word.key, key_of(in_latin(word.written))} - {""}:
            self._by_key[key].add(part)
        self._by_stem[stem_of(word.key)].add(part)
        self._by_writing[word.written].add(part)
        for way in _ways_of(word.written):
            if len(way) >= heard:
                self._by_sound[way].add(word.written)

    def __bool__(self):
        return bool(self.names)

    def stand_in(self, text: str) -> bool:
        """Whether one of the names stands in ``text`` as a whole."""
        return next(self.around(text), None) is not None

    def around(self, text: str) -> Iterator[str]:
        """The words around each place where one of the names stands in ``text`` as a whole."""
        if self.names:
            reading = Reading(text)
            yield from (reading.around(place) for place in self.whole(reading))

    def whole(self, reading: Reading) -> list[Place]:
        """Where a whole name stands: its words side by side in any order, or run together, or parted into letters."""
        return _widest({*self._side_by_side(reading), *self._joined(reading)})

    def similar_words(self, readings: list[Reading]) -> set[str]:
        """The words in ``readings``, folded, that are heard and spelt much like a family name, however short it is."""
        words = (word for reading in readings for word in (*reading.words, *reading.undivided))
        return {fold(word.written) for word in words if self._is_nearly(word.written)}

    def possible_places(
        self, readings: list[Reading], known: "NameMatcher | None" = None, spelt: Container[str] = ()
    ) -> list[list[Place]]:
        """Where in each of ``readings``, the texts of one record, something may well be one of the names.

        That is where all its words stand, wherever in the texts, as a search would find them; where one long word of it
        stands alone, or a word beside the initial of another; and where words side by side sound like it. What belongs
        to one of the ``known`` names, which are public, is somebody else's. Of what is `similar_words` one,
        it is the words that are ``spelt`` so in public names: by those the search finds it.
        """
        words = [_words_beside(reading.words, reading, known) for reading in readings]
        hits = [
            [
                *self._hits_of_words([*mine, *_words_beside(reading.undivided, reading, known)]),
                *self._hits_of_runs(reading, mine),
            ]
            for reading, mine in zip(readings, words, strict=True)
        ]
        there = defaultdict(set)  # by name: which of its words stand anywhere
        for hit in itertools.chain.from_iterable(hits):
            there[hit.name].add(hit.part)
        whole = {name for name, parts in there.items() if len(parts) == len(self.names[name])}
        return [
            _widest(
                {
                    *(hit.word.place for hit in mine if hit.tells or (hit.name in whole and self._is_long(hit))),
                    *self._beside_an_initial(reading, mine),
                    *self._in_sound(beside),
                    *(word.place for word in beside if fold(word.written) in spelt and self._is_nearly(word.written)),
                }
            )
            for reading, beside, mine in zip(readings, words, hits, strict=True)
        ]

    def _is_nearly(self, written: str) -> bool:
        ways = _ways_of(written) if len(written) >= SHORTEST else ()
        names = {name for way in ways for name in self._by_sound.get(way, ()) if self._by_writing[name] & self._family}
        return any(similarity(name, written) >= ALIKE for name in names)

    def _is_long(self, hit: "Hit") -> bool:
        return len(self.names[hit.name][hit.part].key) >= SHORTEST

    def _side_by_side(self, reading: Reading) -> Iterator[Place]:
        for first, word in enumerate(reading.words):
            forms = {word.key[: len(word.key) - cut] for cut in range(ENDING + 1) if cut < len(word.key)}
            for name in {name for form in forms for name, _ in self._by_key.get(form, ())}:
                wanted = [part.key for part in self.names[name]]
                window = reading.words[first : first + len(wanted)]
                if len(window) == len(wanted) and _match([one.key for one in window], wanted):
                    yield Place(window[0].start, window[-1].end)

    def _joined(self, reading: Reading) -> Iterator[Place]:
        letters, words = "".join(word.key for word in reading.words), reading.words
        ends = list(itertools.accumulate(len(word.key) for word in words))
        for first, word in enumerate(words):
            start = ends[first] - len(word.key)
            for joined in self._run_together.get(letters[start : start + SHORTEST], ()):
                if letters.startswith(joined, start):
                    last = bisect_left(ends, start + len(joined))
                    if last == first or ends[last] - start - len(joined) <= ENDING:
                        yield Place(word.start, words[last].end)

    def _hits_of_words(self, words: list[Word]) -> Iterator["Hit"]:
        return (hit for word in words for hit in self._hits_of(word))

    def _hits_of_runs(self, reading: Reading, words: list[Word]) -> Iterator["Hit"]:
        """The words of names that words side by side may be as one: Ter-Minasyan, of Terminasyan."""
        kept = set(words)
        for first, last, run in _runs(reading):
            if kept.issuperset(reading.words[first : last + 1]) and len(run.key) >= SHORTEST_JOINED:
                yield from self._hits_of(run, whole=True)

    def _hits_of(self, word: Word, *, whole: bool = False) -> Iterator["Hit"]:
        """The words of names that ``word`` may be: as a search for them finds it, and as it sounds.

        Where it has to be the ``whole`` word, it is not taken for one with an ending.
        """
        for length in range(len(word.key) if whole else 1, len(word.key) + 1):
            for part in self._by_key.get(word.key[:length], ()):
                yield Hit(word, *part, length >= SHORTEST_ALONE and part in self._family)
        for part in self._by_stem.get(stem_of(word.key), ()):
            yield Hit(word, *part, len(word.key) >= SHORTEST_ALONE and part in self._family)
        for way in _ways_of(word.written):
            for length in range(max(HEARD, len(way)) if whole else HEARD_OF_A_WORD, len(way) + 1):
                ending = len(way) - length
                tells = length >= HEARD and ending <= ENDING_HEARD
                for written in self._by_sound.get(way[:length], ()):
                    if _sounds_like(word.written, written, ending):
                        for part in self._by_writing[written]:
                            yield Hit(word, *part, tells and part in self._family)

    def _beside_an_initial(self, reading: Reading, hits: list["Hit"]) -> Iterator[Place]:
        """Where the family name stands beside the first letter of another word of the name."""
        place_of = {word: number for number, word in enumerate(reading.words)}
        for hit in hits:
            if (hit.name, hit.part) in self._family and self._is_long(hit):
                others = [word for number, word in enumerate(self.names[hit.name]) if number != hit.part]
                initials = {letter for word in others for letter in (word.key[0], in_latin(word.written)[:1])}
                at = place_of.get(hit.word)
                if at is None:  # several words that may be one, or one with several parts
                    continue
                for near in (*reading.words[max(0, at - 2) : at], *reading.words[at + 1 : at + 3]):
                    if reading.is_initial(near) and {near.key, in_latin(near.written)[:1]} & initials:
                        yield Place(min(near.start, hit.word.start), max(near.end, hit.word.end))

    def _in_sound(self, words: list[Word]) -> Iterator[Place]:
        """Where each word of a name is heard, side by side in any order, but for an ending."""
        heard = [(word, ways) for word in words if (ways := _ways_of(word.written))]
        for first, (word, ways) in enumerate(heard):
            begun = {way[: len(way) - cut] for way in ways for cut in range(ENDING_HEARD + 1) if cut < len(way)}
            spelt = {written for way in begun for written in self._by_sound.get(way, ())}
            for name in {name for written in spelt for name, _ in self._by_writing[written]}:
                wanted = self._sounds_of(name)
                window = heard[first : first + len(wanted)]
                telling = sum(max(map(len, one)) for one in wanted) >= HEARD
                if telling and _sound_alike([one for _, one in window], wanted):
                    yield Place(word.start, window[-1][0].end)

    def _sounds_of(self, name: int) -> list[frozenset[str]]:
        return [ways for word in self.names[name] if (ways := _ways_of(word.written))]


Part = tuple[int, int]  # the number of a name, and of a word in it


@dataclass(frozen=True)
class Hit:
    """A word of a text that may be one word of a name; whether it ``tells`` of somebody without the others."""

    word: Word
    name: int
    part: int
    tells: bool


@lru_cache(maxsize=64)
def matcher_of(names: tuple[str, ...]) -> NameMatcher:
    """The matcher of ``names``, which is costly to make."""
    return NameMatcher(names)


def _widest(places: set[Place]) -> list[Place]:
    """``places`` in order, without those that lie within another."""
    found: list[Place] = []
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        if not found or place.end > found[-1].end:
            found.append(place)
    return found


def _family_words(name: Reading) -> set[int]:
    """The places of the words that may be the family name: the last, the one before a comma, the first of several."""
    last = len(name.words) - 1
    places = {last, 0} if last > 1 else {last}
    return places | {at for at, word in enumerate(name.words) if name.text[word.end : word.end + 1] == ","}


def _words_beside(words: list[Word], reading: Reading, known: NameMatcher | None) -> list[Word]:
    """Those of the ``words`` of ``reading`` that belong to none of the ``known`` names."""
    theirs = known.whole(reading) if known and words else []
    return [word for word in words if not any(one.start <= word.start and word.end <= one.end for one in theirs)]


def _runs(reading: Reading) -> Iterator[tuple[int, int, Word]]:
    """Words side by side that may be one: the numbers of the first and the last, and the word that they are then.

    Two with a blank or a hyphen between them, more where no blank does: Ter Minasyan, DeLaMadeup.
    """
    words = reading.words
    for first, run in enumerate(words):
        for last in range(first + 1, min(first + MAX_RUN_LENGTH, len(words))):
            between = reading.text[run.end : words[last].start]
            if between not in _JOINING or (last > first + 1 and between == " "):
                break
            run = run.with_next(words[last])  # noqa: PLW2901 – it grows by each
            yield first, last, run


def _parts_of(match) -> Iterator[tuple[int, int]]:
    """The parts of a word that is several: ``ZqvardanZqpetrosyan``, ``img2020zqvardan``."""
    word, start = match[0], match.start()
    cuts = [
        at
        for at in range(1, len(word))
        if (word[at - 1].islower() and word[at].isupper()) or word[at - 1].isdigit() != word[at].isdigit()
    ]
    for first, last in zip([0, *cuts], [*cuts, len(word)], strict=True):
        yield start + first, start + last


def _ways_of(word: str) -> frozenset[str]:
    heard = phonetic_keys(word)
    return frozenset().union(*heard) if heard else frozenset()


def _match(there: list[str], wanted: list[str]) -> bool:
    """Whether each of ``wanted`` is one of the words ``there``, but for an ending; each word serves once."""
    left = sorted(there, key=len)
    for part in sorted(wanted, key=len, reverse=True):
        hit = next((word for word in left if word.startswith(part) and len(word) - len(part) <= ENDING), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def _sounds_like(word: str, name: str, ending: int) -> bool:
    """Whether ``word`` is another spelling of ``name`` to the search, of whose sound it goes on by ``ending``."""
    if len(name) < SHORTEST:
        return False
    if ending <= ENDING_HEARD and similarity(name, word) >= ALIKE:
        return True
    return len(name) > SHORTEST and similarity(name, word, beginning=True) >= BEGUN


def _sound_alike(there: list[frozenset[str]], wanted: list[frozenset[str]]) -> bool:
    """Whether each of ``wanted`` sounds like one of ``there``, but for an ending, in any order; each serves once."""
    left = list(there)
    for ways in wanted:
        hit = next((other for other in left if any(_begins(far, near) for far in other for near in ways)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def _begins(heard: str, name: str) -> bool:
    return heard.startswith(name) and len(heard) - len(name) <= ENDING_HEARD
