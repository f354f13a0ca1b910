"""Dates as people type them, read as EDTF: ``10.11.2020``, ``Nov 2020``, ``xx.10.2020``, ``c. 2020``, ``by May 2021``.

What can mean two things is never guessed: `Ambiguous` says both, and what would make it one.
"""

import re
from functools import lru_cache

from django.utils.translation import gettext as _

from archive import dates
from archive.dates import NotADate
from archive.letters import fold

_NAMES = {
    1: "january jan январь января янв հունվար հունվարի yanvar",
    2: "february feb февраль февраля фев փետրվար փետրվարի fevral",
    3: "march mar март марта мар մարտ մարտի mart",
    4: "april apr апрель апреля апр ապրիլ ապրիլի aprel",
    5: "may май мая մայիս մայիսի",
    6: "june jun июнь июня հունիս հունիսի iyun",
    7: "july jul июль июля հուլիս հուլիսի iyul",
    8: "august aug август августа авг օգոստոս օգոստոսի avqust",
    9: "september sept sep сентябрь сентября сен սեպտեմբեր սեպտեմբերի sentyabr",
    10: "october oct октябрь октября окт հոկտեմբեր հոկտեմբերի oktyabr",
    11: "november nov ноябрь ноября ноя նոյեմբեր նոյեմբերի noyabr",
    12: "december dec декабрь декабря дек դեկտեմբեր դեկտեմբերի dekabr",
}
MONTHS = {fold(name): number for number, names in _NAMES.items() for name in names.split()}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

_NUMBER = r"\d{1,2}|xx|\?\?"
_DAY_MONTH_YEAR = re.compile(rf"({_NUMBER})([./-])({_NUMBER})\2(\d{{4}})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
_YEAR_MONTH_DAY = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")
_YEAR = re.compile(r"(\d{4})")
_DECADE = re.compile(r"(\d{3})0s")
_DAY_WORD_YEAR = re.compile(rf"({_NUMBER})(?:st|nd|rd|th)? (?:of )?([^\W\d]+)(?: (\d{{4}}))?")
_WORD_DAY_YEAR = re.compile(r"([^\W\d]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_WORD_YEAR = re.compile(r"([^\W\d]+) (\d{4})")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_ABOUT = re.compile(r"(?:c\.? ?|ca\.? ?|circa |about |around |approximately |около |примерно |մոտ )(.+)")
_UNSURE = re.compile(r"(?:probably |possibly |вероятно |возможно )(.+)|(.+?) ?\(?\?\)?")
_BETWEEN = re.compile(r"between (.+) and (.+)")
_FROM_TO = re.compile(r"from (.+) (?:to|until|till) (.+)")
_BY = re.compile(r"(?:by|not later than|no later than) (.+)")
_SINCE = re.compile(r"(?:since|from) (.+)")
_UNTIL = re.compile(r"(?:until|till) (.+)")
_OR = re.compile(r"(.+) or (.+)")
_DASHED = re.compile(r"(.+?) ?[–—-] ?(.+)")
_NO_YEAR = "XXXX"
_PLAIN = (
    (_YEAR_MONTH_DAY, lambda match: f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}"),
    (_MONTH_YEAR, lambda match: f"{match[2]}-{int(match[1]):02}"),
    (_YEAR, lambda match: match[1]),
    (_DECADE, lambda match: f"{match[1]}X"),
)


class Ambiguous(NotADate):
    """A date that can mean more than one; the message says which, and what to write instead."""


@lru_cache(maxsize=65536)
def read(text: str, day_first: bool | None = None) -> str:
    """The EDTF of ``text``, as typed; ``day_first`` says how ``03/04/2021`` is meant, if that is known.

    Raise `Ambiguous` where it can mean two things, and `NotADate` where it means none that is known here.
    """
    try:
        return str(dates.parse(text))
    except NotADate as error:
        found = _spoken(_plain(text), text, day_first)
        if found is None:
            raise error
    return str(dates.parse(found))


def _plain(text: str) -> str:
    words = " ".join(fold(text).replace(",", " ").split())
    words = re.sub(r" (?:г\.?|год|года|թ\.?|թվական\w*|-ին)$", "", words)
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
            found = point((match[1] or match[match.lastindex]).strip())
            return form.format(found) if found else None
    found = point(words)
    if found is None and (match := _DASHED.fullmatch(words)) and (last := point(match[2])) and point(match[1], last):
        told = _("it can mean one day within, or all the time: write “between … and …”, or “from … to …”")
        raise Ambiguous(typed, told)
    return found


def _point(words: str, typed: str, day_first: bool | None) -> str | None:
    """One date of any precision, as EDTF; ``None`` where ``words`` are none."""
    if match := _DAY_MONTH_YEAR.fullmatch(words):
        return _numeric(match, typed, day_first)
    for pattern, form in _PLAIN:
        if match := pattern.fullmatch(words):
            return form(match)
    if (match := _WORD_YEAR.fullmatch(words)) and (number := MONTHS.get(match[1]) or SEASONS.get(match[1])):
        return f"{match[2]}-{number:02}"
    for pattern, day, month in ((_DAY_WORD_YEAR, 1, 2), (_WORD_DAY_YEAR, 2, 1)):
        match = pattern.fullmatch(words)
        if match and (number := MONTHS.get(match[month])):
            return f"{match[3] or _NO_YEAR}-{number:02}-{_two(match[day])}"
    return None


def _numeric(match: re.Match, typed: str, day_first: bool | None) -> str:
    """Points part day, month and year in every country that uses them; strokes and dashes do not tell."""
    first, sign, second, year = match.groups()
    if sign != "." and first.isdigit() and second.isdigit() and first != second:
        day_is_first, month_is_first = int(second) <= 12, int(first) <= 12
        if day_is_first and month_is_first and day_first is None:
            either = [dates.parse(f"{year}-{_two(m)}-{_two(d)}").words for d, m in ((first, second), (second, first))]
            told = _("it can mean {day} or {other}: say at the columns which comes first")
            raise Ambiguous(typed, told.format(day=either[0], other=either[1]))
        if not day_is_first or (month_is_first and day_first is False):
            first, second = second, first
    return f"{year}-{_two(second)}-{_two(first)}"


def _completed(part: str, ending: str) -> str | None:
    """What is left out of the first of two dates, taken from the second: the “9” of “9 and 15 October 2020”."""
    if match := _DAY.fullmatch(part):
        return f"{ending[:8]}{_two(match[1])}" if len(ending) == 10 else None
    for pattern, day, month in ((_DAY_WORD_YEAR, 1, 2), (_WORD_DAY_YEAR, 2, 1)):
        match = pattern.fullmatch(part)
        if match and (number := MONTHS.get(match[month])):
            return f"{ending[:4]}-{number:02}-{_two(match[day])}"
    return f"{ending[:4]}-{MONTHS[part]:02}" if part in MONTHS else None


def _two(number: str) -> str:
    return f"{int(number):02}" if number.isdigit() else "XX"
