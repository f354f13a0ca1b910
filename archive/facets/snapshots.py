"""Snapshots of an index on disk, so that a new process begins where another one was.

One file for each index: a checksum over all that follows, a line of JSON that says what it is, then the bitmaps as
CRoaring's portable format has them. What can't be read, or was written by other code, is as good as none: the index is
made anew.
"""

import fcntl
import hashlib
import json
import logging
import os
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyroaring import BitMap

from archive.domain.derived_files import code_fingerprint, folder
from archive.facets.following import as_values, from_values
from archive.facets.order import Order
from archive.facets.protocols import IndexedList, SavedIndex

log = logging.getLogger(__name__)


def save(index: SavedIndex) -> None:
    """Write a snapshot in place of the one before. A disk that is full costs a snapshot, and nothing else."""
    if index.position is None or index.viewer.contributor_id is not None:  # somebody's own drafts are not worth a file
        return
    parts = list(_parts(index))
    content = b"".join(blob for _, blob in parts)
    head = {
        "code": code_fingerprint(),
        "position": as_values(index.position),
        "parts": [[name, len(blob)] for name, blob in parts],
    }
    rest = json.dumps(head).encode() + b"\n" + content
    try:
        with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as new:
            new.write(hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)
        os.replace(new.name, _path(index))
    except OSError as error:
        log.warning("A snapshot of the facets could not be kept: %s", error.strerror)


def load(index: SavedIndex, filters: IndexedList) -> bool:
    """Fill ``index`` from its snapshot; return whether there was one that fits."""
    try:
        first, _, rest = _path(index).read_bytes().partition(b"\n")
        if hashlib.sha256(rest).hexdigest() != first.decode():
            return False
        line, _, content = rest.partition(b"\n")
        head = json.loads(line)
        if head["code"] != code_fingerprint():
            return False
        found, orders = _read(head["parts"], content)
        every = BitMap.deserialize(found["every"][""])
        facets = {
            name: facet.index_class.of_parts(
                (key, BitMap.deserialize(blob)) for key, blob in found[f"facet {name}"].items()
            )
            for name, facet in filters.facets.items()
        }
        index.every, index.facets, index.orders = every, facets, orders
        index.position = from_values(head["position"])
    except (OSError, ValueError, KeyError, TypeError, UnicodeDecodeError):
        return False
    return True


def _read(parts: list[tuple[str, int]], content: bytes) -> tuple[dict[str, dict[str, bytes]], dict[str, Order]]:
    found: dict[str, dict[str, bytes]] = defaultdict(dict)
    start = 0
    for name, length in parts:
        kind, _, rest = name.partition("\t")
        found[kind][rest] = content[start : start + length]
        start += length
    orders = {}
    for sort, blob in found.pop("order", {}).items():
        numbers = array("I")
        numbers.frombytes(blob)
        orders[sort] = Order(numbers)
    return found, orders


@contextmanager
def one_at_a_time(index: SavedIndex) -> Iterator[None]:
    """Hold the lock of this index among the processes of this machine."""
    with _path(index).with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _parts(index: SavedIndex) -> Iterator[tuple[str, bytes]]:
    yield "every\t", index.every.serialize()
    for name, facet in index.facets.items():
        yield from ((f"facet {name}\t{key}", bitmap.serialize()) for key, bitmap in facet.parts())
    for sort, order in index.orders.items():
        yield f"order\t{sort}", array("I", order.all(index.every)).tobytes()


def _path(index: SavedIndex) -> Path:
    viewer = index.viewer
    seen = "-".join(
        [*sorted(viewer.accesses), *(["desk"] if viewer.desk else []), *(["all"] if viewer.sees_everything else [])]
    )
    return folder() / f"{index.name}-{seen}.facets"
