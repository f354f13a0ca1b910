"""A captivity as a line in time: where each stretch stands in the picture, and the years or months below it."""

from dataclasses import dataclass

from archive.domain.custody_timelines import CustodyTimeline
from archive.drawings.scale import Scale
from archive.models import CustodyStep, Person

WIDTH = 1000  # units of the picture, margins left out


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
class CustodyChart:
    """What the page tells of a life, and draws where at least one step can be placed in time."""

    status: str
    as_of: str
    last_documented: str
    later_without_date: bool
    bars: list[Bar]
    ticks: list[Tick]

    @property
    def is_inferred(self) -> bool:
        """Whether any stretch in the picture is inferred."""
        return any(bar.inferred for bar in self.bars)


def custody_chart_of(person: Person, user) -> CustodyChart | None:
    """The life of ``person`` as ``user`` may see it; ``None`` where no step is documented."""
    life = CustodyTimeline([step.masked_for(user) for step in person.visible_parts(CustodyStep, user, "person")])
    if not life.steps:
        return None
    spans = life.spans()
    last = life.last_documented
    bars, ticks = _drawn(spans) if spans else ([], [])
    return CustodyChart(
        status=life.status,
        as_of=life.status_date.words if life.status_date else "",
        last_documented=last.words if last else "",
        later_without_date=bool(last) and life.status_date != last,
        bars=bars,
        ticks=ticks,
    )


def _drawn(spans) -> tuple[list[Bar], list[Tick]]:
    scale = Scale.around(min(span.first for span in spans), max(span.last for span in spans), WIDTH)
    starts = [(span, scale.x(span.first)) for span in spans]
    bars = [Bar(x, round(scale.x(span.last) - x, 1), span.inferred) for span, x in starts]
    return sorted(bars, key=lambda bar: not bar.inferred), [Tick(x, label) for x, label in scale.ticks()]
