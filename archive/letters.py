"""Letters of any script, folded so that one spelling finds another, and sounds, so that one hearing does."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import product

from anyascii import anyascii

_JOINED = str.maketrans({"ё": "е", "և": "եւ", "ı": "i", "ə": "e", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W_]+")
_SPOKEN = str.maketrans(
    {"ş": "sh", "ç": "ch", "ğ": "gh", "ə": "e", "ı": "i", "š": "sh", "č": "ch", "ž": "zh", "و": "u", "ی": "i", "ي": "i"}
)

# How the languages of the Caucasus and those who write of them spell one sound, longest first.
_CLASSES = {
    "shch": "X",
    "tch": "C",
    "dzh": "C",
    "sh": "X",
    "ch": "C",
    "zh": "C",
    "dj": "C",
    "kh": "K",
    "gh": "K",
    "ph": "P",
    "th": "T",
    "ts": "S",
    "tz": "S",
    "dz": "S",
    "ck": "K",
    "b": "P",
    "p": "P",
    "d": "T",
    "t": "T",
    "g": "K",
    "k": "K",
    "q": "K",
    "x": "K",
    "j": "C",
    "z": "S",
    "s": "S",
    "f": "V",
    "v": "V",
    "w": "V",
    "l": "L",
    "m": "M",
    "n": "N",
    "r": "R",
}
_ONE_LETTER = {
    **{"dzh": "j", "dj": "j", "tch": "c", "ch": "c", "sh": "x", "zh": "j", "kh": "h", "gh": "g", "ph": "p", "th": "t"},
    **{"ts": "s", "tz": "s", "dz": "z", "ck": "k", "q": "k", "w": "v", "y": "i", "x": "h"},
}
_SPELT = re.compile("|".join(_ONE_LETTER))
_UNSURE = {"g": "KC", "c": "CK"}  # before a front vowel; and what Azerbaijani and English write c for
_SOUND = re.compile("|".join([*_CLASSES, "c", "."]))
MOST_WAYS = 8  # ways in which one word may sound


def fold(text: str) -> str:
    """Return ``text`` in the one form that is used for both index and query.

    Unicode NFKC, case folded, accents stripped, and the letters that never meet by themselves joined
    (ё and е, և and եւ, the Azerbaijani ı and ə with i and e). White space becomes single blanks.
    """
    if text.isascii():  # none of the above is in it
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_JOINED)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(bare.translate(_JOINED).split())


def words_in(text: str) -> list[str]:
    """The folded words of ``text``: runs of letters and digits, in order."""
    return _LETTERS.findall(fold(text))


def words_as_written(text: str) -> list[str]:
    """The words of ``text`` with their accents, which tell how they sound, in lower case."""
    return _LETTERS.findall(unicodedata.normalize("NFKC", text).casefold())


def likeness(one: str, other: str, *, beginning: bool = False) -> float:
    """How much two words as they are written have in common once they are spoken, from 0 to 1.

    With ``beginning``, ``one`` is held against as much of the beginning of ``other``.
    """
    spoken, whole = _spoken(one), _spoken(other)
    return SequenceMatcher(None, spoken, whole[: len(spoken)] if beginning else whole, autojunk=False).ratio()


def script_of(word: str) -> str:
    """The ISO 15924 code of the script of the first letter of ``word``; "" where it is of none that is known here."""
    letter = next((c for c in word if c.isalpha()), "")
    name = unicodedata.name(letter, "").split(" ", 1)[0] if letter else ""
    return {"LATIN": "Latn", "ARMENIAN": "Armn", "CYRILLIC": "Cyrl", "GEORGIAN": "Geor", "ARABIC": "Arab"}.get(name, "")


def in_latin(text: str) -> str:
    """``text`` in plain Latin letters of lower case, whatever script it is in."""
    if text.isascii():
        return text.lower().replace("'", "")
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    spoken = composed.replace("ու", "u").translate(_SPOKEN)
    return anyascii(spoken).replace("'", "").casefold()


@lru_cache(maxsize=16384)
def _spoken(word: str) -> str:
    """``word`` in Latin letters, one for each sound, where its languages write one sound in several ways."""
    plain = in_latin(word.casefold().replace("ə", "a"))  # which others write for it more often than an e
    return _single(_SPELT.sub(lambda match: _ONE_LETTER[match[0]], plain))


def sounds(text: str) -> list[frozenset[str]]:
    """For each word of ``text``, the ways in which its consonants may sound, as letters of a coarse alphabet.

    Voiced and unvoiced, Eastern and Western Armenian, Azerbaijani and Russian spellings of one name meet:
    Gevorg and Kevork, Cəfərov and Jafarov. Vowels, h and y are passed over; so is a word without consonants.
    """
    found = _heard(text)
    if "г" in (plain := text.casefold()):  # as Russian writes the h of others: Гадрут, Гусейн
        found = [one | other for one, other in zip(found, _heard(plain.replace("г", "h")), strict=True)]
    return [ways for ways in found if ways]


def _heard(text: str) -> list[frozenset[str]]:
    return [_ways(word) for word in _WORD.findall(in_latin(text)) if not word.isdigit()]


@lru_cache(maxsize=16384)
def _ways(word: str) -> frozenset[str]:
    parts = []
    for match in _SOUND.finditer(word):
        letter, following = match[0], word[match.end() : match.end() + 1]
        if letter == "c" or (letter == "g" and following in ("e", "i", "y")):
            parts.append(_UNSURE[letter])
        else:
            parts.append(_CLASSES.get(letter, " "))
    ways = {_single("".join(way)) for way, _ in zip(product(*parts), range(MOST_WAYS), strict=False)}
    return frozenset(ways - {""})


def _single(way: str) -> str:
    """A consonant written twice is heard once; one on each side of a vowel is heard twice."""
    return re.sub(r"(.)\1+", r"\1", way).replace(" ", "")
