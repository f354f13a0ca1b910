"""What becomes of a batch as objects of JSON, one for each row and the batch last: for scripts."""

import json
from collections.abc import Iterator
from itertools import islice

from archive.imports.schema.mapping import Columns
from archive.imports.schema.sheets import Sheet
from archive.models import Batch, BatchFile, BatchRow
from archive.models.base.chunks import CHUNK_SIZE


def objects_of(batch: Batch, sheets: dict[str, Sheet]) -> Iterator[dict]:
    """For each row ``file``, ``row``, ``outcome``, ``reference``, ``values`` and ``problems``; then the batch.

    ``values`` are those of the record that a new or changed row leaves behind, and for any other row its cells as
    they were typed, by field. Each problem has ``column``, ``value``, ``expected`` and ``nearest``, as at the desk.
    """
    for table in batch.files.all():
        columns = Columns(sheets[table.noun], table.headings, table.mapping)
        rows = table.rows.order_by("number").iterator(chunk_size=CHUNK_SIZE)
        while some := list(islice(rows, CHUNK_SIZE)):
            yield from (_row(row, table, columns) for row in some)
    counts: dict[str, int] = {}
    for table in batch.files.all():
        for outcome, number in table.counts.items():
            counts[outcome] = counts.get(outcome, 0) + number
    yield {"batch": batch.pk, "standing": batch.status, "told": batch.message, "counts": counts}


def _row(row: BatchRow, table: BatchFile, columns: Columns) -> dict:
    names = ("column", "value", "expected", "nearest")
    return {
        "file": table.name,
        "row": row.number,
        "outcome": row.outcome,
        "reference": row.reference,
        "values": json.loads(row.state) if row.state else _typed(row, columns),
        "problems": [dict(zip(names, one, strict=True)) for one in json.loads(row.problems or "[]")],
    }


def _typed(row: BatchRow, columns: Columns) -> dict[str, str]:
    cells = json.loads(row.cells)
    cells += [""] * (columns.width - len(cells))
    return {column.name: columns.typed_of(column.name, cells) for column in columns.filled}
