"""Results as bars beside a table: where each record stands in time, and how many records a choice has."""

from dataclasses import dataclass
from datetime import date

from archive.models.access.masking import MaskedRow

WIDTH = 100  # units of the picture
LEAST = 0.6  # units of a bar, so that one day can be seen
MAX_BARS = 100  # bars of a chart


@dataclass(frozen=True)
class TimeBar:
    """One record on the line of time; open ends reach the edge, and a record without a date has no bar."""

    shown: MaskedRow
    x: float | None
    width: float
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True)
class ResultsTimeline:
    bars: list[TimeBar]
    first: date | None
    last: date | None


def results_timeline(records: list[MaskedRow], span: tuple[date, date] | None = None) -> ResultsTimeline:
    """The dates of ``records`` on one line: that of ``span``, or from their earliest day to the latest."""
    ends = span or [day for shown in records for day in _ends(shown) if day]
    if not ends:
        return ResultsTimeline([TimeBar(shown, None, 0) for shown in records], None, None)
    first, last = min(ends), max(ends)
    unit = WIDTH / ((last - first).days + 1)
    return ResultsTimeline([_bar(shown, first, last, unit) for shown in records], first, last)


def chart_of(choices: list) -> list[tuple[object, float]]:
    """The first `MAX_BARS` of ``choices``, each with the length of its bar, the longest being `WIDTH`."""
    longest = max((choice.count for choice in choices), default=0) or 1
    return [(choice, round(WIDTH * choice.count / longest, 2)) for choice in choices[:MAX_BARS]]


def _ends(shown: MaskedRow) -> tuple[date | None, date | None]:
    return (shown.date.earliest, shown.date.latest) if shown.date else (None, None)


def _bar(shown: MaskedRow, first: date, last: date, unit: float) -> TimeBar:
    begin, end = _ends(shown)
    if not (begin or end):
        return TimeBar(shown, None, 0)
    x = (max(begin or first, first) - first).days * unit
    width = max(((min(end or last, last) - first).days + 1) * unit - x, LEAST)
    return TimeBar(shown, round(min(x, WIDTH - width), 2), round(width, 2), begin is None, end is None)
