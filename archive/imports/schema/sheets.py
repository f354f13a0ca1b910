"""The sheets: the resource of each noun, by its noun, and a whole table of one written line by line.

`archive.imports.types` registers them when the archive starts, in an order in which links are there before they are
used.
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import TextIO

from archive.imports.files.tables import write_lines
from archive.imports.schema.resources import SheetResource

Sheet = type[SheetResource]

SHEETS: dict[str, Sheet] = {}


def register(*sheets: Sheet) -> None:
    SHEETS.update({sheet.noun: sheet for sheet in sheets})


def write(out: TextIO, sheet: Sheet, rows: Iterable[dict]) -> None:
    """Write the states ``rows`` as the table of ``sheet``, in CSV."""
    write_lines(out, lines_of(sheet, rows))


def lines_of(sheet: Sheet, rows: Iterable[dict]) -> Iterator[list[str]]:
    """The table of ``sheet`` as lists of cells, its headings first."""
    columns = deepcopy(sheet.columns)
    for column in columns:
        column.widget.prepare()
    yield sheet.names
    for row in rows:
        yield [column.widget.render(row[column.name]) for column in columns]
