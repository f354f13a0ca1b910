"""A captivity as its steps document it: in which order, what the last of them says, and between which days it lay.

Nothing is entered here and nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, Protocol, TypeVar

from django.utils.translation import gettext_lazy as _

from archive.dates.edtf import ImpreciseDate
from archive.vocabularies import CustodyStepKind

Kind = CustodyStepKind
HELD = frozenset({Kind.CAPTURED, Kind.SEEN, Kind.MOVED, Kind.CHARGED, Kind.SENTENCED})
ENDING = frozenset({Kind.RELEASED, Kind.REPATRIATED, Kind.DIED})  # declared dead is said of somebody, and ends nothing
STATUS = {
    Kind.MISSING: _("missing"),
    Kind.LAST_SEEN: _("last seen before capture"),
    Kind.CAPTURED: _("in custody"),
    Kind.SEEN: _("in custody"),
    Kind.MOVED: _("in custody"),
    Kind.CHARGED: _("in custody, charged"),
    Kind.SENTENCED: _("in custody, sentenced"),
    Kind.RELEASED: _("released"),
    Kind.REPATRIATED: _("repatriated"),
    Kind.DIED: _("dead"),
    Kind.DECLARED_DEAD: _("declared dead"),
}


class Step(Protocol):
    """What is asked of a documented step, such as a `CustodyStep` or what a reader is shown of it."""

    @property
    def step(self) -> str: ...

    @property
    def date(self) -> ImpreciseDate | Literal[""]: ...


AnyStep = TypeVar("AnyStep", bound=Step)


class CustodyTimeline(Generic[AnyStep]):
    """The documented steps of one person, as one reader may see them; each has ``step`` and ``date``."""

    def __init__(self, steps: Sequence[AnyStep]):
        """``steps`` come in the order in which they were entered."""
        self.steps = in_order(steps)

    @property
    def status(self) -> str:
        """What the last step says; "" where there is none."""
        return str(STATUS[Kind(self.steps[-1].step)]) if self.steps else ""

    @property
    def status_date(self) -> ImpreciseDate | Literal[""]:
        """The date of the last step, as its source gives it; "" where it gives none."""
        return self.steps[-1].date if self.steps else ""

    @property
    def last_documented(self) -> ImpreciseDate | None:
        """The date of the last step that was not before some day, or ``None``."""
        dated = [step.date for step in self.steps if step.date and step.date.earliest]
        return dated[-1] if dated else None


def in_order(steps: Sequence[AnyStep]) -> list[AnyStep]:
    """Dated steps by their first possible day; one without a date stays behind the one that it was entered after."""
    groups: list[list[AnyStep]] = [[]]
    for step in steps:
        if _day(step):
            groups.append([step])
        else:
            groups[-1].append(step)
    undated, *dated = groups
    return undated + [step for group in sorted(dated, key=lambda group: _day(group[0]) or date.max) for step in group]


def _day(step: Step) -> date | None:
    """The day by which a step is ordered: the first that it may have been on, or the last if that alone is known."""
    return (step.date.earliest or step.date.latest) if step.date else None


@dataclass(frozen=True)
class Captivity:
    """The bounds of one captivity: the days on which somebody may have been held, and those on which they surely were.

    It may have begun on ``first``, the first day that a step in custody may have been on, and may have lasted until
    ``last``, the last that its end may have been on; ``None`` is open. It surely lasted from ``since`` to ``until``,
    where steps document it before and after; ``None`` where no two do. ``steps`` are the bounds of each step of it.
    """

    first: date | None
    last: date | None
    since: date | None
    until: date | None
    steps: tuple[tuple[date, date], ...]


def captivities(steps: Sequence[AnyStep]) -> list[Captivity]:
    """The captivities that the dated ``steps`` of one person document, in order; each ends with a step that ends it."""
    found: list[Captivity | None] = []
    open_steps: list[AnyStep] = []
    for step in in_certain_order(steps):
        kind = Kind(step.step)
        if kind in HELD:
            open_steps.append(step)
        elif kind in ENDING:
            found.append(_captivity(open_steps, step))
            open_steps = []
    found.append(_captivity(open_steps, None))
    return [one for one in found if one is not None]


def in_certain_order(steps: Sequence[AnyStep]) -> list[AnyStep]:
    """Steps as they were entered, but for those that were surely before one that was entered earlier.

    A release “in October” stays behind the capture on the 5th that it was entered after. A step without a date stays
    behind the one that it was entered after.
    """
    placed: list[list[AnyStep]] = []
    for step in steps:
        if not _day(step) and placed:
            placed[-1].append(step)
            continue
        place = len(placed)
        while place and _surely_before(step, placed[place - 1][0]):
            place -= 1
        placed.insert(place, [step])
    return [step for group in placed for step in group]


def _surely_before(one: Step, other: Step) -> bool:
    last, first = one.date and one.date.latest, other.date and other.date.earliest
    return bool(last and first and last < first)


def _captivity(steps: list[AnyStep], end: AnyStep | None) -> Captivity | None:
    """One captivity from its steps in custody and the step that ended it, if one did; ``None`` if none bears a date."""
    dated = [step.date for step in steps if step.date and (step.date.earliest or step.date.latest)]
    if not dated:
        return None
    ended = end.date.latest if end is not None and end.date else None
    surely = [day for one in dated if (day := one.earliest if one.form == "throughout" else one.latest)]
    still = [day for one in dated if (day := one.latest if one.form == "throughout" else one.earliest)]
    still += [end.date.earliest] if end is not None and end.date and end.date.earliest else []
    since, until = min(surely, default=None), max(still, default=None)
    certain = since is not None and until is not None and since <= until
    beginnings = [one.earliest for one in dated if one.earliest]
    return Captivity(
        first=min(beginnings) if len(beginnings) == len(dated) else None,
        last=max([ended, *(one.latest for one in dated if one.latest)]) if ended else None,
        since=since if certain else None,
        until=until if certain else None,
        steps=tuple((one.earliest, one.latest) for one in dated if one.earliest and one.latest),
    )
