"""Tables as files: CSV in UTF-8, read row by row with errors in words, and written."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, TextIO

from archive.imports.sheets import Sheet

LONGEST_CELL = 5_000_000  # characters
MOST_COLUMNS = 500
_MARKS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": "a ZIP or XLSX file, not text",
    b"%PDF": "a PDF file, not text",
}


class TableError(ValueError):
    """The file as a whole can't be read as a table of this noun; the message says why and what is expected."""


class Table:
    """An opened table: its headings, and its rows as ``(row number, {heading: cell})``, read as one goes."""

    def __init__(self, headings: list[str], rows: Iterator[tuple[int, list[str]]]):
        self.headings = headings
        self.rows = rows


def read(file: BinaryIO, sheet: Sheet) -> Table:
    """Open ``file`` as the table of ``sheet``; raise `TableError` for another encoding, kind or set of columns."""
    start = file.read(4)
    file.seek(0)
    for mark, name in _MARKS.items():
        if start.startswith(mark):
            raise TableError(f"The file is {name}. Expected CSV in UTF-8; a spreadsheet offers it under “save as”.")
    csv.field_size_limit(LONGEST_CELL)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    first = _explained(lambda: text.readline(LONGEST_CELL))
    if not first.strip():
        raise TableError(f"The file is empty. Expected a first row with the columns {', '.join(sheet.names)}.")
    text.seek(0)
    delimiter = _explained(lambda: _delimiter(first, sheet))
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    headings = [heading.strip() for heading in _explained(lambda: next(rows))]
    check_headings(headings, sheet)
    return Table(headings, _numbered(rows, len(headings)))


def check_headings(headings: list[str], sheet: Sheet) -> None:
    """Raise `TableError` naming each column that is missing, unknown or there twice."""
    if len(headings) > MOST_COLUMNS:
        raise TableError(f"The file has {len(headings)} columns. Expected at most {MOST_COLUMNS}.")
    problems = []
    if missing := [name for name in sheet.required if name not in headings]:
        problems.append(f"missing: {', '.join(missing)}")
    if unknown := [heading or "(a column without a heading)" for heading in headings if heading not in sheet.names]:
        problems.append(f"not known: {', '.join(unknown)}")
    if twice := sorted({heading for heading in headings if headings.count(heading) > 1}):
        problems.append(f"there more than once: {', '.join(twice)}")
    if problems:
        raise TableError(
            f"The columns are not those of {sheet.noun}; {'; '.join(problems)}. Expected: {', '.join(sheet.names)}."
        )


def write(out: TextIO, sheet: Sheet, rows: Iterable[dict]) -> None:
    """Write the states ``rows`` as the table of ``sheet``."""
    for column in sheet.columns:
        if hasattr(column, "prepare_to_write"):
            column.prepare_to_write()
    writer = csv.writer(_Lines(out), lineterminator="\r\n")
    writer.writerow(sheet.names)
    for row in rows:
        writer.writerow([column.write(row[column.name]) for column in sheet.columns])


class _Lines:
    """Ends lines with a plain line feed. The csv module quotes a lone carriage return only where lines end in both."""

    def __init__(self, out: TextIO):
        self.out = out

    def write(self, line: str) -> None:
        self.out.write(f"{line.removesuffix(chr(13) + chr(10))}\n")


def _delimiter(first: str, sheet: Sheet) -> str:
    """Comma or semicolon: whichever parts the first row into more of the columns that are expected."""

    def known(delimiter: str) -> int:
        return len({heading.strip() for heading in next(csv.reader([first], delimiter=delimiter))} & set(sheet.names))

    return ";" if known(";") > known(",") else ","


def _numbered(rows, width: int) -> Iterator[tuple[int, list[str]]]:
    number = 1
    while True:
        try:
            row = _explained(lambda: next(rows))
        except StopIteration:
            return
        number += 1
        if row:
            yield number, row


def _explained(step):
    """Run ``step``, turning what can go wrong in reading into a `TableError`."""
    try:
        return step()
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise TableError(
            f"The file is not UTF-8 (byte 0x{byte:02x} has no meaning there); it may be {_likely(error.object)}. "
            "Save it as CSV in UTF-8."
        ) from error
    except csv.Error as error:
        raise TableError(f"The file can't be read as CSV: {error}.") from error


def _likely(data: bytes) -> str:
    """The encoding that people who meet this archive most often have instead of UTF-8."""
    high = [byte for byte in data if byte >= 0x80]
    cyrillic = sum(byte >= 0xC0 for byte in high)
    return "Windows-1251" if len(high) > 8 and cyrillic > len(high) * 0.8 else "Windows-1252 or Windows-1251"
