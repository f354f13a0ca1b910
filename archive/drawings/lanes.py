"""How many there are at each time: bars on a line of time."""

from collections.abc import Callable

from archive.dates import edtf
from archive.drawings.drawing import bar, leading, line
from archive.drawings.scale import Scale

Counts = dict[str, tuple[int, int]]  # by a time, as EDTF: how many may fall in it, and how many lie wholly in it


def highest_of(counts: Counts) -> int:
    """How many the highest bar is of."""
    return max((count for count, _ in counts.values()), default=0)


def lane(
    counts: Counts,
    scale: Scale,
    left: float,
    base: float,
    height: float,
    *,
    title: Callable[[str, int], str],
    leads: Callable[[str], str],
) -> list[str]:
    """The bars of ``counts``, upwards from ``base``, the highest ``height``; what lies wholly in a time is dark.

    ``title`` tells what a bar says when pointed at, by the words of its time, and ``leads`` where it leads.
    """
    highest = highest_of(counts) or 1
    shapes = [line([(left, base), (left + scale.width, base)])]
    for key, (count, wholly) in counts.items():
        if count:
            time = edtf.parse(key)
            first, last = time.bounds
            x, end = left + scale.x(first), left + scale.after(last)
            tall = max(height * count / highest, 1)
            sure = max(height * wholly / highest, 1) if wholly else 0
            place, width = x + 0.5, max(end - x - 1, 1)
            drawn = [bar(place, base - tall, width, tall, "may")]
            drawn += [bar(place, base - sure, width, sure)] if sure else []
            shapes.append(leading(leads(key), title(time.words, count), *drawn))
    return shapes
