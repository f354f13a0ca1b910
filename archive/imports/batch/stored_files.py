"""The bytes of a table of a batch, opened from where they are kept."""

from typing import BinaryIO

from archive.imports.files import zips
from archive.media import storage
from archive.models import BatchFile


def open_table(table: BatchFile):
    """The bytes of ``table``, to be read and sought in; to be closed by whoever asked."""
    return open_member(storage.uploads().open(table.stored), table.member)


def open_member(kept: BinaryIO, member: str) -> BinaryIO:
    return zips.member(kept, member) if member else kept
