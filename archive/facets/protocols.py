"""What the facets of a list, its index and its filter set ask of each other, where one knows only those below it."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Protocol, TypeAlias, TypeVar

from pyroaring import BitMap

from archive.models.access.viewers import Reader, Viewer
from archive.models.base.types import Anything, Rows
from archive.models.log.public_feed import Position

Found = TypeVar("Found")
SortKey: TypeAlias = tuple[Anything, ...]  # where a choice stands among the others, compared part by part


class FacetPostings(Protocol):
    """What an index holds of one facet: which records have which of its keys, or when they were, as bitmaps."""

    @property
    def stated(self) -> BitMap: ...

    def drop(self, numbers: BitMap) -> None: ...

    def parts(self) -> Iterator[tuple[str, BitMap]]: ...


class FacetIndex(Protocol):
    """An index, as its facets ask it."""

    every: BitMap
    facets: dict[str, Anything]  # by name, its postings, which only the facet itself understands

    def memo(self, name: Hashable, find: Callable[[], Found]) -> Found: ...


class IndexedFacet(Protocol):
    """A facet, as an index asks it."""

    index_class: Anything  # the class of its postings

    def gathered(self, rows: Rows) -> Anything: ...

    def index_rows(self, postings: Anything, rows: Rows) -> None: ...


class IndexedList(Protocol):
    """The filter set of a list, as its index asks it."""

    user: Reader

    @property
    def queryset(self) -> Rows: ...

    @property
    def facets(self) -> Mapping[str, IndexedFacet]: ...

    def in_order_of(self, rows: Rows, sort: str) -> Rows: ...


class IndexOwner(Protocol):
    """The filter set of a list, as its facets ask it."""

    @property
    def index(self) -> FacetIndex: ...


class FilteredList(IndexedList, Protocol):
    """The filter set of a list, as what seeks by links asks it."""

    @property
    def index(self) -> Anything: ...  # with a lock, besides what facets ask


class CountedKey(Protocol):
    """A choice of a facet, as it is put in order."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def count(self) -> int: ...


class SavedIndex(FacetIndex, Protocol):
    """An index, as its snapshot asks it."""

    name: str
    viewer: Viewer
    position: Position | None
    orders: dict[str, Anything]
