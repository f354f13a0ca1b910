"""Make the outlines that maps are drawn on, from a file of world-atlas (which is Natural Earth, in the public domain).

``python -m archive.drawings.make_outlines countries-50m.json``
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TypeAlias

from archive.drawings.outlines import FILE


def main(path: str) -> None:
    """Write each line once: as a coast where one country ends there, as a border where two do."""
    atlas = json.loads(Path(path).read_text())
    used = Counter(arc for shape in atlas["objects"]["countries"]["geometries"] for arc in _arcs(shape.get("arcs", [])))
    kinds: dict[str, list[list[list[int]]]] = {"coasts": [], "borders": []}
    for number, arc in enumerate(atlas["arcs"]):
        if used[number]:
            kinds["borders" if used[number] > 1 else "coasts"].append(arc)
    data = {"source": "Natural Earth 1:50m, by world-atlas 2.0.2", **atlas["transform"], **kinds}
    FILE.write_text(json.dumps(data, separators=(",", ":")) + "\n")


Nested: TypeAlias = "int | list[Nested]"  # the numbers of arcs, in rings, in polygons


def _arcs(nested: Nested) -> list[int]:
    """The numbers of all arcs in rings in polygons; one that is walked backwards is written as its complement."""
    if isinstance(nested, int):
        return [nested if nested >= 0 else ~nested]
    return [arc for one in nested for arc in _arcs(one)]


if __name__ == "__main__":
    main(sys.argv[1])
