"""The histogram of a list: how many of its records may fall in each day, month, year or decade of some time."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from pyroaring import BitMap

from archive.dates import edtf
from archive.facets.spans import Spans

MAX_DAYS = 31
MAX_MONTHS = 72
MAX_YEARS = 120


class Bars(Enum):
    """Which bars a histogram has."""

    NONE = "none"
    WHOLE = "whole"  # of all the time that records are of, the time chosen marked, where that is short enough
    CHOSEN = "chosen"  # of the time chosen alone


@dataclass(frozen=True)
class Bar:
    """One day, month, year or decade: its EDTF, its words, and how many records may fall in it."""

    key: str
    label: str
    count: int
    chosen: bool
    wholly: int = 0  # how many of them have a date all of which lies in it; counted for the time chosen alone


@dataclass(frozen=True)
class Histogram:
    """A record counts in every bar that it may fall in, so that the bars together may be more than the records."""

    bars: list[Bar]
    unit: str  # "day", "month", "year" or "decade"
    undated: int
    whole: tuple[date, date] | None = None  # the first and the last day that any of the records is of


def histogram(
    spans: Spans, among: BitMap, since: date | None, until: date | None, bars_of: Bars = Bars.WHOLE
) -> Histogram:
    """The bars of ``among``, the records that all but the dates leave; what lies in the time chosen is marked."""
    ends = spans.outermost(among)
    undated = len(among - spans.stated)
    if ends is None:
        return Histogram([], "month", undated)
    first, last = max(ends[0], since or date.min), min(ends[1], until or date.max)
    short = bars_of is Bars.WHOLE and months_between(*ends) <= MAX_MONTHS
    if first > last or short:  # the whole is short enough, or nothing is in the time
        first, last = ends
    unit = unit_between(first, last)
    bars = []
    for key in keys_between(first, last, unit):
        point = edtf.parse(key)
        count = spans.overlapping_cached(*point.bounds).intersection_cardinality(among)
        wholly = 0
        if bars_of is Bars.CHOSEN:
            wholly = spans.contained_in_cached(*point.bounds).intersection_cardinality(among)
        chosen = bool(since or until) and point.overlaps(since, until)
        bars.append(Bar(key, point.words, count, chosen, wholly))
    return Histogram(bars, unit, undated, ends)


def months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def unit_between(first: date, last: date) -> str:
    if (last - first).days < MAX_DAYS:
        return "day"
    if months_between(first, last) <= MAX_MONTHS:
        return "month"
    return "year" if last.year - first.year < MAX_YEARS else "decade"


def keys_between(first: date, last: date, unit: str) -> list[str]:
    if unit == "day":
        return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    if unit == "month":
        start = first.year * 12 + first.month - 1
        numbers = range(start, start + months_between(first, last))
        return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers]
    if unit == "year":
        return [f"{year:04d}" for year in range(first.year, last.year + 1)]
    return [f"{decade:03d}X" for decade in range(first.year // 10, last.year // 10 + 1)]
