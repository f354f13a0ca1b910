"""Spans: the time in which a record's date, or one that a source claims of it, may fall, as bit-sliced bitmaps.

Each end is a day, counted from 1 January of the year 1, and is held in binary: one bitmap for each digit. A comparison
then takes as many steps as there are digits, however many records there are (O'Neil and Quass, 1997).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from pyroaring import BitMap

DIGITS = date.max.toordinal().bit_length()
Span = tuple[str, date | None, date | None]


class Ends:
    """One day for each of some records."""

    def __init__(self, there: BitMap | None = None, digits: list[BitMap] | None = None):
        self.there = there or BitMap()
        self.digits = digits or [BitMap() for _ in range(DIGITS)]

    def put(self, days: dict[int, array[int]]) -> None:
        """Add, for each day, the numbers of the records that have it."""
        for day, numbers in days.items():
            found = BitMap(numbers)
            self.there |= found
            for digit in range(DIGITS):
                if day >> digit & 1:
                    self.digits[digit] |= found

    def drop(self, numbers: BitMap) -> None:
        self.there -= numbers
        for digit in self.digits:
            digit.difference_update(numbers)

    def up_to(self, day: date) -> BitMap:
        """The records whose day is ``day`` or earlier."""
        earlier, same = BitMap(), self.there
        for digit in reversed(range(DIGITS)):
            if day.toordinal() >> digit & 1:
                earlier |= same - self.digits[digit]
                same = same & self.digits[digit]
            else:
                same = same - self.digits[digit]
        return earlier | same

    def before(self, day: date) -> BitMap:
        return self.up_to(date.fromordinal(day.toordinal() - 1)) if day > date.min else BitMap()

    def least(self, among: BitMap) -> date | None:
        return self._outermost(among, latest=False)

    def most(self, among: BitMap) -> date | None:
        return self._outermost(among, latest=True)

    def _outermost(self, among: BitMap, *, latest: bool) -> date | None:
        left, day = among & self.there, 0
        if not left:
            return None
        for digit in reversed(range(DIGITS)):
            having = self._with(digit, left, wanted=latest)
            day |= (1 << digit) * bool(having) if latest else (1 << digit) * (not having)
            left = having or left
        return date.fromordinal(day)

    def _with(self, digit: int, among: BitMap, *, wanted: bool) -> BitMap:
        """Those ``among`` which have ``digit``, or lack it, as is ``wanted``; the first ones are the same for all."""
        here = self.digits[digit]
        if not here or among.issubset(here):
            return among if wanted is bool(here) else BitMap()
        return among & here if wanted else among - here


class Layer:
    """At most one span for each record: a beginning, an end, or both; what lacks one is open on that side."""

    def __init__(self, dated: BitMap | None = None, first: Ends | None = None, last: Ends | None = None):
        self.dated, self.first, self.last = dated or BitMap(), first or Ends(), last or Ends()

    def overlapping(self, first: date | None, last: date | None) -> BitMap:
        """The records whose span meets the time from ``first`` to ``last``; ``None`` is open."""
        found = self.dated
        if last is not None:
            found = found - (self.first.there - self.first.up_to(last))
        if first is not None:
            found = found - self.last.before(first)
        return found


class Spans:
    """The spans of all records: the first of each in one layer, what sources claim besides in further ones."""

    def __init__(self, layers: list[Layer] | None = None):
        self.layers = layers or []
        self._forget()

    def put(self, spans: Iterable[Span]) -> None:
        """Add spans as a record's reference, first and last day; one without either says nothing."""
        waiting: list[list[tuple[int, date | None, date | None]]] = [[]]
        seen: dict[int, int] = {}
        for reference, first, last in spans:
            if first or last:
                number = int(reference[4:])
                depth = seen[number] = seen.get(number, -1) + 1
                if depth == len(waiting):
                    waiting.append([])
                waiting[depth].append((number, first, last))
        for depth, rows in enumerate(waiting):
            if depth == len(self.layers):
                self.layers.append(Layer())
            _fill(self.layers[depth], rows)
        self._forget()

    def drop(self, numbers: BitMap) -> None:
        for layer in self.layers:
            layer.dated -= numbers
            layer.first.drop(numbers)
            layer.last.drop(numbers)
        self._forget()

    def _forget(self) -> None:
        self._months: dict[tuple[date, date], BitMap] = {}
        self._wholly: dict[tuple[date, date], BitMap] = {}

    def overlapping(self, first: date | None, last: date | None) -> BitMap:
        """The records of which any span meets the time from ``first`` to ``last``, both days included."""
        return BitMap().union(*(layer.overlapping(first, last) for layer in self.layers))

    def contained_in(self, first: date, last: date) -> BitMap:
        """The records of which any span with both ends lies wholly from ``first`` to ``last``."""
        wholly = ((layer.first.there - layer.first.before(first)) & layer.last.up_to(last) for layer in self.layers)
        return BitMap().union(*wholly)

    def overlapping_cached(self, first: date, last: date) -> BitMap:
        """`overlapping`, remembered until something changes: a histogram asks for the same months again and again.

        A single day is not remembered: there are too many.
        """
        if first == last:
            return self.overlapping(first, last)
        if (first, last) not in self._months:
            self._months[first, last] = self.overlapping(first, last)
        return self._months[first, last]

    def contained_in_cached(self, first: date, last: date) -> BitMap:
        """`contained_in`, remembered likewise."""
        if first == last:
            return self.contained_in(first, last)
        if (first, last) not in self._wholly:
            self._wholly[first, last] = self.contained_in(first, last)
        return self._wholly[first, last]

    @property
    def stated(self) -> BitMap:
        return BitMap().union(*(layer.dated for layer in self.layers))

    def outermost(self, among: BitMap) -> tuple[date, date] | None:
        """The earliest and the latest day that any span of ``among`` begins or ends with."""
        ends = [end for layer in self.layers for end in (layer.first, layer.last)]
        least = [day for end in ends if (day := end.least(among))]
        most = [day for end in ends if (day := end.most(among))]
        return (min(least), max(most)) if least else None

    def parts(self) -> Iterator[tuple[str, BitMap]]:
        for depth, layer in enumerate(self.layers):
            yield f"{depth} dated", layer.dated
            for name, ends in (("first", layer.first), ("last", layer.last)):
                yield f"{depth} {name}", ends.there
                yield from ((f"{depth} {name} {digit}", found) for digit, found in enumerate(ends.digits))

    @classmethod
    def of_parts(cls, parts: Iterable[tuple[str, BitMap]]) -> Spans:
        found = dict(parts)
        layers: list[Layer] = []
        while f"{len(layers)} dated" in found:
            depth = len(layers)
            both = [
                Ends(found[f"{depth} {name}"], [found[f"{depth} {name} {digit}"] for digit in range(DIGITS)])
                for name in ("first", "last")
            ]
            layers.append(Layer(found[f"{depth} dated"], *both))
        return cls(layers)


def _fill(layer: Layer, rows: list[tuple[int, date | None, date | None]]) -> None:
    layer.dated |= BitMap(array("I", (number for number, _, _ in rows)))
    begun = ((number, first) for number, first, _ in rows)
    ended = ((number, last) for number, _, last in rows)
    for ends, column in ((layer.first, begun), (layer.last, ended)):
        days: dict[int, array[int]] = defaultdict(lambda: array("I"))
        for number, day in column:
            if day:
                days[day.toordinal()].append(number)
        ends.put(days)
