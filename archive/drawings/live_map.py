"""The map that zooms, as the script in the browser reads it: its places, and the part of the world it opens on."""

from dataclasses import dataclass
from math import cos, hypot, radians

from archive.drawings.map import Placed, corners
from archive.drawings.outlines import Box, Point

SHARE = 0.5  # of the records: the places that hold so many are seen at first
LEAST = 4.0  # degrees that are seen at least, from west to east and from south to north


@dataclass(frozen=True)
class LiveMap:
    """``places``, around ``centre`` where one is given, with borders or with coasts alone."""

    places: list[Placed]
    borders: bool = False
    centre: Point | None = None

    @property
    def points(self) -> list[dict[str, object]]:
        return [place.told for place in self.places]

    @property
    def box(self) -> Box:
        return _around([self.centre]) if self.centre else where_most_lie(self.places)

    @property
    def first_view(self) -> str:
        """West, south, east and north in degrees, as in ``46.1,39.2,47,40.5``."""
        return f"{self.box.west:g},{self.box.south:g},{self.box.east:g},{self.box.north:g}"

    @property
    def opens_on_a_part(self) -> bool:
        """Whether a place lies outside of what is seen at first."""
        return not all(self.box.holds(place.at) for place in self.places if place.at)


def where_most_lie(places: list[Placed]) -> Box:
    """What holds half of the records: the places next to the one in the middle of them, as many as it takes.

    A few statements from capitals far away would have the map open on the whole world, and what they speak of
    would be one dot. Countries count where nothing else is there, for they have no point.
    """
    dots = [(place.at, place.weight) for place in places if place.at]
    if not dots:
        return _around([point for place in places for point in corners(place.outline)])
    total = sum(weight for _, weight in dots)
    if not total:
        return _around([at for at, _ in dots])
    middle = (_middle([(at[0], weight) for at, weight in dots]), _middle([(at[1], weight) for at, weight in dots]))
    seen: list[Point] = []
    held = 0
    for at, weight in sorted(dots, key=lambda dot: _apart(dot[0], middle)):
        if held >= SHARE * total:
            break
        seen.append(at)
        held += weight
    return _around(seen)


def _middle(weighed: list[tuple[float, int]]) -> float:
    """The weighted median: half of the records lie on either side of it."""
    half, held = sum(weight for _, weight in weighed) / 2, 0
    for value, weight in sorted(weighed):
        held += weight
        if held >= half:
            return value
    raise AssertionError("the weights sum to more than half of themselves")


def _apart(one: Point, other: Point) -> float:
    return hypot((one[0] - other[0]) * cos(radians(other[1])), one[1] - other[1])


def _around(points: list[Point]) -> Box:
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    west, east = _at_least(min(lons), max(lons))
    south, north = _at_least(min(lats), max(lats))
    return Box(west, south, east, north)


def _at_least(low: float, high: float) -> tuple[float, float]:
    """As far apart as `LEAST`, so that what lies near is seen, too."""
    more = max(LEAST - (high - low), 0) / 2
    return low - more, high + more
