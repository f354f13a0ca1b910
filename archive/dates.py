"""The imprecise date: an EDTF text (ISO 8601-2:2019), its first and last possible day, and its words.

Read are level 1 and the parts of level 2 that sources on detention need:

====================================  =====================================================
``2020-11-10`` ``2021-03`` ``2020``   a day, a month, a year
``2020-21`` … ``2020-24``             spring, summer, autumn, winter
``2020-10~`` ``2021-10?`` ``2020%``   about; the source is unsure; both
``2020-12-XX`` ``202X``               digits that the source leaves open
``XXXX-12-10``                        a day without a year: kept and shown, without bounds
``2020-09-27/2020-11-09``             throughout; ``..`` on either side leaves that side open
``[2020-10-09..2020-10-15]``          one day within; ``[..2021-12-15]`` is "by then"
``[2020-10-09,2020-10-15]``           one of these
====================================  =====================================================
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

EXPECTED = (
    "Expected a day (2020-11-10), a month (2020-11), a year (2020), about (2020-10~), unsure (2020-10?), "
    "one day within ([2020-10-09..2020-10-15]), throughout (2020-09-27/2020-11-09), by then ([..2021-12-15]), "
    "or a day without a year (XXXX-12-10)."
)
MONTHS = tuple(calendar.month_name)
SEASONS = {21: ("spring", 3, 5), 22: ("summer", 6, 8), 23: ("autumn", 9, 11), 24: ("winter", 12, 12)}
_POINT = re.compile(r"(?P<year>[0-9X]{4})(-(?P<month>[0-9X]{2})(-(?P<day>[0-9X]{2}))?)?(?P<mark>[?~%])?")


class NotADate(ValueError):
    """The text is no date that this archive can read; the message says why and what is expected."""

    def __init__(self, text: str, why: str):
        self.why = why
        super().__init__(f"“{text}” is not a date this archive can read: {why}. {EXPECTED}")


@dataclass(frozen=True)
class Point:
    """One calendar date of any precision, as EDTF writes it; ``None`` stands for a part that is not given."""

    year: str
    month: str | None
    day: str | None
    mark: str

    @property
    def earliest(self) -> date | None:
        return self._bound("0", min)

    @property
    def latest(self) -> date | None:
        return self._bound("9", max)

    def _bound(self, digit: str, pick) -> date | None:
        if self.year == "XXXX":
            return None
        year = max(1, int(self.year.replace("X", digit)))
        if self.month and self.month.isdigit() and int(self.month) in SEASONS:
            _, first, last = SEASONS[int(self.month)]
            return date(year, first, 1) if digit == "0" else date(year, last, _days(year, last))
        month = pick(_readings(self.month, range(1, 13)))
        day = pick(_readings(self.day, range(1, _days(year, month) + 1)))
        while day > _days(year, month):  # the 29th of February of a year that is left open
            year += 1 if digit == "0" else -1
        return date(year, month, day)

    @property
    def words(self) -> str:
        plain = self._plain_words()
        if self.mark in ("~", "%"):
            plain = f"about {plain}"
        return f"{plain} (the source is unsure)" if self.mark in ("?", "%") else plain

    def _plain_words(self) -> str:
        year = self._year_words()
        if self.month is None:
            return year
        if not self.month.isdigit():
            part = "a day" if self.day else "a month"
            return f"{part} in {year}"
        number = int(self.month)
        if number in SEASONS:
            return f"{SEASONS[number][0]} {year}"
        if self.day is None:
            return _with_year(MONTHS[number], year)
        if not self.day.isdigit():
            return _with_year(f"a day in {MONTHS[number]}", year)
        return _with_year(f"{int(self.day)} {MONTHS[number]}", year)

    def _year_words(self) -> str:
        if self.year == "XXXX":
            return "a year not stated"
        if "X" not in self.year:
            return str(int(self.year))
        if self.year[:3].isdigit():
            return f"the {int(self.year[:3])}0s"
        return f"a year from {int(self.year.replace('X', '0'))} to {int(self.year.replace('X', '9'))}"


@dataclass(frozen=True)
class ImpreciseDate:
    """A date as its source gives it: the EDTF text, and the first and last day that it can mean.

    ``earliest`` or ``latest`` is ``None`` where that side is open or not known; a day without a year has neither.
    """

    text: str
    form: str  # "point", "throughout", "within" or "one of"
    points: tuple[Point | None, ...]
    earliest: date | None
    latest: date | None

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """The date as one would say it in English, never its code."""
        if self.form == "point":
            return self.points[0].words
        if self.form == "one of":
            return " or ".join(point.words for point in self.points)
        return _span_words(self.form, *self.points)

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Whether any day this date may mean lies from ``first`` to ``last`` (both included, ``None`` is open)."""
        if self.earliest is None and self.latest is None:
            return False
        after = last is not None and self.earliest is not None and self.earliest > last
        before = first is not None and self.latest is not None and self.latest < first
        return not (after or before)


@lru_cache(maxsize=65536)
def parse(text: str) -> ImpreciseDate:
    """Read EDTF ``text``; raise `NotADate`, whose message a curator can act on, for anything else."""
    text = text.strip()
    if text.startswith("["):
        return _parse_set(text)
    if "/" in text:
        return _parse_span(text, text.split("/"), "throughout")
    point = _parse_point(text, text)
    return ImpreciseDate(text, "point", (point,), point.earliest, point.latest)


def _parse_set(text: str) -> ImpreciseDate:
    if not text.endswith("]"):
        raise NotADate(text, "the bracket [ is not closed")
    inside = text[1:-1]
    if ".." in inside:
        return _parse_span(text, inside.split(".."), "within")
    points = tuple(_parse_point(part.strip(), text) for part in inside.split(","))
    bounds = [(point.earliest, point.latest) for point in points]
    if None in (bound for pair in bounds for bound in pair):
        return ImpreciseDate(text, "one of", points, None, None)
    return ImpreciseDate(text, "one of", points, min(b[0] for b in bounds), max(b[1] for b in bounds))


def _parse_span(text: str, ends: list[str], form: str) -> ImpreciseDate:
    if len(ends) != 2:
        raise NotADate(text, "it has more than two ends")
    first, last = (None if end.strip() in ("", "..") else _parse_point(end.strip(), text) for end in ends)
    if first is None and last is None:
        raise NotADate(text, "both of its ends are open")
    if any(point and point.earliest is None for point in (first, last)):
        raise NotADate(text, "an end without a year can't be placed in time")
    if first and last and first.earliest > last.latest:
        raise NotADate(text, f"it ends ({last.words}) before it begins ({first.words})")
    return ImpreciseDate(text, form, (first, last), first and first.earliest, last and last.latest)


def _parse_point(text: str, whole: str) -> Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise NotADate(whole, f"“{text}” has another form" if text != whole else "it has another form")
    year, month, day, mark = (match["year"], match["month"], match["day"], match["mark"] or "")
    if year == "0000":
        raise NotADate(whole, "there is no year 0000")
    if re.search(r"X\d", year) or (year == "XXXX" and not day):
        raise NotADate(whole, "only the last digits of a year can be left open")
    for part in (month, day):
        if part and "X" in part and part != "XX":
            raise NotADate(whole, "a month or a day is left open as XX")
    if month and month.isdigit() and not (1 <= int(month) <= 12 or (int(month) in SEASONS and day is None)):
        raise NotADate(whole, f"there is no month {month}")
    if month == "XX" and day and day != "XX":
        raise NotADate(whole, "a day needs its month")
    if day and day.isdigit():
        longest = _days(2000 if "X" in year else int(year), int(month))
        if not 1 <= int(day) <= longest:
            raise NotADate(whole, f"{MONTHS[int(month)]} {year} has no day {day}")
    return Point(year, month, day, mark)


def _readings(digits: str | None, possible: range) -> list[int]:
    return [int(digits)] if digits and digits.isdigit() else list(possible)


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _with_year(words: str, year: str) -> str:
    return f"{words}, year not stated" if year == "a year not stated" else f"{words} {year}"


def _span_words(form: str, first: Point | None, last: Point | None) -> str:
    if first is None:
        return f"by {last.words}" if form == "within" else f"until {last.words}"
    if last is None:
        return f"on or after {first.words}" if form == "within" else f"from {first.words}"
    opening = _shared_ending_removed(first, last)
    return f"between {opening} and {last.words}" if form == "within" else f"from {opening} to {last.words}"


def _shared_ending_removed(first: Point, last: Point) -> str:
    """“9” before “15 October 2020”, “27 September” before “9 November 2020”; unshortened where a mark stands."""
    if first.mark or last.mark or first.year != last.year or first.month is None or last.month is None:
        return first.words
    shortened = first.words.removesuffix(f" {first._year_words()}")
    if first.month == last.month and first.day and last.day:
        shortened = shortened.removesuffix(f" {MONTHS[int(first.month)]}") if first.month.isdigit() else shortened
    return shortened
