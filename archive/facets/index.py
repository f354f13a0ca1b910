"""The index behind the facets: for one list and what one reader may see, which records have which key.

It holds bitmaps in memory, follows the log of changes, and can be thrown away. The database is asked what a record
says; the index only remembers it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from django.db import connection
from pyroaring import BitMap

from archive.facets import snapshots
from archive.facets.following import changed_since, position_for
from archive.facets.order import Order
from archive.facets.postings import number_of
from archive.facets.protocols import FacetPostings, IndexedList
from archive.models.access.viewers import Viewer, viewer_for
from archive.models.archive_object import ArchiveObject
from archive.models.base.accessions import reference_for
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.types import Anything
from archive.models.log.change_feed import log_position
from archive.models.log.public_feed import Position

MAX_FOLLOWED = 50_000  # changed records above which all are read anew
WORTH_KEEPING = 2_000  # records, or changes, from which on a snapshot is kept
MAX_INDEXES = 64  # indexes in one process
MAX_RECENT = 8  # answers that one index remembers

_kept: "OrderedDict[tuple[str, Viewer], Index]" = OrderedDict()
_keeping = threading.Lock()
_private = threading.local()
Found = TypeVar("Found")


class Index:
    """Which records of one list a reader sees, which have which key, and in which order they stand."""

    def __init__(self, name: str, model: type[ArchiveObject], viewer: Viewer):
        self.name, self.noun, self.prefix, self.viewer = name, model.noun, model.prefix, viewer
        self.lock = threading.RLock()
        self.position: Position | None = None
        self.every = BitMap()
        self.facets: dict[str, Anything] = {}  # by name, its postings
        self.orders: dict[str, Order] = {}
        self.version = 0  # grows with each change of what it holds
        self.changed = 0  # records that were taken in since a snapshot was kept
        self.remembered: dict[Hashable, Anything] = {}  # what was derived from this version, by whoever derived it

    def reference_of(self, number: int) -> str:
        return reference_for(self.prefix, number)

    def build(self, filters: IndexedList, now: Position) -> None:
        """Read everything anew."""
        rows = filters.queryset.order_by()
        self.every = BitMap([number_of(pk) for pk in rows.values_list("pk", flat=True).iterator(chunk_size=10_000)])
        self.facets = {name: facet.gathered(rows) for name, facet in filters.facets.items()}
        self.orders = {}
        self._now_at(now)

    def follow(self, filters: IndexedList, now: Position) -> None:
        """Take in what changed up to ``now``."""
        if self.position == now:
            return
        touched = changed_since(self.position, now) if self.position else None
        mine = [pk for pk in touched or () if pk.startswith(f"{self.prefix}-")]
        if touched is None or len(mine) > MAX_FOLLOWED:
            self.build(filters, now)
            self.changed = len(self.every)
            return
        if mine:
            self._take_in(filters, mine)
        self._now_at(now, changed=bool(touched))

    def ordered(self, filters: IndexedList, sort: str) -> Order:
        if sort not in self.orders:
            rows = filters.in_order_of(filters.queryset, sort).values_list("pk", flat=True)
            self.orders[sort] = Order(number_of(pk) for pk in rows.iterator(chunk_size=10_000))
        return self.orders[sort]

    def memo(self, name: Hashable, find: Callable[[], Found]) -> Found:
        """What ``find`` returns, remembered until the index changes."""
        if name not in self.remembered:
            self.remembered[name] = find()
        return cast(Found, self.remembered[name])

    def recent(self, asked: Hashable, find: Callable[[], Found]) -> Found:
        """Memoise ``find()`` under the key ``asked`` until the index changes; at most `MAX_RECENT` answers are kept.

        A key of ``None`` disables the memo (privacy: see the decision of 2026-11-26, prepared questions). Pages of one
        list, and its other views, ask for the same counts again and again.
        """
        if asked is None:
            return find()
        last: OrderedDict[Hashable, Found] = self.memo("lately", OrderedDict)
        if asked not in last:
            last[asked] = find()
        last.move_to_end(asked)
        while len(last) > MAX_RECENT:
            last.popitem(last=False)
        return last[asked]

    def _take_in(self, filters: IndexedList, references: list[str]) -> None:
        numbers = BitMap([number_of(reference) for reference in references])
        self.every -= numbers
        for postings in (*self.facets.values(), *self.orders.values()):
            postings.drop(numbers)
        seen = BitMap()
        for start in range(0, len(references), CHUNK_SIZE):
            rows = filters.queryset.order_by().filter(pk__in=references[start : start + CHUNK_SIZE])
            seen |= BitMap([number_of(pk) for pk in rows.values_list("pk", flat=True)])
            for name, facet in filters.facets.items():
                facet.index_rows(self.facets[name], rows)
        self.every |= seen
        for sort, order in list(self.orders.items()):
            if not order.put(filters.in_order_of(filters.queryset, sort), seen, self.reference_of):
                del self.orders[sort]
        self.changed += len(references)

    def _now_at(self, now: Position, *, changed: bool = True) -> None:
        self.position = now
        if changed:
            self.version += 1
            self.remembered = {}


def index_of(filters: IndexedList) -> Index:
    """The index behind ``filters``, for whoever reads, as the log stands now."""
    viewer = viewer_for(filters.user)
    name = type(filters).__name__
    if connection.in_atomic_block:
        return _private_index(name, filters, viewer)
    with _keeping:
        index = _kept.pop((name, viewer), None) or Index(name, filters.queryset.model, viewer)
        _kept[name, viewer] = index
        while len(_kept) > MAX_INDEXES:
            _kept.popitem(last=False)
    with index.lock:
        now = position_for(viewer)
        if index.position is None:
            _load_or_build(index, filters, now)
        index.follow(filters, now)
        if index.changed >= WORTH_KEEPING:
            snapshots.save(index)
            index.changed = 0
    return index


def differing(filters: IndexedList) -> list[str]:
    """The names of the facets in which the index behind ``filters`` differs from one that is made anew."""
    index = index_of(filters)
    anew = Index(index.name, filters.queryset.model, index.viewer)
    anew.build(filters, index.position or position_for(index.viewer))
    names = ["records"] if index.every != anew.every else []
    return names + [name for name, facet in anew.facets.items() if _nonempty(facet) != _nonempty(index.facets[name])]


def _nonempty(facet: FacetPostings) -> dict[str, BitMap]:
    """What a facet holds, without what is empty; spans in whatever order their layers came to be."""
    return {name: found for name, found in facet.parts() if found}


def _private_index(name: str, filters: IndexedList, viewer: Viewer) -> Index:
    """Of what may never be committed: for this thread, and as long as the log ends where it does."""
    now = log_position()  # within a transaction both logs move together, and this one with every write
    if getattr(_private, "position", None) != now:
        _private.position, _private.indexes = now, {}
    if (name, viewer) not in _private.indexes:
        index = _private.indexes[name, viewer] = Index(name, filters.queryset.model, viewer)
        index.build(filters, now)
    found: Index = _private.indexes[name, viewer]
    return found


def _load_or_build(index: Index, filters: IndexedList, now: Position) -> None:
    """From the snapshot, where one is kept; else one process builds, and others wait for its snapshot."""
    with snapshots.one_at_a_time(index):
        if not snapshots.load(index, filters):
            index.build(filters, now)
            if len(index.every) >= WORTH_KEEPING:
                snapshots.save(index)
