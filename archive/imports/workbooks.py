"""XLSX: rows read one by one as text, and written; through openpyxl, whose XML parser defusedxml guards."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

import defusedxml
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from archive.imports.errors import TableError

LONGEST = 32_767  # characters that a cell of XLSX holds
LARGEST = 2 * 1024**3  # bytes that a workbook may unfold to
THICKEST = 200  # times that a part of more than a few MB may unfold to what it takes folded
SMALL = 8 * 1024**2
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile(r"[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


_DAMAGED = (ParseError, KeyError, IndexError, ValueError, TypeError, zipfile.BadZipFile, InvalidFileException)


class Formula(str):
    """A cell that holds a formula, and not a value."""

    __slots__ = ()


def is_workbook(file: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(file) as folded:
            return "[Content_Types].xml" in folded.namelist()
    except zipfile.BadZipFile:
        return False
    finally:
        file.seek(0)


def demand_no_bomb(folded: zipfile.ZipFile) -> None:
    """Raise `TableError` where a ZIP would unfold to more than a table can be."""
    for part in folded.infolist():
        if part.file_size > SMALL and part.file_size > part.compress_size * THICKEST:
            raise TableError(
                f"“{part.filename}” unfolds to {part.file_size:,} bytes. Expected no ZIP that hides so much."
            )
    if (size := sum(part.file_size for part in folded.infolist())) > LARGEST:
        raise TableError(f"The file unfolds to {size:,} bytes. Expected at most {LARGEST:,}.")


def rows(file: BinaryIO) -> Iterator[list[str]]:
    """The rows of the first sheet, each as long as the first one, cells as text; a formula as `Formula`."""
    try:
        with zipfile.ZipFile(file) as folded:
            demand_no_bomb(folded)
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        yield from _trimmed(book.worksheets[0].iter_rows())
    except TableError:
        raise
    except _DAMAGED as error:
        if defusedxml.DefusedXmlException in (type(error).__base__, type(error.__cause__).__base__):
            raise TableError(
                "The workbook defines XML entities, which no spreadsheet does. Expected one saved by a "
                "spreadsheet program."
            ) from error
        raise TableError("The workbook is damaged. Expected one that a spreadsheet program can open.") from error


def _trimmed(found: Iterable[tuple]) -> Iterator[list[str]]:
    """Without the empty cells that spreadsheets keep beyond the last heading and below the last row."""
    width = None
    for row in found:
        cells = [_text(cell) for cell in row]
        if width is None:
            width = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
        beyond = [cell for cell in cells[width:] if cell]
        yield (cells[:width] + [""] * (width - len(cells))) + beyond


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Formula(value)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))


def _day(value: date) -> str:
    """A day as EDTF; what a spreadsheet has as a moment of it keeps its time."""
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ")
    return value.strftime("%Y-%m-%d")


def write(out: BinaryIO, sheets: dict[str, Iterable[list[str]]]) -> None:
    """Write a workbook with ``sheets`` by title, each cell as text; raise `TableError` where a text is too long."""
    book = Workbook(write_only=True)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        for number, line in enumerate(lines, 1):
            sheet.append([_cell(sheet, text, number) for text in line])
    book.save(out)


def _cell(sheet, text: str, row: int):
    escaped = _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    if len(escaped) > LONGEST:
        raise TableError(f"Row {row} has a text of {len(text):,} characters, and XLSX holds {LONGEST:,}. Take CSV.")
    if not escaped:
        return None
    cell = WriteOnlyCell(sheet, escaped)
    cell.data_type = "s"  # text, also where it begins like a formula
    return cell
