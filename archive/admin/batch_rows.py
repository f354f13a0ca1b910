"""What a page shows of the rows of a batch: some at a time, by outcome, each as far as it is open to who asks."""

import json
from collections import defaultdict

from django.utils.translation import gettext as _

from archive.admin.meanings import meanings_of
from archive.admin.reading import numbers_in
from archive.admin.words import Words
from archive.imports.batch.loading import Refusal
from archive.imports.batch.visible_rows import visible_row_flags
from archive.imports.types import SHEETS
from archive.models import Batch, BatchFile, BatchRow
from archive.models.base.labels import field_label
from archive.models.desk.batches import links_of, placeholders_in
from archive.vocabularies import BatchStatus, RowOutcome

PAGE = 50  # rows of one page


def rows_page(request, batch: Batch, files: list[BatchFile]) -> dict:
    """One page of the rows with one outcome, in one file; a page is found by the number that it follows."""
    wanted = next((one for one in files if str(one.position) == request.GET.get("file")), None)
    outcome = request.GET.get("outcome", "")
    if outcome not in RowOutcome.values:
        outcome = next((one for one in ("refused", "changed", "new", "same") if batch.count(one)), "new")
    table = wanted or next((one for one in files if one.counts.get(outcome)), files[0])
    after = next(iter(numbers_in(request.GET.get("after", ""))), 0)
    found = list(table.rows.filter(outcome=outcome, number__gt=after).order_by("number")[: PAGE + 1])
    more = found[PAGE - 1].number if len(found) > PAGE else None
    rows = found[:PAGE]
    return {
        "outcome": outcome,
        "outcome_label": RowOutcome(outcome).label,
        "table": table,
        "more": more,
        "of_files": [(one, f"{count:,}") for one in files if (count := one.counts.get(outcome))],
        "made": [one for one in files if not one.stored and one.counts.get(RowOutcome.NEW)],
        "rows": _in_words(request.user, batch, table, rows),
        "unmapped": [heading for heading, name in table.mapping.get("columns", {}).items() if not name],
        "meanings": [one for each in files for one in meanings_of(each)] if batch.status == BatchStatus.READY else [],
    }


def _in_words(user, batch: Batch, table: BatchFile, rows: list[BatchRow]) -> list[dict]:
    open_ones = visible_row_flags(user, batch, rows)
    states = [json.loads(state) for row in rows for state in (row.before, row.state) if state]
    words = Words(user, states, _rows_meant(user, batch, table, states))
    return [
        _describe_row(row, table, words, hints=batch.user == user)
        if are_all_rows_visible
        else {"number": row.number, "closed": True}
        for row, are_all_rows_visible in zip(rows, open_ones, strict=True)
    ]


def _rows_meant(user, batch: Batch, table: BatchFile, states: list[dict]) -> dict[str, str]:
    """The words for rows of the batch that others link to before they have a reference."""
    links = links_of(table.model)
    wanted = {one for state in states for one in placeholders_in(state, links)}
    numbers = defaultdict(list)
    for one in wanted:
        position, number = one[1:].split(":")
        numbers[position].append(number)
    found = {}
    for position, some in numbers.items():
        rows = list(batch.rows().filter(file__position=position, number__in=some).select_related("file"))
        for row, are_all_rows_visible in zip(rows, visible_row_flags(user, batch, rows), strict=True):
            title = json.loads(row.state or "{}").get("title", "") if are_all_rows_visible else ""
            found[row.placeholder] = (
                _("{title} (row {number} of {file})").format(title=title, number=row.number, file=row.file).strip()
            )
    return found


def _describe_row(row: BatchRow, table: BatchFile, words: Words, *, hints: bool) -> dict:
    """What is said of one row. ``hints`` at what comes close were looked for among what its sender may see."""
    described = {"number": row.number, "reference": row.reference, "typed": _typed(row, table)}
    described["problems"] = [
        Refusal(row.number, _column_called(table, column), value, expected.rstrip(".։"), nearest if hints else "")
        for column, value, expected, nearest in json.loads(row.problems or "[]")
    ]
    if row.state:
        before, after = json.loads(row.before or "{}"), json.loads(row.state)
        changed = {name: value for name, value in after.items() if before.get(name) != value} if before else after
        names = [
            name
            for name in SHEETS[table.noun].names
            if name in changed and (before or changed[name] not in ("", None, []))
        ]
        described["differences"] = [
            (
                field_label(table.noun, name),
                words.of(before.get(name), table.noun, name),
                words.of(after[name], table.noun, name),
            )
            for name in names
        ]
    return described


def _typed(row, table: BatchFile) -> list[tuple[str, str]]:
    cells = json.loads(row.cells)
    return [(heading, cell) for heading, cell in zip(table.headings, cells, strict=False) if cell]


def _column_called(table: BatchFile, column: str) -> str:
    return field_label(table.noun, column) if column else ""
