"""Snapshots of an index on disk, so that a new process begins where another one was.

One file for each index: a line of JSON that says what follows, then the bitmaps as CRoaring's portable format has them,
with a checksum over all. What can't be read, or was written by other code, is as good as none: the index is made anew.
"""

import fcntl
import hashlib
import json
import logging
import os
import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from pyroaring import BitMap

from archive.facets.order import Order
from archive.models.derived import code, folder
from archive.models.following import Position

log = logging.getLogger(__name__)


def keep(index) -> None:
    """Write a snapshot in place of the one before. A disk that is full costs a snapshot, and nothing else."""
    if index.sight.own is not None:  # somebody's own drafts are not worth a file
        return
    parts = list(_parts(index))
    content = b"".join(blob for _, blob in parts)
    head = {
        "code": code(),
        "position": asdict(index.position),
        "parts": [[name, len(blob)] for name, blob in parts],
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    try:
        with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as new:
            new.write(json.dumps(head).encode() + b"\n" + content)
        os.replace(new.name, _path(index))
    except OSError as error:
        log.warning("A snapshot of the facets could not be kept: %s", error.strerror)


def restore(index, filters) -> bool:
    """Fill ``index`` from its snapshot; return whether there was one that fits."""
    try:
        first, _, content = _path(index).read_bytes().partition(b"\n")
        head = json.loads(first)
        if head["code"] != code():
            return False
        if hashlib.sha256(content).hexdigest() != head["sha256"]:
            return False
    except (OSError, ValueError, KeyError, TypeError):
        return False
    found: dict[str, dict[str, bytes]] = {}
    start = 0
    for name, length in head["parts"]:
        kind, _, rest = name.partition("\t")
        found.setdefault(kind, {})[rest] = content[start : start + length]
        start += length
    index.every = BitMap.deserialize(found["every"][""])
    index.facets = {
        name: facet.held_as.of_parts((key, BitMap.deserialize(b)) for key, b in found.get(f"facet {name}", {}).items())
        for name, facet in filters.facets.items()
    }
    for sort, blob in found.get("order", {}).items():
        numbers = array("I")
        numbers.frombytes(blob)
        index.orders[sort] = Order(numbers)
    index.position = Position(**head["position"])
    return True


@contextmanager
def one_at_a_time(index) -> Iterator[None]:
    """Hold the lock of this index among the processes of this machine."""
    with _path(index).with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _parts(index) -> Iterator[tuple[str, bytes]]:
    yield "every\t", index.every.serialize()
    for name, held in index.facets.items():
        yield from ((f"facet {name}\t{key}", bitmap.serialize()) for key, bitmap in held.parts())
    for sort, order in index.orders.items():
        yield f"order\t{sort}", array("I", order.all(index.every)).tobytes()


def _path(index) -> Path:
    sight = index.sight
    seen = "-".join([*sorted(sight.accesses), *(["desk"] if sight.desk else []), *(["all"] if sight.sealed else [])])
    return folder() / f"{index.name}-{seen}.facets"
