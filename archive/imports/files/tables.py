"""Tables as files: CSV, TSV and XLSX, recognised, read row by row with errors in words, and written."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import IO, TextIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import encodings
from archive.imports.files import workbooks
from archive.imports.files.errors import TableError, Unreadable
from archive.streams import UncloseableFile

MAX_CELL_LENGTH = workbooks.MAX_CELL_LENGTH
MAX_COLUMNS = 500
SAMPLE = 64 * 1024  # characters by which separator and quotation mark are told
SEPARATORS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}
QUOTES = {'"': gettext_lazy("double quotation marks"), "'": gettext_lazy("apostrophes"), "": gettext_lazy("nothing")}
MAX_ABOVE = 10  # rows in which headings are looked for
TRIED = 50  # rows by which a way of reading is judged
CSV, XLSX = "csv", "xlsx"
_SAID_SEPARATOR = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
_OTHERS = {
    b"%PDF": gettext_lazy("a PDF file"),
    b"\x89PNG": gettext_lazy("a picture"),
    b"\xff\xd8\xff": gettext_lazy("a picture"),
    b"GIF8": gettext_lazy("a picture"),
    b"\xd0\xcf\x11\xe0": gettext_lazy("an old or locked Excel file"),
    b"{\\rtf": gettext_lazy("a text document"),
    b"<!DO": gettext_lazy("a web page"),
    b"<htm": gettext_lazy("a web page"),
    b"\x1f\x8b": gettext_lazy("a compressed file"),
    b"SQLi": gettext_lazy("a database"),
}


@dataclass(frozen=True)
class TableFormat:
    """How the bytes of a table are read."""

    kind: str = CSV
    encoding: str = "utf-8-sig"
    separator: str = ","
    quote: str = '"'
    heading_row: int = 1  # in which line the headings stand
    blank_after: bool = False  # whether a blank after a separator is none of the cell
    sheet: str = ""  # of a workbook; "" for the first that people see
    left_out: list[str] = field(default_factory=list)  # its other sheets

    @property
    def words(self) -> str:
        if self.kind == XLSX:
            return "XLSX"
        return _("text in {encoding}, column separator: {separator}, quote character: {quote}").format(
            encoding=encodings.NAMES[self.encoding], separator=SEPARATORS[self.separator], quote=QUOTES[self.quote]
        )

    def stored(self) -> dict:
        return asdict(self)


class Table:
    """An opened table: its headings, and its rows as ``(row number, cells)``, read as one goes."""

    def __init__(self, headings: list[str], rows: Iterator[tuple[int, list[str]]]):
        self.headings = headings
        self.rows = rows


def recognise(file: IO[bytes]) -> TableFormat:
    """How ``file`` is most likely to be read; raise `TableError` where it is empty, or no table at all.

    Raise `Unreadable` where it is one, and a person has to say how it is read.
    """
    start = file.read(4)
    file.seek(0)
    if not start:
        raise TableError(_("The file is empty. Expected a first row with headings, and rows below it."))
    if start == b"PK\x03\x04":
        if workbooks.is_workbook(file):
            sheet, others = workbooks.sheets_of(file)
            return TableFormat(kind=XLSX, sheet=sheet, left_out=others)
        raise TableError(_("The file is a ZIP file without a workbook in it. Expected a table: CSV, TSV or XLSX."))
    for mark, name in _OTHERS.items():
        if start.startswith(mark):
            raise TableError(_("The file is {name}, not a table. Expected CSV, TSV or XLSX.").format(name=name))
    try:
        encoding = encodings.recognise(file)
    except encodings.Mixed as error:
        raise Unreadable(
            _(
                "The file mixes encodings: {error}. Expected one throughout; paste the parts into one sheet "
                "and save it again."
            ).format(error=error),
            TableFormat(),
        ) from error
    try:
        sample = _explained(lambda: io.TextIOWrapper(UncloseableFile(file), encoding=encoding, newline="").read(SAMPLE))
    except Unreadable as error:
        raise Unreadable(str(error), TableFormat(encoding=encoding)) from error
    file.seek(0)
    return _text_reading(sample, encoding)


def read(file: IO[bytes], reading: TableFormat | None = None, within: int | None = None) -> Table:
    """Open ``file`` as a table; raise `Unreadable` where it can't be read so, `TableError` where it can't be at all.

    Either may come at once, or as one goes through the rows.
    ``within`` so many lines alone, the headings and empty ones counted, if it is given.
    """
    reading = reading or recognise(file)
    file.seek(0)
    rows = workbooks.rows(file, reading.heading_row, reading.sheet) if reading.kind == XLSX else _lines(file, reading)
    return _table(rows if within is None else islice(rows, within), reading.heading_row)


def _table(rows: Iterator[list[str]], heading_row: int) -> Table:
    for above in range(1, heading_row):
        _explained(lambda: next(rows, []), above)
    headings = [heading.strip() for heading in _explained(lambda: next(rows, []))]
    if not any(headings):
        raise Unreadable(_("The file has no headings. Expected a first row that names the columns."))
    if len(headings) > MAX_COLUMNS:
        raise Unreadable(
            _("The file has {number:,} columns. Expected at most {most}.").format(
                number=len(headings), most=MAX_COLUMNS
            )
        )
    if any("\x00" in heading for heading in headings):
        raise Unreadable(_("The headings contain NUL characters, which no text has. Expected CSV, TSV or XLSX."))
    if twice := sorted({heading for heading in headings if heading and headings.count(heading) > 1}):
        raise Unreadable(
            _("The file has the same heading more than once: {twice}. Expected each once.").format(
                twice=", ".join(twice)
            )
        )
    while headings and not headings[-1]:  # what a spreadsheet keeps beyond the last one
        headings.pop()
    return Table(headings, _as_wide_as(len(headings), _numbered(rows, heading_row)))


def _lines(file: IO[bytes], reading: TableFormat) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_CELL_LENGTH)
    return _reader(io.TextIOWrapper(UncloseableFile(file), encoding=reading.encoding, newline=""), reading)


def _reader(text: Iterable[str], reading: TableFormat) -> Iterator[list[str]]:
    quoting = {"quotechar": reading.quote} if reading.quote else {"quoting": csv.QUOTE_NONE}
    blank = {"skipinitialspace": reading.blank_after}
    return csv.reader(text, delimiter=reading.separator, strict=True, **quoting, **blank)


def _as_wide_as(width: int, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Rows with a cell for each heading: blank ones may be left out at the end, and beyond it nothing may stand."""
    for number, row in rows:
        beyond = row[width:]
        yield number, row[:width] + [""] * (width - len(row)) + (beyond if any(cell.strip() for cell in beyond) else [])


def _numbered(rows: Iterator[list[str]], number: int) -> Iterator[tuple[int, list[str]]]:
    while True:
        number += 1
        try:
            row = _explained(lambda: next(rows), number)
        except StopIteration:
            return
        if any(row):
            yield number, row


def _explained(step, row: int = 1):
    """Run ``step``, turning what can go wrong in reading ``row`` into a `TableError`."""
    try:
        return step()
    except UnicodeError as error:
        raise Unreadable(
            _(
                "Row {row}, or one soon after it, can’t be read in the chosen encoding. Choose another, or "
                "save the file as UTF-8."
            ).format(row=row)
        ) from error
    except csv.Error as error:
        if "field larger" in str(error):
            raise Unreadable(
                _(
                    "Row {row} has a cell of more than {longest:,} characters. Expected less. An unclosed "
                    "quotation mark can cause this."
                ).format(row=row, longest=MAX_CELL_LENGTH)
            ) from error
        raise Unreadable(_("Row {row} can't be read: {error}.").format(row=row, error=error)) from error
    except (zipfile.BadZipFile, EOFError) as error:  # of a table within a ZIP
        raise TableError(_("The file is damaged: {error}.").format(error=error)) from error


def _text_reading(sample: str, encoding: str) -> TableFormat:
    """How a text is most likely to be read: by trying each way on its first rows.

    A first line ``sep=;``, as spreadsheets write it, says the separator and is no heading.
    """
    quote = _quote_of(sample)
    stated = _SAID_SEPARATOR.match(sample)
    separators = [stated[1]] if stated and stated[1] in SEPARATORS else list(SEPARATORS)
    ways = [(sign, blank) for sign in separators for blank in (False, True)]
    rows = {way: _tried(sample, quote, *way) for way in ways}
    sign, blank = max(ways, key=lambda way: _fit(rows[way][len(stated[0].splitlines()) if stated else 0 :]))
    above = 1 if stated else 0
    heading_row = next((n for n, row in enumerate(rows[sign, blank], 1) if n > above and any(row)), above + 1)
    return TableFormat(CSV, encoding, sign, quote, min(heading_row, MAX_ABOVE), blank)


def _tried(sample: str, quote: str, sign: str, blank: bool) -> list[list[str]]:
    """The first rows of ``sample`` read one way, up to where it can't be; the last may be cut off, and is left out."""
    rows: list[list[str]] = []
    reader = _reader(io.StringIO(sample, newline=""), TableFormat(separator=sign, quote=quote, blank_after=blank))
    try:
        rows.extend(islice(reader, TRIED))
    except csv.Error:
        return [*rows, []] if rows else []
    return rows if len(rows) == TRIED or len(sample) < SAMPLE else rows[:-1]


def _fit(rows: list[list[str]]) -> tuple[bool, float, int]:
    """How well a way of reading fits: whether it has columns, how many rows have as many as the first, and how many."""
    filled = [[cell.strip() for cell in row] for row in rows if any(row)]
    if not filled:
        return False, 0.0, 0
    width = len(filled[0])
    as_many = sum(len(row) == width or not any(row[width:]) for row in filled)
    quoted = sum(cell[:1] == '"' for row in filled for cell in row)  # a mark that was not taken for one
    return width > 1, (as_many - quoted) / len(filled), width


def _quote_of(sample: str) -> str:
    if '"' in sample:
        return '"'
    cells = [cell.strip() for line in sample.splitlines()[:20] for cell in line.replace(";", ",").split(",")]
    quoted = [cell for cell in cells if len(cell) > 1 and cell[0] == cell[-1] == "'"]
    return "'" if len(quoted) > len(cells) / 2 else '"'


def write_lines(out: TextIO, lines: Iterable[list[str]]) -> None:
    csv.writer(_Lines(out), lineterminator="\r\n").writerows(lines)


class _Lines:
    """Ends lines with a plain line feed. The csv module quotes a lone carriage return only where lines end in both."""

    def __init__(self, out: TextIO):
        self.out = out

    def write(self, line: str) -> None:
        self.out.write(f"{line.removesuffix(chr(13) + chr(10))}\n")
