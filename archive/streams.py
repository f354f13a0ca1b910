"""Streams of bytes: files that are lent, and what opening a ZIP can raise."""

import io
import lzma
import struct
import zipfile
import zlib
from typing import IO

# What Python raises of a ZIP that is broken, or compressed in a way that it does not know
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    ValueError,
    IndexError,
    struct.error,
    OverflowError,
)
BLOCK = 1024 * 1024  # bytes that are read at once
IN_MEMORY = 8 * 1024**2  # bytes of what is unfolded that are held in memory; more is put on disk
LARGEST_UNFOLDED = 2 * 1024**3  # bytes that a workbook, or a file in a ZIP, may unfold to


class UncloseableFile(io.BufferedIOBase):
    """Lends a file to a reader that would close it when it is done."""

    def __init__(self, file: IO[bytes]):
        self._file = file

    @property
    def name(self) -> str:
        return ""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self._file.read(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        return self._file.read(size)
