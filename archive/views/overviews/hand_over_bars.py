"""Hand-overs of which most have no date: a bar for each, in the order of their records."""

from django.utils.translation import gettext as _

from archive.drawings.drawing import Drawing, bar, leading, line, words
from archive.models.access.masking import MaskedRow

WIDTH, TALL = 960, 240  # units
LEFT, TOP, BASE = 10, 24, TALL - 26  # units: where bars begin, what is left free above them, and where they stand
MOST_NUMBERED = 40  # bars of which each has its number above it


def are_mostly_undated(hand_overs: list[MaskedRow]) -> bool:
    """Whether a line along the time would leave out more than it shows."""
    return sum(1 for shown in hand_overs if not shown.date) * 2 > len(hand_overs)


def bars_of(hand_overs: list[MaskedRow]) -> Drawing | None:
    """One bar for each that has a number, as high as that; ``None`` where none has one."""
    numbered = sorted((shown for shown in hand_overs if shown.number), key=lambda shown: shown.reference)
    if not numbered:
        return None
    step, unit = (WIDTH - 2 * LEFT) / len(numbered), (BASE - TOP) / max(shown.number for shown in numbered)
    shapes = [line([(LEFT, BASE), (WIDTH - LEFT, BASE)])]
    for n, shown in enumerate(numbered):
        x, high, wide = LEFT + n * step, shown.number * unit, min(step * 0.7, 40)
        middle = x + step / 2
        parts = [bar(x, TOP, step, BASE - TOP, "whole"), bar(middle - wide / 2, BASE - high, wide, high)]
        if len(numbered) <= MOST_NUMBERED:
            parts.append(words(middle, BASE - high - 6, str(shown.number), "middle"))
        when = shown.date.words if shown.date else _("no date")
        shapes.append(leading(shown.page, f"{shown.heading}: {when}", *parts))
    shapes += [
        words(LEFT, TALL - 6, numbered[0].reference, "soft"),
        words(WIDTH - LEFT, TALL - 6, numbered[-1].reference, "soft end"),
    ]
    return Drawing(_("Hand-overs, in the order of their records"), WIDTH, TALL, tuple(shapes))
