"""XLSX: rows read one by one as text, and written; through openpyxl, whose XML parser defusedxml guards."""

import errno
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO

import defusedxml
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.cell import range_boundaries

from archive.encodings import unescaped
from archive.imports.files.errors import TableError
from archive.streams import ARCHIVE_ERRORS, BLOCK, LARGEST_UNFOLDED

MAX_WRITTEN_LENGTH = 32_767  # characters that a cell of XLSX holds
THICKEST = 200  # times that a part of more than a few MB may unfold to what it takes folded
SMALL = 8 * 1024**2
MAX_ROWS = 1_048_576  # of a sheet, says ECMA-376; empty ones between the others count
MAX_EMPTY = 10_000  # rows next to each other
MAX_CELL_LENGTH = 5_000_000  # characters
MAX_MERGED = 20_000  # in a sheet
MAX_MERGE_LENGTH = 200  # bytes of what tells of a merged cell
LARGEST_TEXTS = 64 * 1024**2  # bytes of the texts that a workbook's cells share, which are held in memory as it is read
HELP = "help"  # the sheet of our own templates that explains the columns
_OF_A_WORKBOOK = re.compile(r"(?:xl|_rels|docProps|customXml)/|\[Content_Types\]\.xml$", re.IGNORECASE)
_LARGE_PARTS = re.compile(r"xl/(?:worksheets/[^/]+\.xml|sharedStrings\.xml|media/.*)$", re.IGNORECASE)  # rows, texts
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})[\"']")
_ZEROS = re.compile(r"0{2,30}")
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')  # words, colours, escaped signs and spaces in a number format
_TO_ESCAPE = re.compile(r"[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class Formula(str):
    """A cell that holds a formula, and not a value."""

    __slots__ = ()


def is_workbook(file: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as folded:
            return any(name.startswith("xl/") for name in folded.namelist())
    except ARCHIVE_ERRORS:
        return False
    finally:
        file.seek(0)


def check_zip_bomb(folded: zipfile.ZipFile) -> None:
    """Raise `TableError` where a ZIP would unfold to more than a table can be."""
    for part in folded.infolist():
        if part.file_size > SMALL and part.file_size > part.compress_size * THICKEST:
            raise TableError(
                _(
                    "“{filename}” unpacks to {size:,} bytes, which is too much for its size. Expected an ordinary ZIP."
                ).format(filename=part.filename, size=part.file_size)
            )
        if part.file_size > SMALL and not _LARGE_PARTS.match(part.filename) and _OF_A_WORKBOOK.match(part.filename):
            raise TableError(
                _("“{filename}” in the workbook has {size:,} bytes. Expected at most {largest:,} there.").format(
                    filename=part.filename, size=part.file_size, largest=SMALL
                )
            )
    if (size := sum(part.file_size for part in folded.infolist())) > LARGEST_UNFOLDED:
        raise TableError(
            _("The file unpacks to {size:,} bytes. Expected at most {largest:,}.").format(
                size=size, largest=LARGEST_UNFOLDED
            )
        )


def rows(file: IO[bytes], heading_row: int = 1, called: str = "") -> Iterator[list[str]]:
    """The rows of the sheet ``called`` so, as people see them, each as long as that with the headings.

    Without a name it is the first sheet that people see.

    Cells are text, a formula and an error are a `Formula`. What stands in a merged cell stands in each of its cells.
    """
    try:
        book = _opened(file)
        seen = next((one for one in book.worksheets if one.sheet_state == "visible"), book.worksheets[0])
        sheet = next((one for one in book.worksheets if one.title == called), seen)
        merged = _merged(file, sheet)
        sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
        yield from _trimmed(sheet.iter_rows(), heading_row, merged)
    except TableError:
        raise
    except Exception as error:  # whatever its parser stumbles over: openpyxl has no error of its own for it
        require_not_of_the_machine(error)
        if defusedxml.DefusedXmlException in (type(error).__base__, type(error.__cause__).__base__):
            raise TableError(
                _(
                    "The workbook defines XML entities, which no spreadsheet does. Expected one saved by a "
                    "spreadsheet program."
                )
            ) from error
        raise TableError(_("The workbook is damaged. Expected one that a spreadsheet program can open.")) from error


@dataclass
class Merged:
    """A merged cell: where it begins, where it ends, and what stands in it, once it was read."""

    first_row: int
    last_row: int
    first: int  # columns, from 0
    last: int
    text: str = ""


def _merged(file: IO[bytes], sheet) -> deque[Merged]:
    """The merged cells of a sheet by their first row; they stand behind its rows, so the part is gone through once."""
    found: list[Merged] = []
    before = b""
    with zipfile.ZipFile(file) as folded, folded.open(sheet._worksheet_path) as part:
        while block := part.read(BLOCK):
            whole = before + block
            for match in _MERGE.finditer(whole):
                left, top, right, bottom = range_boundaries(match[1].decode())
                found.append(Merged(top, bottom, left - 1, right - 1))
                if len(found) > MAX_MERGED:
                    raise TableError(
                        _("The sheet has more than {most:,} merged cells. Expected less; use CSV.").format(
                            most=MAX_MERGED
                        )
                    )
            before = (
                whole[-MAX_MERGE_LENGTH:] if (last := whole.rfind(b">")) < 0 else whole[last + 1 :][-MAX_MERGE_LENGTH:]
            )
    file.seek(0)
    return deque(sorted(found, key=lambda one: one.first_row))


def _filled(cells: list[str], number: int, waiting: deque[Merged], open_ones: list[Merged]) -> list[str]:
    """``cells`` of row ``number`` with what stands in merged ones; ``open_ones`` are those that reach down to it."""
    while waiting and waiting[0].first_row <= number:
        begun = waiting.popleft()
        begun.text = cells[begun.first] if begun.first < len(cells) else ""
        open_ones.append(begun)
    open_ones[:] = [one for one in open_ones if one.last_row >= number]
    for one in open_ones:
        for column in range(one.first, min(one.last + 1, len(cells))):
            cells[column] = cells[column] or one.text
    return cells


def require_not_of_the_machine(error: Exception) -> None:
    """Raise ``error`` again where it is the machine that fails, and not the file."""
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno not in (None, errno.EINVAL)):
        raise error


def sheets_of(file: IO[bytes]) -> tuple[str, list[str]]:
    """The name of the first sheet that people see, and those of the others.

    Nothing where the file can't be opened: `rows` says why.
    """
    try:
        with zipfile.ZipFile(file) as folded:
            check_zip_bomb(folded)
            book = fromstring(folded.read("xl/workbook.xml"))
        sheets = [part for part in book.iter() if part.tag.endswith("}sheet")]
        read = next((one for one in sheets if one.get("state", "visible") == "visible"), sheets[0])
        others = [one.get("name", "") for one in sheets if one is not read and one.get("name") != HELP]
        return read.get("name", ""), others
    except Exception as error:
        require_not_of_the_machine(error)
        return "", []
    finally:
        file.seek(0)


def _opened(file: IO[bytes]):
    with zipfile.ZipFile(file) as folded:
        check_zip_bomb(folded)
        texts = [part.file_size for part in folded.infolist() if part.filename.endswith("sharedStrings.xml")]
    if sum(texts) > LARGEST_TEXTS:
        raise TableError(
            _("The texts of the workbook have {size:,} bytes. Expected at most {largest:,}; use CSV.").format(
                size=sum(texts), largest=LARGEST_TEXTS
            )
        )
    file.seek(0)
    return load_workbook(file, read_only=True, data_only=False, keep_links=False)


def _trimmed(found: Iterable[tuple], heading_row: int, merged: deque[Merged]) -> Iterator[list[str]]:
    """Without the empty cells that spreadsheets keep beyond the last heading and below the last row."""
    width = None
    empty = 0
    open_ones: list[Merged] = []
    for number, row in enumerate(found, 1):
        empty = 0 if any(cell.value is not None for cell in row) else empty + 1
        if empty > MAX_EMPTY:
            raise TableError(
                _(
                    "The workbook has over {most:,} empty rows before row {number:,}. Expected none: delete them."
                ).format(most=MAX_EMPTY, number=number)
            )
        if number > MAX_ROWS:
            raise TableError(
                _("The workbook has more than {most:,} rows. Expected at most that many; use CSV.").format(
                    most=MAX_ROWS
                )
            )
        cells = [_text(cell) for cell in row]
        if number > heading_row and (merged or open_ones):  # of headings, each names one column
            cells = _filled(cells, number, merged, open_ones)
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
    if cell.data_type in ("f", "e"):
        return Formula(getattr(value, "text", value) or "=")
    if isinstance(value, date):
        return _day(value, cell.number_format)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = _number(value, cell.number_format) if isinstance(value, int | float) else str(value)
    if len(text) > MAX_CELL_LENGTH:
        raise TableError(
            _("A cell has more than {longest:,} characters. Expected less.").format(longest=MAX_CELL_LENGTH)
        )
    return unescaped(text)


def _number(value: float, shown: str) -> str:
    """A number as its format ``shown`` shows it, where that is whole, or filled up with zeros."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    filled = isinstance(value, int) and value >= 0 and _ZEROS.fullmatch(shown)
    return str(value).zfill(len(shown)) if filled else str(value)


def _day(value: date, shown: str) -> str:
    """A day as EDTF, as far as the number format ``shown`` shows it; a moment of it keeps its time.

    A cell in which somebody typed “Nov 2020” holds the first of the month, and shows none.
    """
    parts = set(_NOT_SHOWN.sub("", shown).lower()) & set("ymdh")
    if "h" not in parts and parts & set("ymd") and "d" not in parts and "y" in parts:
        return value.strftime("%Y-%m" if "m" in parts else "%Y")
    if parts == {"d", "m"}:
        return value.strftime("XXXX-%m-%d")
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ")
    return value.strftime("%Y-%m-%d")


def write(out: IO[bytes], sheets: dict[str, Iterable[list[str]]]) -> None:
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
    if len(escaped) > MAX_WRITTEN_LENGTH:
        raise TableError(
            _("Row {row} has a text of {length:,} characters; XLSX allows {longest:,}. Use CSV.").format(
                row=row, length=len(text), longest=MAX_WRITTEN_LENGTH
            )
        )
    if not escaped:
        return None
    cell = WriteOnlyCell(sheet, escaped)
    cell.data_type = "s"  # text, also where it begins like a formula
    return cell
