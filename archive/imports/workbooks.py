"""XLSX: rows read one by one as text, and written; through openpyxl, whose XML parser defusedxml guards."""

import errno
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import BinaryIO

import defusedxml
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from archive.imports.errors import TableError

LONGEST = 32_767  # characters that a cell of XLSX holds
LARGEST = 2 * 1024**3  # bytes that a workbook may unfold to
THICKEST = 200  # times that a part of more than a few MB may unfold to what it takes folded
SMALL = 8 * 1024**2
MOST_ROWS = 1_048_576  # of a sheet, says ECMA-376; empty ones between the others count
MOST_EMPTY = 10_000  # rows next to each other
LONGEST_CELL = 5_000_000  # characters
LARGEST_TEXTS = 64 * 1024**2  # bytes of the texts that a workbook's cells share, which are held in memory as it is read
HELP = "help"  # the sheet of our own templates that explains the columns
_OF_A_WORKBOOK = re.compile(r"(?:xl|_rels|docProps|customXml)/|\[Content_Types\]\.xml$", re.IGNORECASE)
_LARGE_PARTS = re.compile(r"xl/(?:worksheets/[^/]+\.xml|sharedStrings\.xml|media/.*)$", re.IGNORECASE)  # rows, texts
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile(r"[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


# What comes of a ZIP that is broken, or folded in a way that Python does not know.
FOLDED_WRONG = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)
FOLDED_WRONG += (ValueError, IndexError, struct.error, OverflowError)


class Formula(str):
    """A cell that holds a formula, and not a value."""

    __slots__ = ()


def is_workbook(file: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(file) as folded:
            return any(name.startswith("xl/") for name in folded.namelist())
    except FOLDED_WRONG:
        return False
    finally:
        file.seek(0)


def demand_no_bomb(folded: zipfile.ZipFile) -> None:
    """Raise `TableError` where a ZIP would unfold to more than a table can be."""
    for part in folded.infolist():
        if part.file_size > SMALL and part.file_size > part.compress_size * THICKEST:
            raise TableError(
                _("“{filename}” unfolds to {size:,} bytes. Expected no ZIP that hides so much.").format(
                    filename=part.filename, size=part.file_size
                )
            )
        if part.file_size > SMALL and not _LARGE_PARTS.match(part.filename) and _OF_A_WORKBOOK.match(part.filename):
            raise TableError(
                _("“{filename}” in the workbook has {size:,} bytes. Expected at most {largest:,} there.").format(
                    filename=part.filename, size=part.file_size, largest=SMALL
                )
            )
    if (size := sum(part.file_size for part in folded.infolist())) > LARGEST:
        raise TableError(
            _("The file unfolds to {size:,} bytes. Expected at most {largest:,}.").format(size=size, largest=LARGEST)
        )


def rows(file: BinaryIO, heading_row: int = 1) -> Iterator[list[str]]:
    """The rows of the first sheet, each as long as that with the headings, cells as text; a formula as `Formula`."""
    try:
        sheet = _opened(file).worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
        yield from _trimmed(sheet.iter_rows(), heading_row)
    except TableError:
        raise
    except Exception as error:  # whatever its parser stumbles over: openpyxl has no error of its own for it
        demand_not_of_the_machine(error)
        if defusedxml.DefusedXmlException in (type(error).__base__, type(error.__cause__).__base__):
            raise TableError(
                _(
                    "The workbook defines XML entities, which no spreadsheet does. Expected one saved by a "
                    "spreadsheet program."
                )
            ) from error
        raise TableError(_("The workbook is damaged. Expected one that a spreadsheet program can open.")) from error


def demand_not_of_the_machine(error: Exception) -> None:
    """Raise ``error`` again where it is the machine that fails, and not the file."""
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno not in (None, errno.EINVAL)):
        raise error


def other_sheets(file: BinaryIO) -> list[str]:
    """The sheets after the first one, which are not read; none where the file can't be opened: `rows` says why."""
    try:
        with zipfile.ZipFile(file) as folded:
            demand_no_bomb(folded)
            book = fromstring(folded.read("xl/workbook.xml"))
        names = [part.get("name", "") for part in book.iter() if part.tag.endswith("}sheet")]
        return [name for name in names[1:] if name != HELP]
    except Exception as error:
        demand_not_of_the_machine(error)
        return []
    finally:
        file.seek(0)


def _opened(file: BinaryIO):
    with zipfile.ZipFile(file) as folded:
        demand_no_bomb(folded)
        texts = [part.file_size for part in folded.infolist() if part.filename.endswith("sharedStrings.xml")]
    if sum(texts) > LARGEST_TEXTS:
        raise TableError(
            _("The texts of the workbook are {size:,} bytes. Expected at most {largest:,}; take CSV.").format(
                size=sum(texts), largest=LARGEST_TEXTS
            )
        )
    file.seek(0)
    return load_workbook(file, read_only=True, data_only=False, keep_links=False)


def _trimmed(found: Iterable[tuple], heading_row: int) -> Iterator[list[str]]:
    """Without the empty cells that spreadsheets keep beyond the last heading and below the last row."""
    width = None
    empty = 0
    for number, row in enumerate(found, 1):
        empty = 0 if any(cell.value is not None for cell in row) else empty + 1
        if empty > MOST_EMPTY:
            raise TableError(
                _(
                    "The workbook has over {most:,} empty rows before row {number:,}. Expected none: delete them."
                ).format(most=MOST_EMPTY, number=number)
            )
        if number > MOST_ROWS:
            raise TableError(
                _("The workbook has more than {most:,} rows. Expected at most so many; take CSV.").format(
                    most=MOST_ROWS
                )
            )
        cells = [_text(cell) for cell in row]
        if number < heading_row:
            yield cells
            continue
        if width is None:
            width = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
        beyond = [cell for cell in cells[width:] if cell]
        yield (cells[:width] + [""] * (width - len(cells))) + beyond


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Formula(getattr(value, "text", value) or "=")
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if len(text) > LONGEST_CELL:
        raise TableError(_("A cell has more than {longest:,} characters. Expected less.").format(longest=LONGEST_CELL))
    return _ESCAPED.sub(_letter, text)


def _letter(escaped: re.Match) -> str:
    """The letter that ``_x0041_`` stands for; half of a surrogate pair is none, and stays as it was written."""
    number = int(escaped[1], 16)
    return escaped[0] if 0xD800 <= number <= 0xDFFF else chr(number)


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
        raise TableError(
            _("Row {row} has a text of {length:,} characters, and XLSX holds {longest:,}. Take CSV.").format(
                row=row, length=len(text), longest=LONGEST
            )
        )
    if not escaped:
        return None
    cell = WriteOnlyCell(sheet, escaped)
    cell.data_type = "s"  # text, also where it begins like a formula
    return cell
