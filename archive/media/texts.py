"""The text in a file of any kind that tables come in, to be searched for a word. Nothing in it is understood."""

import html
import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO

from archive import encodings
from archive.streams import ARCHIVE_ERRORS, IN_MEMORY, LARGEST_UNFOLDED, UncloseableFile

TOGETHER = 1024 * 1024  # characters that are looked at together
OVERLAP = 1000  # characters that two blocks share, so that no words are torn apart
DEEPEST = 3  # a workbook in a ZIP in a ZIP
_READ = (".csv", ".tsv", ".txt", ".xlsx", ".xml", ".rels", ".vml", ".zip", ".json", ".html", ".htm", ".md")
_WORDLESS: tuple[str, ...] = (
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".webp",
    ".tif",
    ".tiff",
    ".mp3",
    ".mp4",
    ".m4a",
    ".mov",
    ".ogg",
    ".wav",
)
_WORDLESS += (".webm", ".emf", ".wmf", ".bin")
_CLOSED = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")  # texts in them are packed


class UnsearchableFile(ValueError):
    """A file, or one within it, that can't be searched."""


def texts_in(file: IO[bytes], depth: int = 0) -> Iterator[str]:
    """All text in ``file`` and in the tables that it folds, with their names.

    Raise `UnsearchableFile` where some of it can't be had.

    Where the encoding is not certain, the text is given in each that it may be in.
    """
    start = file.read(4)
    file.seek(0)
    if start != b"PK\x03\x04":
        for encoding in _encodings_of(file):
            yield from _decoded(file, encoding)
        if start in {mark[:4] for mark in _CLOSED}:
            raise UnsearchableFile
    elif depth < DEEPEST:
        yield from _unfolded(file, depth)
    else:
        raise UnsearchableFile


def _encodings_of(file: IO[bytes]) -> tuple[str, ...]:
    try:
        found = encodings.recognise(file)
    except encodings.Mixed:
        found = ""
    finally:
        file.seek(0)
    return (found,) if found in encodings.UNICODE else ("utf-8", "cp1251", "cp1252", "armscii-8")


def _decoded(file: IO[bytes], encoding: str) -> Iterator[str]:
    file.seek(0)
    text = io.TextIOWrapper(UncloseableFile(file), encoding=encoding, errors="replace")
    before = ""
    while block := text.read(TOGETHER):
        whole = html.unescape(encodings.unescaped(before + block))
        yield re.sub(r"<[^<>]*>", " ", whole)  # the tags of a workbook's parts, between words
        yield re.sub(r"<[^<>]*>", "", whole)  # and within a word of which some letters look otherwise
        before = block[-OVERLAP:]


def _unfolded(file: IO[bytes], depth: int) -> Iterator[str]:
    try:
        with zipfile.ZipFile(file) as folded:
            closed = False
            for part in folded.infolist():
                yield part.filename
                name = part.filename.lower()
                if name.endswith(_READ):
                    yield from _part(folded, part, depth)
                closed = closed or not name.endswith((*_READ, *_WORDLESS, "/"))
            if closed:
                raise UnsearchableFile
    except UnsearchableFile:
        raise
    except (*ARCHIVE_ERRORS, RuntimeError) as error:
        raise UnsearchableFile from error


def _part(folded: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> Iterator[str]:
    if part.file_size > LARGEST_UNFOLDED:
        raise UnsearchableFile
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as unfolded:
        with folded.open(part) as content:
            shutil.copyfileobj(content, unfolded)
        unfolded.seek(0)
        yield from texts_in(unfolded, depth + 1)
