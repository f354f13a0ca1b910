"""Places on a map: an exact one as a disc, an approximate one as a ring, a region as an area, with their names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, radians, sqrt

from archive.drawings.drawing import Drawing, bar, dot, filled, leading, line, shortened, words
from archive.drawings.outlines import Box, Point, country, outlines

Rectangle = tuple[float, float, float, float]

WIDTH, MAX_HEIGHT = 960, 760  # units
LEAST = 2.0  # degrees that a map shows at least, from south to north
AROUND = 0.18  # of its height, left free around the places
KILOMETRES = {"approximate": 10, "regional": 40}  # drawn around a place that is no point; at least so many units:
UNITS = {"approximate": 8, "regional": 18}
APART = (2.5, 4, 6, 8, 12)  # units from one point of a line to the next: the finest by which few points are drawn
MOST_POINTS = 2000  # of coasts in a picture, for it is part of a page
DEGREE = 111.2  # kilometres
LETTER = 6.4  # units of a letter, about


@dataclass(frozen=True)
class Placed:
    """One place with what is tied to it."""

    name: str
    at: Point | None  # where it is no country
    precision: str  # "exact", "approximate" or "regional"
    address: str
    description: str  # what is said of it besides
    weight: int  # the heavier is named first, where not all names have room
    outline: str = ""  # of a country (ISO 3166-1), which has an area and no point

    @property
    def told(self) -> dict[str, object]:
        """As the map in the browser reads it."""
        return {
            "name": self.name,
            "at": self.at,
            "outline": self.outline,
            "precision": self.precision,
            "says": self.description,
            "address": self.address,
        }


def map_of(title: str, places: list[Placed], *, borders: bool = False, centre: Point | None = None) -> Drawing | None:
    """``places`` with the coasts around them; around ``centre``, where one is given. ``None`` where there is none."""
    if not places:
        return None
    points = [place.at for place in places if place.at] or [point for one in places for point in corners(one.outline)]
    plane = _Plane(_box([centre] if centre else points))
    shown = [place for place in places if place.at and plane.box.holds(place.at)]
    shown.sort(key=lambda place: -place.weight)
    coasts = list(outlines("coasts", plane.box))
    lines = [*coasts, *(ring for place in places for ring in country(place.outline))]
    plane.apart = next((apart for apart in APART if plane.points_of(lines, apart) <= MOST_POINTS), APART[-1])
    shapes = [_area(place, plane) for place in places if place.outline]
    shapes += [line(run, "coast") for run in plane.drawn(coasts)]
    if borders:
        shapes += [line(run, "border") for run in plane.drawn(outlines("borders", plane.box))]
    shapes += plane.degrees()
    named = _Names(plane.height)
    shapes += [_place(place, plane, named) for place in shown]
    return Drawing(title, WIDTH, plane.height, tuple(shapes))


class _Plane:
    """A part of the world laid flat: degrees of longitude are as wide as they are in its middle."""

    def __init__(self, box: Box):
        self.squeeze = cos(radians((box.south + box.north) / 2))
        wide, tall = (box.east - box.west) * self.squeeze, box.north - box.south
        if wide * MAX_HEIGHT < tall * WIDTH:  # too tall a strip: show more on both sides
            more = (tall * WIDTH / MAX_HEIGHT - wide) / self.squeeze / 2
            box = Box(max(box.west - more, -180), box.south, min(box.east + more, 180), box.north)
            wide = (box.east - box.west) * self.squeeze
        self.box, self.unit = box, min(WIDTH / wide, MAX_HEIGHT / (box.north - box.south))
        self.height = round(tall * self.unit)
        self.apart = APART[0]

    def at(self, point: Point) -> tuple[float, float]:
        x = (point[0] - self.box.west) * self.squeeze * self.unit
        return min(max(x, -50), WIDTH + 50), min(max((self.box.north - point[1]) * self.unit, -50), self.height + 50)

    def points_of(self, runs: Iterable[list[Point]], apart: float) -> int:
        """How many points are drawn of ``runs`` where they are so far apart."""
        self.apart = apart
        return sum(len(run) for run in self.drawn(runs))

    def drawn(self, runs: Iterable[list[Point]]) -> Iterator[list[tuple[float, float]]]:
        """Lines without what is too small to be seen at this scale: islands of a few units, and points in between."""
        for run in runs:
            points = [self.at(point) for point in run]
            xs, ys = [x for x, _ in points], [y for _, y in points]
            if max(max(xs) - min(xs), max(ys) - min(ys)) >= 2 * self.apart:
                yield list(_thinned(points, self.apart))

    def degrees(self) -> list[str]:
        """A few meridians and parallels with their degrees, at the edge."""
        step = next(step for step in (0.5, 1, 2, 5, 10, 20, 30, 60) if (self.box.north - self.box.south) / step <= 6)
        shapes = []
        for degree in _multiples(self.box.west, self.box.east, step):
            x, _ = self.at((degree, 0))
            name = f"{abs(degree):g}° {'E' if degree >= 0 else 'W'}"
            shapes += [line([(x, 0), (x, self.height)]), words(x + 3, self.height - 5, name, "soft")]
        for degree in _multiples(self.box.south, self.box.north, step):
            _, y = self.at((0, degree))
            name = f"{abs(degree):g}° {'N' if degree >= 0 else 'S'}"
            shapes += [line([(0, y), (WIDTH, y)]), words(4, y - 3, name, "soft")]
        return shapes


class _Names:
    """The room that names have taken."""

    def __init__(self, height: float):
        self.height = height
        self.taken: list[Rectangle] = []

    def beside(self, x: float, y: float, radius: float, name: str) -> str:
        """The name on the side where there is room; "" where there is none on either, for the table has it."""
        length = LETTER * len(name)
        for left, kind in ((x + radius + 4, ""), (x - radius - 4 - length, "end")):
            box = (left, y - 7, left + length, y + 7)
            if left >= 0 and left + length <= WIDTH and not any(_overlap(box, other) for other in self.taken):
                self.taken.append(box)
                return words(left if not kind else left + length, y + 4, name, kind)
        return ""


def _thinned(points: list[tuple[float, float]], apart: float) -> Iterator[tuple[float, float]]:
    """The ends, and of the others those that lie apart from the one before."""
    last = points[0]
    yield last
    for x, y in points[1:-1]:
        if abs(x - last[0]) + abs(y - last[1]) >= apart:
            last = x, y
            yield last
    yield points[-1]


def corners(outline: str) -> list[Point]:
    """The largest ring of a country: what lies overseas is no part of what a map is laid around."""
    return max(country(outline), key=len, default=[])


def _area(place: Placed, plane: _Plane) -> str:
    rings = [ring for ring in country(place.outline) if any(plane.box.holds(point) for point in ring)]
    return leading(place.address, place.description, filled(plane.drawn(rings), "country"))


def _place(place: Placed, plane: _Plane, named: _Names) -> str:
    x, y = plane.at(place.at or (0, 0))
    if place.precision in KILOMETRES:
        radius = max(KILOMETRES[place.precision] / DEGREE * plane.unit, UNITS[place.precision])
        shape = dot(x, y, radius, "area" if place.precision == "regional" else "open")
    else:
        radius = 4 + min(sqrt(place.weight), 8)
        shape = dot(x, y, radius)
    hit = bar(x - 12, y - 12, 24, 24, "whole")
    return leading(
        place.address, place.description, hit, shape, named.beside(x, y, min(radius, 20), shortened(place.name, 48))
    )


def _box(points: list[Point]) -> Box:
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    tall = max(north - south, LEAST)
    tall += 2 * AROUND * max(tall, (east - west) * cos(radians((south + north) / 2)) * 0.5)
    wide = (east - west) * (1 + 2 * AROUND)
    x, y = (west + east) / 2, (south + north) / 2
    tall = min(tall, 180)
    y = min(max(y, tall / 2 - 90), 90 - tall / 2)  # a place at a pole stands at the edge
    return Box(max(x - wide / 2, -180), y - tall / 2, min(x + wide / 2, 180), y + tall / 2)


def _multiples(first: float, last: float, step: float) -> list[float]:
    number = -(-first // step)
    found = []
    while number * step <= last:
        found.append(number * step)
        number += 1
    return found


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
