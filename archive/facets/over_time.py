"""How many records of several lists may fall in each day, month, year or decade of one time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from archive.dates import edtf
from archive.facets.filter_set import RecordFacets
from archive.facets.histogram import keys_between, unit_between


@dataclass(frozen=True)
class OverTime:
    """``counts`` has a number for each of ``keys`` and each list; a record counts in each time that it may fall in.

    ``wholly`` has likewise how many of them have a date all of which lies in that time.
    """

    unit: str  # "day", "month", "year" or "decade"
    keys: list[str]  # as EDTF, in order
    counts: dict[str, list[int]]  # by noun
    wholly: dict[str, list[int]]  # by noun
    undated: dict[str, int]  # by noun

    whole: tuple[date, date]  # the first and the last day that any record of the lists is of

    @property
    def span(self) -> tuple[date, date]:
        (first, _), (_, last) = edtf.parse(self.keys[0]).bounds, edtf.parse(self.keys[-1]).bounds
        return first, last


def over_time(lists: Iterable[RecordFacets], since: date | None, until: date | None) -> OverTime | None:
    """The records of ``lists`` from ``since`` to ``until``; ``None`` where none of them has a date."""
    dated = {filters.index.noun: (filters.index, filters.index.facets["month"]) for filters in lists}
    ends = [ends for index, spans in dated.values() if (ends := spans.outermost(index.every))]
    if not ends:
        return None
    first, last = min(one for one, _ in ends), max(other for _, other in ends)
    whole = first, last
    first, last = max(first, since or first), min(last, until or last)
    if first > last:
        first = last = since or until
    unit = unit_between(first, last)
    keys = keys_between(first, last, unit)
    counts, wholly, undated = {}, {}, {}
    for noun, (index, spans) in dated.items():
        with index.lock:
            times = [edtf.parse(key) for key in keys]
            among = index.every
            falling = (spans.overlapping_cached(*time.bounds) for time in times)
            lying = (spans.contained_in_cached(*time.bounds) for time in times)
            counts[noun] = [found.intersection_cardinality(among) for found in falling]
            wholly[noun] = [found.intersection_cardinality(among) for found in lying]
            undated[noun] = len(among - spans.stated)
    return OverTime(unit, keys, counts, wholly, undated, whole)
