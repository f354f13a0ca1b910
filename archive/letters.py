"""Letters of any script, folded so that one spelling finds another, and sounds, so that one hearing does."""

import html
import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice, product
from urllib.parse import unquote

import snowballstemmer
from anyascii import anyascii

_JOINED = str.maketrans({"ё": "е", "և": "եւ", "ı": "i", "ə": "e", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
_WORD = re.compile(r"\w+")
_DOTTED_I = "i\u0307"  # what İ becomes in lower case
_LETTERS = re.compile(r"[^\W_]+")
_MARKS = "".join(chr(code) for code in range(0x300, 0x1_0000) if unicodedata.combining(chr(code)))  # within a word
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
# Unicode's Default_Ignorable_Code_Point: soft hyphens, zero-width and direction marks, variation selectors
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CHARACTER_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_HOST_PART = re.compile(r"\bxn--[a-z0-9-]+", re.IGNORECASE)
_MAX_DECODED = 3  # times that one text is decoded: an address within an address within an address
_SPOKEN = str.maketrans(
    {"ş": "sh", "ç": "ch", "ğ": "gh", "ə": "e", "ı": "i", "š": "sh", "č": "ch", "ž": "zh", "و": "u", "ی": "i", "ي": "i"}
)

# The classical Armenian orthography, which Western Armenian keeps, where it spells a sound otherwise than the reformed
_CLASSICAL = {"գէորգ": "գեւորգ", "ու": "u", "եա": "ya", "իւ": "iu"}
_AT_THE_BEGINNING = re.compile(r"\bյ")  # heard as h, as in Յակոբ

# How the languages of the Caucasus and those who write of them spell one sound, longest first.
_CLASSES = {
    "shch": "X",
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
    **{"ts": "s", "tz": "s", "dz": "z", "ck": "k", "ou": "u", "q": "k", "w": "v", "y": "i", "x": "h"},
}
_SPELT = re.compile("|".join(_ONE_LETTER))
# What is written for several sounds, the likeliest first; the blank stands for h, which is passed over
_UNSURE = {
    "c": ("C", "K"),  # Azerbaijani and English
    "tch": ("C", "TC"),  # Tchobanian, Mkrtchyan
    "kh": ("K", " "),  # Khalilov, and Akhmedov beside Ahmadov
    "x": ("K", " "),
}
_FRONT_VOWELS, _VOWELS = tuple("eiy"), tuple("aeiouy")
_SOUND = re.compile("|".join(sorted([*_CLASSES, *_UNSURE, "."], key=len, reverse=True)))
_ENGLISH = snowballstemmer.stemmer("english")
FEWEST_HEARD = 2  # consonants that are left of a word where one that may be an h is passed over
MAX_WAYS = 16  # ways in which one word may sound


def fold(text: str) -> str:
    """Return ``text`` in the one form that is used for both index and query.

    Unicode NFKC, case folded, accents stripped, invisible characters dropped, and the letters that never meet by
    themselves joined (ё and е, և and եւ, the Azerbaijani ı and ə with i and e). White space becomes single blanks.
    """
    if text.isascii():  # none of the above is in it
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", without_invisible(text)).casefold().translate(_JOINED)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(bare.translate(_JOINED).split())


def without_invisible(text: str) -> str:
    """``text`` without the characters that no reader sees, such as soft hyphens and direction marks."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def readable(text: str) -> str:
    """``text`` as a person reads it: decoded where a page or a browser would decode it, without invisible characters.

    Decoded are character references of HTML (``&#90;``), percent-encoding (RFC 3986) and the names of hosts in
    Punycode (RFC 3492). What can't be decoded stays as it is.
    """
    for _ in range(_MAX_DECODED):
        decoded = _CHARACTER_REFERENCE.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text
        decoded = unquote(decoded) if "%" in decoded else decoded
        if decoded == text:
            break
        text = decoded
    if "xn--" in text.lower():
        text = _HOST_PART.sub(lambda match: _from_punycode(match[0]), text)
    return without_invisible(text)


def _from_punycode(part: str) -> str:
    try:
        return part[len("xn--") :].encode("ascii").decode("punycode")
    except UnicodeError:
        return part


def words_in(text: str) -> list[str]:
    """The folded words of ``text`` as it is read: runs of letters and digits, in order."""
    return _LETTERS.findall(fold(readable(text)))


def words_as_written(text: str) -> list[str]:
    """The words of ``text`` with their accents, which tell how they sound, in lower case."""
    return _LETTERS.findall(unicodedata.normalize("NFKC", readable(text)).casefold().replace(_DOTTED_I, "i"))


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """The stem of an English word (Snowball, its last consonant single); a word of another script is its own."""
    if not (word.isascii() and word.isalpha()):
        return word
    stem: str = _ENGLISH.stemWord(word)
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiou" else stem


ALIKE = 0.65  # the `similarity` from which on two words may be one name in two spellings
BEGUN = 0.8  # the same of a name and the beginning of a word, or of a word that may go on
SHORTEST = 3  # letters of a word that is sought in other spellings


def similarity(one: str, other: str, *, beginning: bool = False) -> float:
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
    plain = anyascii(_in_reformed_spelling(composed.replace(_DOTTED_I, "i")).translate(_SPOKEN))
    return plain.replace("'", "").casefold()


def _in_reformed_spelling(text: str) -> str:
    """``text``, in lower case, with what classical Armenian orthography spells otherwise as it is heard."""
    for classical, heard in _CLASSICAL.items():
        text = text.replace(classical, heard)
    return _AT_THE_BEGINNING.sub("h", text)


@lru_cache(maxsize=16384)
def _spoken(word: str) -> str:
    """``word`` in Latin letters, one for each sound, where its languages write one sound in several ways."""
    plain = in_latin(word.casefold().replace("ə", "a"))  # which others write for it more often than an e
    return _single(_SPELT.sub(lambda match: _ONE_LETTER[match[0]], plain))


def phonetic_keys(text: str) -> list[frozenset[str]]:
    """For each word of ``text``, the ways in which its consonants may sound, as letters of a coarse alphabet.

    Voiced and unvoiced, Eastern and Western Armenian, Azerbaijani and Russian spellings of one name meet:
    Gevorg and Kevork, Cəfərov and Jafarov. Vowels, h and y are passed over; so is a word without consonants.
    """
    return [ways for word in _WORD.findall(in_latin(text)) if not word.isdigit() and (ways := _ways(word))]


@lru_cache(maxsize=16384)
def _ways(word: str) -> frozenset[str]:
    parts = [_heard_as(match[0], word[: match.start()], word[match.end() :]) for match in _SOUND.finditer(word)]
    first, *others = dict.fromkeys(_single("".join(way)) for way in islice(product(*parts), MAX_WAYS))
    return frozenset({first, *(way for way in others if len(way) >= len(first) or len(way) >= FEWEST_HEARD)} - {""})


def _heard_as(letters: str, before: str, after: str) -> tuple[str, ...]:
    """The consonants that ``letters`` may stand for in a word, the likeliest first; a blank where there is none."""
    if letters == "g":
        soft = ("C",) if after.startswith(_FRONT_VOWELS) else ()
        # as Russian writes the h of others, and English after it: Гадрут, Guseinov, Ibragimov
        silent = (" ",) if after.startswith(_VOWELS) and (not before or before.endswith(_VOWELS)) else ()
        return ("K", *soft, *silent)
    return _UNSURE.get(letters) or (_CLASSES.get(letters, " "),)


def _single(way: str) -> str:
    """A consonant written twice is heard once; one on each side of a vowel is heard twice."""
    return re.sub(r"(.)\1+", r"\1", way).replace(" ", "")
