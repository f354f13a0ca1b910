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
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date, format_skeleton, get_month_names
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from archive.languages import ENGLISH, locale

EXPECTED = gettext_noop(
    "Expected a day (2020-11-10), a month (2020-11), a year (2020), about (2020-10~), unsure "
    "(2020-10?), one day within ([2020-10-09..2020-10-15]), throughout "
    "(2020-09-27/2020-11-09), by then ([..2021-12-15]), or a day without a year (XXXX-12-10)."
)
MONTHS = tuple(calendar.month_name)
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}  # the first and the last month
WINTER = 24
_POINT = re.compile(r"(?P<year>[0-9X]{4})(-(?P<month>[0-9X]{2})(-(?P<day>[0-9X]{2}))?)?(?P<mark>[?~%])?")


class NotADate(ValueError):
    """The text is no date that this archive can read; the message says why and what is expected."""

    def __init__(self, text: str, reason: str):
        self.reason = reason
        super().__init__(
            _("“{text}” is not a date this archive can read: {why}. {expected}").format(
                text=text, why=reason, expected=_(EXPECTED)
            )
        )


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

    def _bound(self, digit: str, pick: Callable[[Iterable[int]], int]) -> date | None:
        if self.year == "XXXX":
            return None
        year = max(1, int(self.year.replace("X", digit)))
        if self.month and self.month.isdigit() and int(self.month) in SEASONS:
            return _season_bound(int(self.month), year, is_first=digit == "0")
        month = pick(_readings(self.month, range(1, 13)))
        day = pick(_readings(self.day, range(1, _days(year, month) + 1)))
        while day > _days(year, month):  # the 29th of February of a year that is left open
            year += 1 if digit == "0" else -1
        return date(year, month, day)

    @property
    def words(self) -> str:
        plain = self._plain_words()
        if self.mark in ("~", "%"):
            plain = _("about {date}").format(date=plain)
        return _("{date} (the source is unsure)").format(date=plain) if self.mark in ("?", "%") else plain

    def _plain_words(self) -> str:
        year = self._year_words()
        if self.month is None:
            return year
        if not self.month.isdigit():
            template = _("a day in {year}") if self.day else _("a month in {year}")
            return template.format(year=year)
        number = int(self.month)
        if number in SEASONS:
            return _season_words(number, year)
        if self.day is None:
            return self._month_words(number)
        if not self.day.isdigit():
            return _("a day in {month}").format(month=self._month_words(number))
        return self._day_words(number, int(self.day))

    def _month_words(self, month: int) -> str:
        if self.year.isdigit():
            # Translators: how a month is written, in the letters of CLDR: LLLL is the month by itself, y the year.
            return format_date(date(int(self.year), month, 1), pgettext("pattern of a date", "LLLL y"), locale())
        return self._with_year(get_month_names("wide", "stand-alone", locale())[month])

    def _day_words(self, month: int, day: int) -> str:
        if self.year.isdigit():
            return day_in_words(date(int(self.year), month, day))
        return self._with_year(_by_skeleton("MMMMd", date(2000, month, day)))

    def _with_year(self, words: str) -> str:
        """A day or a month of a year of which not every digit is given."""
        template = _("{date}, year not stated") if self.year == "XXXX" else _("{date} {year}")
        return template.format(date=words, year=self._year_words())

    def _year_words(self) -> str:
        if self.year == "XXXX":
            return _("a year not stated")
        if "X" not in self.year:
            return str(int(self.year))
        if self.year[:3].isdigit():
            return _("the {decade}s").format(decade=f"{int(self.year[:3])}0")
        first, last = (int(self.year.replace("X", digit)) for digit in "09")
        return _("a year from {first} to {last}").format(first=first, last=last)


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
        """The date as one would say it in the language of the page, never its code."""
        return _words_of(self.text, get_language())

    @property
    def bounds(self) -> tuple[date, date]:
        """The first and the last day that it can mean; raise `ValueError` where one of them is open or not known."""
        if self.earliest is None or self.latest is None:
            raise ValueError(f"{self.text} is open on one side. Expected a date with both ends.")
        return self.earliest, self.latest

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
        raise NotADate(text, _("the bracket [ is not closed"))
    inside = text[1:-1]
    if ".." in inside:
        return _parse_span(text, inside.split(".."), "within")
    points = tuple(_parse_point(part.strip(), text) for part in inside.split(","))
    bounds = [(point.earliest, point.latest) for point in points if point.earliest and point.latest]
    if len(bounds) < len(points):
        return ImpreciseDate(text, "one of", points, None, None)
    return ImpreciseDate(text, "one of", points, min(b[0] for b in bounds), max(b[1] for b in bounds))


def _parse_span(text: str, ends: list[str], form: str) -> ImpreciseDate:
    if len(ends) != 2:
        raise NotADate(text, _("it has more than two parts"))
    first, last = (None if end.strip() in ("", "..") else _parse_point(end.strip(), text) for end in ends)
    if first is None and last is None:
        raise NotADate(text, _("both of its ends are open"))
    if any(point and point.earliest is None for point in (first, last)):
        raise NotADate(text, _("a part without a year can’t be placed in time"))
    earliest, latest = first.earliest if first else None, last.latest if last else None
    if first and last and earliest and latest and earliest > latest:
        raise NotADate(
            text, _("it ends ({last}) before it begins ({first})").format(last=last.words, first=first.words)
        )
    return ImpreciseDate(text, form, (first, last), earliest, latest)


def _parse_point(text: str, whole: str) -> Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise NotADate(
            whole, _("“{text}” has another form").format(text=text) if text != whole else _("it has another form")
        )
    year, month, day, mark = (match["year"], match["month"], match["day"], match["mark"] or "")
    if year == "0000":
        raise NotADate(whole, _("there is no year 0000"))
    if re.search(r"X\d", year) or (year == "XXXX" and not day):
        raise NotADate(whole, _("only the last digits of a year can be left open"))
    for part in (month, day):
        if part and "X" in part and part != "XX":
            raise NotADate(whole, _("a month or a day is left open as XX"))
    if month and month.isdigit() and not (1 <= int(month) <= 12 or (int(month) in SEASONS and day is None)):
        raise NotADate(whole, _("there is no month {month}").format(month=month))
    if month == "XX" and day and day != "XX":
        raise NotADate(whole, _("a day needs its month"))
    if day and day.isdigit():
        longest = _days(2000 if "X" in year else int(year), int(month))
        if not 1 <= int(day) <= longest:
            raise NotADate(
                whole, _("{month} has no day {day}").format(month=Point(year, month, None, "").words, day=day)
            )
    return Point(year, month, day, mark)


def _readings(digits: str | None, possible: range) -> list[int]:
    return [int(digits)] if digits and digits.isdigit() else list(possible)


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def day_in_words(day: date) -> str:
    """The day in the language of the page: 9 October 2020, 9 октября 2020 г."""
    # Translators: how a day is written, in the letters of CLDR: d is the day, MMMM the month beside a day, y the year.
    return format_date(day, pgettext("pattern of a date", "d MMMM y"), locale())


def month_in_short(day: date) -> str:
    """The month of the day, where there is little room: Oct 2020, окт. 2020 г."""
    return _by_skeleton("yMMM", day)


def day_in_short(day: date) -> str:
    """The day without its year, where there is little room: 9 Nov, 9 нояб."""
    return _by_skeleton("MMMd", day)


@lru_cache(maxsize=65536)
def _words_of(text: str, language: str) -> str:
    parsed = parse(text)
    if parsed.form in ("point", "one of"):
        return _(" or ").join(point.words for point in parsed.points if point)
    return _span_words(parsed.form, *parsed.points)


def _by_skeleton(skeleton: str, day: date) -> str:
    """``day`` in the order and with the endings of the language (CLDR): October 2020, октябрь 2020 г."""
    return format_skeleton(skeleton, day, locale=locale())


def _season_bound(season: int, year: int, *, is_first: bool) -> date:
    """The first or the last day that may be meant. “Winter 2020” is told of the one that ends then, or begins."""
    first, last = SEASONS[season]
    if is_first:
        return date(year, 1 if season == WINTER else first, 1)
    ends = min(year + (season == WINTER), date.max.year)
    return date(ends, last, _days(ends, last))


def _season_words(season: int, year: str) -> str:
    names = {21: _("spring {year}"), 22: _("summer {year}"), 23: _("autumn {year}"), 24: _("winter {year}")}
    return names[season].format(year=year)


def _span_words(form: str, first: Point | None, last: Point | None) -> str:
    if first is None and last is not None:
        template = _("by {date}") if form == "within" else _("until {date}")
        return template.format(date=last.words)
    if first is not None and last is None:
        template = _("on or after {date}") if form == "within" else _("from {date}")
        return template.format(date=first.words)
    if first is None or last is None:
        raise ValueError("A span has one end at least.")
    template = _("between {first} and {last}") if form == "within" else _("from {first} to {last}")
    return template.format(first=_shared_ending_removed(first, last), last=last.words)


def _shared_ending_removed(first: Point, last: Point) -> str:
    """“9” before “15 October 2020”, “27 September” before “9 November 2020”; unshortened where a mark stands.

    In English alone: in other languages the order of the parts, or their endings, do not allow it.
    """
    if locale().language != ENGLISH or first.mark or last.mark:
        return first.words
    if first.year != last.year or first.month is None or last.month is None:
        return first.words
    shortened = first.words.removesuffix(f" {first._year_words()}")
    if first.month == last.month and first.day and last.day:
        shortened = shortened.removesuffix(f" {MONTHS[int(first.month)]}") if first.month.isdigit() else shortened
    return shortened
