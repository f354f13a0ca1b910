"""Dates as people type them, read as EDTF: ``10.11.2020``, ``Nov 2020``, ``xx.10.2020``, ``c. 2020``, ``by May 2021``.

What can mean two things is never guessed: `Ambiguous` says both, and what would make it one.
"""

import re
from functools import lru_cache
from itertools import product
from typing import Literal

from babel.dates import get_month_names
from django.utils.translation import gettext as _

from archive.dates import edtf
from archive.dates.edtf import NotADate
from archive.dates.in_words import read_words
from archive.letters import fold

# Whose month names are known, in every form and common abbreviation that CLDR has of them, and what it has not
_SPOKEN = ("en", "hy", "az", "ru", "tr")
_BESIDE = {"sept": 9, "нояб": 11, "ноя": 11, "сен": 9, "авг": 8, "фев": 2, "мая": 5}
# What a language adds to a month that stands in a sentence, folded
_ENDINGS = "ին ի ը ում ից ն е ем ом у а я ю ь in un da de dan den a e ta te tan ten i u n"
_SEASON_NAMES = {
    21: "spring գարուն весна bahar ilkbahar",
    22: "summer ամառ лето yay",
    23: "autumn fall աշուն осень payız sonbahar güz",
    24: "winter ձմեռ зима qış kış",
}
SEASONS = {fold(name): number for number, names in _SEASON_NAMES.items() for name in names.split()}


_WIDTHS: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
_CONTEXTS: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")


def _month_names() -> dict[str, int]:
    """The names and abbreviations of months, folded, without the full stop that some end in."""
    found = {fold(name): number for name, number in _BESIDE.items()}
    for language in _SPOKEN:
        for width, context in product(_WIDTHS, _CONTEXTS):
            for number, name in get_month_names(width, context, language).items():
                if not (folded := fold(name).rstrip(".")).isdecimal():
                    found.setdefault(folded, number)
    return found


MONTHS = _month_names()
_NUMBER = r"\d{1,2}|xx|\?\?"
_DAY_MONTH_YEAR = re.compile(rf"({_NUMBER})([./-])({_NUMBER})\2(\d{{4}})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
_YEAR_MONTH_DAY = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")
_YEAR = re.compile(r"(\d{4})")
_DECADE = re.compile(r"(\d{3})0s")
_DAY_WORD_YEAR = re.compile(rf"({_NUMBER})(?:st|nd|rd|th)? (?:of )?([^\W\d]+)(?: (\d{{4}}))?")
_WORD_DAY_YEAR = re.compile(r"([^\W\d]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_WORD_YEAR = re.compile(r"([^\W\d]+) (\d{4})")
_YEAR_WORD_DAY = re.compile(r"(\d{4}) ([^\W\d]+) (\d{1,2})")
_YEAR_DAY_WORD = re.compile(r"(\d{4}) (\d{1,2}) ([^\W\d]+)")
_YEAR_WORD = re.compile(r"(\d{4}) ([^\W\d]+)")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_ABOUT = re.compile(
    r"(?:circa |ca\.? ?|c\.? ?|about |around |approximately |около |примерно |մոտ |təxminən |yaklaşık )(.+)"
)
_UNSURE = re.compile(r"(?:probably |possibly |вероятно |возможно )(.+)|(.+?) ?\(?\?\)?")
_BETWEEN = re.compile(r"between (.+) and (.+)")
_FROM_TO = re.compile(r"from (.+) (?:to|until|till) (.+)")
_BY = re.compile(r"(?:by|not later than|no later than) (.+)")
_SINCE = re.compile(r"(?:since|from) (.+)")
_UNTIL = re.compile(r"(?:until|till) (.+)")
_OR = re.compile(r"(.+) or (.+)")
_DASHED = re.compile(r"(.+?) ?[–—-] ?(.+)")
_NO_YEAR = "XXXX"
_MIDNIGHT = re.compile(r"[ T](?:0{1,2}:00(?::00(?:\.0+)?)?|12:00(?::00)? ?AM) ?(?:Z|UTC|[+-]00:?00)?", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}:\d{2}")
_TWO_DIGITS = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
_YEAR_AND_TWO = re.compile(r"(\d{2})(\d{2}) ?[/–—] ?(\d{2})")
_WINTER_OF_TWO = re.compile(r"([^\W\d]+)(?: of)? (\d{4}) ?[/–—-] ?(?:\d{4}|\d{2})")
_CASE_OF_A_NUMBER = re.compile(r"(?<=\d)-(?:ին|ի|ը|ից|ում|ci|cı|cu|cü|nci|ncı|inci|е|го|м|й|х)(?![^\W\d])")
_YEAR_IN_WORDS = re.compile(
    r"(?<=\d) ?(?:թ\.?|թվական(?:ի|ին)?|г\.?|года?|году|il|ilin|ilde|yılı|yılının|yılında)(?![^\W\d])", re.IGNORECASE
)
_PLAIN = (
    (_YEAR_MONTH_DAY, lambda match: f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}"),
    (_MONTH_YEAR, lambda match: f"{match[2]}-{int(match[1]):02}"),
    (_YEAR, lambda match: match[1]),
    (_DECADE, lambda match: f"{match[1]}X"),
)


class Ambiguous(NotADate):
    """A date that can mean more than one; the message says which, and what to write instead.

    ``meanings`` are the EDTF texts of what it can mean.
    """

    def __init__(self, text: str, reason: str, meanings: tuple[str, ...]):
        super().__init__(text, reason)
        self.meanings = meanings


@lru_cache(maxsize=65536)
def read(text: str, day_first: bool | None = None) -> str:
    """The EDTF of ``text``, as typed; ``day_first`` says how ``03/04/2021`` is meant, if that is known.

    Raise `Ambiguous` where it can mean two things, and `NotADate` where it means none that is known here.
    """
    typed = _MIDNIGHT.sub("", text) if ":" in text else text
    try:
        return str(edtf.parse(typed))
    except NotADate as error:
        _refuse_what_is_not_told(typed, text)
        found = read_words(typed) or _spoken(_plain(typed), text, day_first)
        if found is None:
            raise error
    return str(edtf.parse(found))


def _refuse_what_is_not_told(typed: str, text: str) -> None:
    """Raise `NotADate` for a form that people use, and that leaves out what has to be known."""
    if _TIME.search(typed):
        raise NotADate(text, _("times of day are not supported: write the day alone"))
    if _TWO_DIGITS.fullmatch(typed.strip()):
        raise NotADate(text, _("a year of two digits is ambiguous: write it in four"))
    if (match := _WINTER_OF_TWO.fullmatch(fold(typed))) and SEASONS.get(match[1]) == edtf.WINTER:
        years = match[2], int(match[2]) + 1
        template = _("a winter covers two years: write {within} if it was one day, or {throughout} if it was all of it")
        within, throughout = (form.format(*years) for form in ("[{}-12..{}-02]", "{}-12/{}-02"))
        raise Ambiguous(text, template.format(within=within, throughout=throughout), (within, throughout))
    if match := _YEAR_AND_TWO.fullmatch(typed.strip()):
        century, first, last = match.groups()
        if int(last) > int(first):
            either = f"{century}{first}/{century}{last}", f"{century}{first}-{last}"
            template = _("it can mean several years, or a month or season of one year: write {span}, or {point}")
            raise Ambiguous(text, template.format(span=either[0], point=either[1]), either)


def month_of(word: str) -> int | None:
    """The number of the month that ``word``, folded, names in any of the languages that are read, in whatever case."""
    if word in MONTHS:
        return MONTHS[word]
    for ending in _ENDINGS.split():
        if word.endswith(ending):
            bare = word[: -len(ending)]
            for whole in (bare, f"{bare}ь", f"{bare}й"):  # which Russian drops before some endings
                if len(whole) > 2 and whole in MONTHS:
                    return MONTHS[whole]
    return None


def _plain(text: str) -> str:
    words = " ".join(fold(text).replace(",", " ").split())
    words = _YEAR_IN_WORDS.sub("", _CASE_OF_A_NUMBER.sub("", words))
    return re.sub(r"(?<=[^\W\d])\.(?= |$)", "", words) if not words.startswith(("c.", "ca.")) else words


def _spoken(words: str, typed: str, day_first: bool | None) -> str | None:
    def point(part: str, ending: str = "") -> str | None:
        return (ending and _completed(part, ending)) or _point(part, typed, day_first)

    for pattern, form in ((_BETWEEN, "[{}..{}]"), (_FROM_TO, "{}/{}"), (_OR, "[{},{}]")):
        if match := pattern.fullmatch(words):
            last = point(match[2])
            first = last and point(match[1], last)
            return form.format(first, last) if first and last else None
    for pattern, form in ((_BY, "[..{}]"), (_SINCE, "{}/.."), (_UNTIL, "../{}"), (_ABOUT, "{}~"), (_UNSURE, "{}?")):
        if match := pattern.fullmatch(words):
            found = point((match[1] or match[match.lastindex or 0]).strip())
            return form.format(found) if found else None
    found = point(words)
    match = _DASHED.fullmatch(words) if found is None else None
    if match and (last := point(match[2])) and (first := point(match[1], last)):
        message = _("it can mean one day within that time, or all of it: write “between … and …”, or “from … to …”")
        raise Ambiguous(typed, message, (f"[{first}..{last}]", f"{first}/{last}"))
    return found


def _point(words: str, typed: str, day_first: bool | None) -> str | None:
    """One date of any precision, as EDTF; ``None`` where ``words`` are none."""
    if match := _DAY_MONTH_YEAR.fullmatch(words):
        return _numeric(match, typed, day_first)
    for pattern, form in _PLAIN:
        if match := pattern.fullmatch(words):
            return form(match)
    for pattern, word, year in ((_WORD_YEAR, 1, 2), (_YEAR_WORD, 2, 1)):
        match = pattern.fullmatch(words)
        if match and (number := month_of(match[word]) or SEASONS.get(match[word])):
            return f"{match[year]}-{number:02}"
    for pattern, day, month in ((_YEAR_WORD_DAY, 3, 2), (_YEAR_DAY_WORD, 2, 3)):
        match = pattern.fullmatch(words)
        if match and (number := month_of(match[month])):
            return f"{match[1]}-{number:02}-{_two(match[day])}"
    for pattern, day, month in ((_DAY_WORD_YEAR, 1, 2), (_WORD_DAY_YEAR, 2, 1)):
        match = pattern.fullmatch(words)
        if match and (number := month_of(match[month])):
            return f"{match[3] or _NO_YEAR}-{number:02}-{_two(match[day])}"
    return None


def _numeric(match: re.Match[str], typed: str, day_first: bool | None) -> str:
    """Points part day, month and year in every country that uses them; strokes and dashes do not tell."""
    first, sign, second, year = match.groups()
    if sign != "." and first.isdigit() and second.isdigit() and first != second:
        day_is_first, month_is_first = int(second) <= 12, int(first) <= 12
        if day_is_first and month_is_first and day_first is None:
            days = tuple(f"{year}-{_two(m)}-{_two(d)}" for d, m in ((first, second), (second, first)))
            day, other = (edtf.parse(one).words for one in days)
            template = _("it can mean {day} or {other}: choose in the import settings which comes first")
            raise Ambiguous(typed, template.format(day=day, other=other), days)
        if not day_is_first or (month_is_first and day_first is False):
            first, second = second, first
    return f"{year}-{_two(second)}-{_two(first)}"


def _completed(part: str, ending: str) -> str | None:
    """What is left out of the first of two dates, taken from the second: the “9” of “9 and 15 October 2020”."""
    if match := _DAY.fullmatch(part):
        return f"{ending[:8]}{_two(match[1])}" if len(ending) == 10 else None
    for pattern, day, month in ((_DAY_WORD_YEAR, 1, 2), (_WORD_DAY_YEAR, 2, 1)):
        match = pattern.fullmatch(part)
        if match and (number := month_of(match[month])):
            return f"{ending[:4]}-{number:02}-{_two(match[day])}"
    return f"{ending[:4]}-{number:02}" if (number := month_of(part)) else None


def _two(number: str) -> str:
    return f"{int(number):02}" if number.isdigit() else "XX"
