"""Coasts and borders of the world, to draw a map on that asks nothing of any other host.

Natural Earth at 1:50,000,000, in the public domain. It draws borders as they are held and not as they are claimed, so
whoever shows them says so.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

FILE = Path(__file__).parent / "outlines.json"
Point = tuple[float, float]  # degrees of longitude and latitude


@dataclass(frozen=True)
class Box:
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north

    def meets(self, other: "Box") -> bool:
        apart = other.east < self.west or other.west > self.east or other.north < self.south or other.south > self.north
        return not apart


def outlines(kind: str, box: Box) -> Iterator[list[Point]]:
    """The lines of ``kind``, "coasts" or "borders", as far as they run through ``box``."""
    for around, points in _all(kind):
        if box.meets(around):
            yield from runs_within(points, box)


def runs_within(points: list[Point], box: Box) -> Iterator[list[Point]]:
    """The parts of a line in ``box``, each with the point before it and the one after."""
    run: list[Point] = []
    for n, point in enumerate(points):
        beside = points[max(n - 1, 0) : n + 2]
        if any(box.holds(one) for one in beside):
            run.append(point)
        elif run:
            yield run
            run = []
    if len(run) > 1:
        yield run


@cache
def _all(kind: str) -> list[tuple[Box, list[Point]]]:
    held = json.loads(FILE.read_text())
    return [_read(arc, held["scale"], held["translate"]) for arc in held[kind]]


def _read(arc: list[list[int]], scale: list[float], origin: list[float]) -> tuple[Box, list[Point]]:
    """A line of whole steps, each from the point before, as degrees; and the box around it."""
    xs, ys = ([origin[n] + step * scale[n] for step in accumulate(point[n] for point in arc)] for n in (0, 1))
    return Box(min(xs), min(ys), max(xs), max(ys)), list(zip(xs, ys, strict=True))
