"""The order of a list: all numbers as the database sorts them, in blocks that a page is read from at any depth."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pyroaring import BitMap

from archive.facets.postings import number_of
from archive.models.base.types import Rows

BLOCK = 4096  # numbers in a block, at first; one that grew to twice as many is split
FEW_MATCHES = 256  # matches in a block, of which each is asked for its place: looking for more goes through the block
MAX_REORDERED = 2000  # changed records above which the order is read anew


class Order:
    """Numbers in order, in blocks, each with its members as a bitmap, by which a block without a match is passed over.

    The database alone compares: what is added is put where it sorts it, among the first of each block and then within
    one block.
    """

    def __init__(self, numbers: Iterable[int]):
        whole = array("I", numbers)
        self.blocks = [_Block(whole[start : start + BLOCK]) for start in range(0, len(whole), BLOCK)]

    def page(self, found: BitMap, start: int, size: int) -> list[int]:
        """The numbers among ``found`` from the place ``start`` on, at most ``size``."""
        page: list[int] = []
        left = len(found)
        for block in self.blocks:
            if not left or len(page) == size:
                break
            there = block.members.intersection_cardinality(found)
            left -= there
            if start >= there:
                start -= there
                continue
            page += block.in_order(found, there)[start : start + size - len(page)]
            start = 0
        return page

    def all(self, found: BitMap) -> Iterator[int]:
        for block in self.blocks:
            yield from (number for number in block.numbers if number in found)

    def drop(self, numbers: BitMap) -> None:
        for block in self.blocks:
            if block.members.intersect(numbers):
                block.hold(array("I", (number for number in block.numbers if number not in numbers)))
        self.blocks = [block for block in self.blocks if block.numbers]

    def put(self, rows: Rows, numbers: BitMap, reference_of: Callable[[int], str]) -> bool:
        """Add ``numbers``, as ``rows`` sorts them; return whether it could be done, or must be read anew."""
        if not numbers:
            return True
        if len(numbers) > MAX_REORDERED or not self.blocks:
            return False
        among: dict[int, BitMap] = defaultdict(BitMap)
        heads = {block.numbers[0]: place for place, block in enumerate(self.blocks)}
        order = _sorted(rows, [*heads, *numbers], reference_of)
        if len(order) < len(heads):
            return False
        place = 0
        for number in order:
            if number in heads:
                place = heads[number]
            else:
                among[place].add(number)
        for place, added in among.items():
            block = self.blocks[place]
            block.hold(array("I", _sorted(rows, [*block.numbers, *added], reference_of)))
        self.blocks = [part for block in self.blocks for part in block.split()]
        return True


class _Block:
    def __init__(self, numbers: array[int]):
        self.hold(numbers)

    def hold(self, numbers: array[int]) -> None:
        self.numbers, self.members = numbers, BitMap(numbers)
        self._places: array[int] | None = None  # of the members from the lowest on; made when first asked for

    def in_order(self, found: BitMap, count: int) -> list[int]:
        """Those among ``found``, which are ``count``."""
        if count > FEW_MATCHES:
            return [number for number in self.numbers if number in found]
        return sorted(self.members & found, key=self._place)

    def _place(self, number: int) -> int:
        if self._places is None:
            self._places = array("H", sorted(range(len(self.numbers)), key=self.numbers.__getitem__))
        return self._places[self.members.rank(number) - 1]

    def split(self) -> list[_Block]:
        if len(self.numbers) < 2 * BLOCK:
            return [self]
        return [_Block(self.numbers[start : start + BLOCK]) for start in range(0, len(self.numbers), BLOCK)]


def _sorted(rows: Rows, numbers: list[int], reference_of: Callable[[int], str]) -> list[int]:
    references = rows.filter(pk__in=[reference_of(number) for number in numbers]).values_list("pk", flat=True)
    return [number_of(reference) for reference in references]
