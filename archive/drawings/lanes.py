"""How many there are at each time: bars on a line of time."""

from collections.abc import Callable

from archive.dates import edtf
from archive.drawings.drawing import bar, leading, line
from archive.drawings.scale import Scale


def lane(
    counts: dict[str, int],
    scale: Scale,
    left: float,
    base: float,
    height: float,
    *,
    title: Callable[[str, int], str],
    leads: Callable[[str], str],
) -> list[str]:
    """The bars of ``counts`` (by the time, as EDTF, that each is of), upwards from ``base``, the highest ``height``.

    ``title`` tells what a bar says when pointed at, by the words of its time, and ``leads`` where it leads.
    """
    highest = max(counts.values(), default=0) or 1
    shapes = [line([(left, base), (left + scale.width, base)])]
    for key, count in counts.items():
        if count:
            time = edtf.parse(key)
            first, last = time.bounds
            x, end = left + scale.x(first), left + scale.after(last)
            tall = max(height * count / highest, 1)
            drawn = bar(x + 0.5, base - tall, max(end - x - 1, 1), tall)
            shapes.append(leading(leads(key), title(time.words, count), drawn))
    return shapes
