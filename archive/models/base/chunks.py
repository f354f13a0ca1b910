"""How many rows are read or written at once, where nothing speaks for another number."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

CHUNK_SIZE = 500
Item = TypeVar("Item")


def chunks(items: Sequence[Item], size: int = CHUNK_SIZE) -> Iterator[Sequence[Item]]:
    """``items``, at most ``size`` at a time, in their order."""
    return (items[start : start + size] for start in range(0, len(items), size))
