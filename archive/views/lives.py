"""A captivity as a line in time: where each stretch stands in the picture, and the years or months below it."""

from dataclasses import dataclass
from datetime import date, timedelta

from archive.models import CustodyStep, Person
from archive.models.lives import Life

WIDTH = 1000  # units of the picture, margins left out
MONTHLY = 500  # days up to which the scale tells months
MOST_TICKS = 12


@dataclass(frozen=True)
class Bar:
    """One stretch in the picture, in its units; one of a single day is a dot."""

    x: float
    width: float
    inferred: bool

    @property
    def is_dot(self) -> bool:
        return self.width < 1


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Timeline:
    """What the page tells of a life, and draws where at least one step can be placed in time."""

    status: str
    as_of: str
    last_documented: str
    later_without_date: bool
    bars: list[Bar]
    ticks: list[Tick]


def timeline_of(person: Person, user) -> Timeline | None:
    """The life of ``person`` as ``user`` may see it; ``None`` where no step is documented."""
    life = Life([step.shown_to(user) for step in person.hanging(CustodyStep, user, "person")])
    if not life.steps:
        return None
    spans = life.spans()
    last = life.last_documented
    bars, ticks = _drawn(spans) if spans else ([], [])
    return Timeline(
        status=life.status,
        as_of=life.status_date.words if life.status_date else "",
        last_documented=last.words if last else "",
        later_without_date=bool(last) and life.status_date != last,
        bars=bars,
        ticks=ticks,
    )


def _drawn(spans) -> tuple[list[Bar], list[Tick]]:
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    begin, end = _scale(first, last)
    unit = WIDTH / (end - begin).days

    def x(day: date) -> float:
        return round((day - begin).days * unit, 1)

    bars = [Bar(x(span.first), round(x(span.last) - x(span.first), 1), span.inferred) for span in spans]
    return sorted(bars, key=lambda bar: not bar.inferred), [Tick(x(day), label) for day, label in _ticks(begin, end)]


def _scale(first: date, last: date) -> tuple[date, date]:
    """Whole months or years around what is drawn."""
    if (last - first).days <= MONTHLY:
        return first.replace(day=1), _next_month(last)
    return date(first.year, 1, 1), date(last.year + 1, 1, 1) if last.year < date.max.year else date.max


def _next_month(day: date) -> date:
    """The first day of the month after that of ``day``; the last day of all where there is none."""
    if (day.year, day.month) == (date.max.year, date.max.month):
        return date.max
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _ticks(begin: date, end: date) -> list[tuple[date, str]]:
    if (end - begin).days <= MONTHLY + 62:
        months = [begin]
        while (following := _next_month(months[-1])) <= end and following > months[-1]:
            months.append(following)
        step = -(-len(months) // MOST_TICKS)
        return [(day, f"{day:%b %Y}") for day in months[::step]]
    years = range(begin.year, end.year + 1)
    step = -(-len(years) // MOST_TICKS)
    return [(date(year, 1, 1), str(year)) for year in years[::step]]
