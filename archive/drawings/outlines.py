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
from typing import TypedDict

FILE = Path(__file__).parents[1] / "static/archive/vendored/outlines.json"  # the map in the browser reads it, too
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


def country(code: str) -> list[list[Point]]:
    """The rings of a country (ISO 3166-1, three digits); none where there is no such country."""
    lines = _lines()
    rings = _held()["countries"].get(code, ())
    return [_unbroken([point for number in ring for point in _walked(number, lines)]) for ring in rings]


def countries() -> frozenset[str]:
    """The codes of the countries that have an outline."""
    return frozenset(_held()["countries"])


def _walked(number: int, lines: list[tuple[Box, list[Point]]]) -> list[Point]:
    """The points of a line, from its end where it is walked backwards."""
    return lines[number][1] if number >= 0 else lines[~number][1][::-1]


class _Held(TypedDict):
    """The file: lines as whole steps, which of them are what, and of which each country is made."""

    scale: list[float]
    translate: list[float]
    lines: list[list[list[int]]]
    borders: list[int]
    coasts: list[int]
    countries: dict[str, list[list[int]]]


@cache
def _held() -> _Held:
    held: _Held = json.loads(FILE.read_text())
    return held


@cache
def _lines() -> list[tuple[Box, list[Point]]]:
    held = _held()
    return [_read(line, held["scale"], held["translate"]) for line in held["lines"]]


@cache
def _all(kind: str) -> list[tuple[Box, list[Point]]]:
    lines = _lines()
    numbers = _held()["coasts"] if kind == "coasts" else _held()["borders"]
    return [lines[number] for number in numbers]


def _read(arc: list[list[int]], scale: list[float], origin: list[float]) -> tuple[Box, list[Point]]:
    """A line of whole steps, each from the point before, as degrees; and the box around it."""
    xs, ys = ([origin[n] + step * scale[n] for step in accumulate(point[n] for point in arc)] for n in (0, 1))
    points = _unbroken(list(zip(xs, ys, strict=True)))
    return Box(min(x for x, _ in points), min(ys), max(x for x, _ in points), max(ys)), points


def _unbroken(points: list[Point]) -> list[Point]:
    """What runs over the 180th meridian goes on beyond it, and not once around the world."""
    turns, before, found = 0, points[0][0], []
    for x, y in points:
        if abs(x - before) > 180:
            turns += 360 if x < before else -360
        found.append((x + turns, y))
        before = x
    return found
