"""Make the outlines that maps are drawn on, from a file of world-atlas (which is Natural Earth, in the public domain).

``python -m archive.drawings.make_outlines countries-50m.json``
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TypeAlias, TypedDict, cast

from archive.drawings.outlines import FILE


class Shape(TypedDict):
    """A country as TopoJSON has it."""

    type: str
    id: str
    arcs: list["Nested"]


def main(path: str) -> None:
    """Write each line once, which of them are borders, and of which lines each country (ISO 3166-1) is made.

    A line is a border where two countries use it, and a coast where one ends there.
    """
    atlas = json.loads(Path(path).read_text())
    countries = atlas["objects"]["countries"]["geometries"]
    used = Counter(arc for shape in countries for arc in _arcs(shape.get("arcs", [])))
    data = {
        "source": "Natural Earth 1:50m, by world-atlas 2.0.2",
        **atlas["transform"],
        "lines": atlas["arcs"],
        "borders": sorted(arc for arc, times in used.items() if times > 1),
        "coasts": sorted(arc for arc, times in used.items() if times == 1),
        "countries": {shape["id"]: _rings(shape) for shape in countries if "id" in shape},
    }
    FILE.write_text(json.dumps(data, separators=(",", ":")) + "\n")


def _rings(shape: Shape) -> list[list[int]]:
    """The outer and inner rings of a country, each as the numbers of its lines (backwards: the complement)."""
    several = shape["type"] == "MultiPolygon"
    polygons = cast(list[list[list[int]]], shape["arcs"] if several else [shape["arcs"]])
    return [ring for polygon in polygons for ring in polygon]


Nested: TypeAlias = "int | list[Nested]"  # the numbers of arcs, in rings, in polygons


def _arcs(nested: Nested) -> list[int]:
    """The numbers of all arcs in rings in polygons; one that is walked backwards is written as its complement."""
    if isinstance(nested, int):
        return [nested if nested >= 0 else ~nested]
    return [arc for one in nested for arc in _arcs(one)]


if __name__ == "__main__":
    main(sys.argv[1])
