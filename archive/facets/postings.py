"""Postings: for each key of a facet, the numbers of the records that have it, as bitmaps."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pyroaring import BitMap


def number_of(reference: str) -> int:
    """The number in a reference, by which a bitmap knows the record."""
    return int(reference[4:])


class Postings:
    """Which records have which key. `put` adds to what stands, so `drop` comes before it where a record changed."""

    def __init__(self, keys: dict[str, BitMap] | None = None):
        self.keys = keys or {}
        self._derived: dict[str, BitMap] = {}

    def put(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add ``pairs`` of a record's reference and a key."""
        numbers: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for reference, key in pairs:
            numbers[key].append(int(reference[4:]))
        for key, found in numbers.items():
            self.keys.setdefault(key, BitMap()).update(BitMap(found))
        self._derived = {}

    def drop(self, numbers: BitMap) -> None:
        for having in self.keys.values():
            having.difference_update(numbers)
        self.keys = {key: having for key, having in self.keys.items() if having}
        self._derived = {}

    @property
    def stated(self) -> BitMap:
        """The records that have any key."""
        return self._once("stated", lambda: BitMap.union(*self.keys.values()) if self.keys else BitMap())

    @property
    def several(self) -> BitMap:
        """The records that have more than one."""
        return self._once("several", self._find_several)

    def parts(self) -> Iterator[tuple[str, BitMap]]:
        yield from self.keys.items()

    @classmethod
    def of_parts(cls, parts: Iterable[tuple[str, BitMap]]) -> Postings:
        return cls(dict(parts))

    def _once(self, name: str, find: Callable[[], BitMap]) -> BitMap:
        if name not in self._derived:
            self._derived[name] = find()
        return self._derived[name]

    def _find_several(self) -> BitMap:
        once, twice = BitMap(), BitMap()
        for having in self.keys.values():
            twice |= once & having
            once |= having
        return twice
