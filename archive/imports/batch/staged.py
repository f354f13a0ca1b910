"""Staged rows, read back some at a time: what applying and undoing need of each."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from archive.models import BatchFile

ROWS_PER_READ = 1000  # rows in memory at once


@dataclass(slots=True)
class Staged:
    """What applying needs of a row; a hundred thousand of them as Django's instances would take a second longer."""

    pk: int
    number: int
    outcome: str
    reference: str
    subject: str
    key: str
    before: str
    state: str


def chunks_of(table: BatchFile) -> Iterator[list[Staged]]:
    """The rows to be written, in the order of the file, some at a time."""
    last = 0
    chosen = table.rows.new_or_changed().order_by("number").values_list(*(one.name for one in fields(Staged)))
    while rows := [Staged(*values) for values in chosen.filter(number__gt=last)[:ROWS_PER_READ]]:
        yield rows
        last = rows[-1].number
