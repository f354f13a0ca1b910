"""Time on a line: the days, whole months or whole years around what is drawn, and where a day stands on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from archive.dates.edtf import day_in_short, month_in_short

MONTHLY = 500  # days up to which the scale tells months
MAX_TICKS = 12


@dataclass(frozen=True)
class Tick:
    """Where a day, a month or a year begins that is told: its place, its name and its EDTF."""

    x: float
    label: str
    key: str


@dataclass(frozen=True)
class Scale:
    """The time from ``begin`` up to ``end`` on ``width`` units: days, or whole months or years."""

    begin: date
    end: date
    width: float
    daily: bool = False

    @classmethod
    def of_days(cls, first: date, last: date, width: float) -> "Scale":
        """The days from ``first`` to ``last`` and no others, which are told as days."""
        return cls(first, last + timedelta(days=1) if last < date.max else last, width, daily=True)

    @classmethod
    def around(cls, first: date, last: date, width: float) -> "Scale":
        if (last - first).days <= MONTHLY:
            return cls(first.replace(day=1), _next_month(last), width)
        return cls(date(first.year, 1, 1), date(last.year + 1, 1, 1) if last.year < date.max.year else date.max, width)

    def x(self, day: date) -> float:
        """Where the beginning of ``day`` stands; what lies outside stands at the edge."""
        day = min(max(day, self.begin), self.end)
        return round((day - self.begin).days * self.width / (self.end - self.begin).days, 1)

    def after(self, day: date) -> float:
        """Where ``day`` ends."""
        return self.x(day + timedelta(days=1) if day < date.max else day)

    def ticks(self) -> Iterator[Tick]:
        """The days, months or years that are told."""
        return (Tick(self.x(day), label, key) for day, label, key in self._days())

    def _days(self) -> list[tuple[date, str, str]]:
        length = (self.end - self.begin).days
        if self.daily:
            step = -(-length // MAX_TICKS)
            days = (self.begin + timedelta(days=n) for n in range(0, length, step))
            return [(day, day_in_short(day), day.isoformat()) for day in days]
        if length <= MONTHLY + 62:
            months = [self.begin]
            while (following := _next_month(months[-1])) <= self.end and following > months[-1]:
                months.append(following)
            step = -(-len(months) // MAX_TICKS)
            return [(day, month_in_short(day), day.isoformat()[:7]) for day in months[::step]]
        years = range(self.begin.year, self.end.year + 1)
        step = -(-len(years) // MAX_TICKS)
        return [(date(year, 1, 1), str(year), f"{year:04d}") for year in years[::step]]


def _next_month(day: date) -> date:
    """The first day of the month after that of ``day``; the last day of all where there is none."""
    if (day.year, day.month) == (date.max.year, date.max.month):
        return date.max
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
