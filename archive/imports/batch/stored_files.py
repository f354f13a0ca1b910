"""The bytes of a table of a batch, opened from where they are kept."""

from typing import IO

from archive.imports.files import zips
from archive.media import storage
from archive.models import BatchFile


def open_table(table: BatchFile):
    """The bytes of ``table``, to be read and sought in; to be closed by whoever asked."""
    return open_member(storage.uploads().open(table.stored), table.member)


def open_member(kept: IO[bytes], member: str) -> IO[bytes]:
    return zips.member(kept, member) if member else kept
