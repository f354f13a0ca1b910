"""When the results of a list are of: a bar for each time, which leads closer to it, above the results of a page."""

from dataclasses import dataclass
from datetime import date, timedelta

from archive.dates import edtf
from archive.drawings.drawing import Drawing, time_of, words
from archive.drawings.lanes import highest_of, lane
from archive.drawings.scale import Scale
from archive.facets.histogram import Histogram
from archive.views.addresses import ListAddress
from archive.views.columns import HistogramView, histogram_view
from archive.views.zoom import Zoom, zoom_of

WIDTH, LEFT, RIGHT = 960, 20, 60  # units: the picture, and what is free on either side of the bars
TOP, TALL, FOOT = 30, 110, 10  # units of height: the names of the times, the highest bar, and below the line


@dataclass(frozen=True)
class Times:
    drawing: Drawing | None  # nothing where no result has a date
    span: tuple[date, date] | None  # the first and the last day of the picture
    bars: HistogramView | None  # the same as a list, and what has no date
    zoom: Zoom | None


def times_of(
    title: str, histogram: Histogram | None, address: ListAddress, since: date | None, until: date | None
) -> Times:
    """The times of what a list finds: ``histogram`` has the bars from ``since`` to ``until``."""
    bars = histogram_view(histogram, address)
    if histogram is None or not histogram.whole or not histogram.bars:
        return Times(None, None, bars, None)
    plain = address.without("month", "since", "until")
    leads = plain.each_having("since", "until")
    counts = {bar.key: (bar.count, bar.wholly) for bar in histogram.bars}
    span = edtf.parse(histogram.bars[0].key).bounds[0], edtf.parse(histogram.bars[-1].key).bounds[1]
    measured = Scale.of_days if histogram.unit == "day" else Scale.around
    scale = measured(*span, WIDTH - LEFT - RIGHT)
    base = TOP + TALL
    shapes = time_of(scale, LEFT, TOP - 8, base, leads=leads)
    shapes += lane(counts, scale, LEFT, base, TALL - 10, title=_say, leads=leads)
    shapes.append(words(WIDTH - RIGHT + 8, TOP + 10, str(highest_of(counts)), "soft"))
    drawing = Drawing(title, WIDTH, base + FOOT, tuple(shapes))
    line = scale.begin, scale.end - timedelta(days=1)
    return Times(drawing, line, bars, zoom_of(since, until, histogram.whole, str(plain), leads))


def _say(time: str, count: int) -> str:
    return f"{time}: {count}"
