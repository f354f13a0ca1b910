"""Cross checks: rows that fail only together with others of their batch."""

import json
from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from archive.imports.batch.rows import REFUSED, Problem, several
from archive.imports.batch.staged import ROWS_PER_READ, Staged, chunks_of
from archive.imports.schema.mapping import Columns
from archive.imports.schema.sheets import SHEETS
from archive.models import Batch, BatchFile, BatchRow
from archive.models.base.chunks import chunks
from archive.models.base.hierarchies import hierarchy_fields, hierarchy_links, leads_back, looping
from archive.models.desk.batches import links_of, placeholder
from archive.models.log.mentions import mentioned_in


def _refuse_loops(batch: Batch) -> None:
    """Rows of which each leads to the next, and the last to the first, can't stand together."""
    for table in batch.files.filter(links_within=True):
        for name in hierarchy_fields(table.model):
            rows = {}
            links = hierarchy_links(table.model, name)
            for row in (row for some in chunks_of(table) for row in some):
                called = row.reference or placeholder(table.position, row.number)
                links[called], rows[called] = json.loads(row.state)[name], row
            for called in looping({one: above for one, above in links.items() if above}, rows):
                staged = BatchRow.objects.select_related("file").get(pk=rows[called].pk)
                _refuse_later(staged, name, leads_back(json.loads(staged.state)["title"]))


def _refuse_what_links_to_refused(batch: Batch) -> None:
    """A row that links to a row of the batch that is refused can't stand without it."""
    refused = batch.rows().filter(outcome=REFUSED).select_related("file")
    gone = {name for row in refused.iterator() for name in (row.reference, row.placeholder) if name}
    tables_ = [table for table in batch.files.all() if table.links_within]
    while gone and tables_:
        found = {
            row.pk: link
            for table in tables_
            for rows in chunks_of(table)
            for row in rows
            for link in _links_of(table, row, gone)
        }
        if not found:
            return
        with transaction.atomic():
            gone = set()
            for some in chunks(list(found), ROWS_PER_READ):
                for row in batch.rows().filter(pk__in=some).select_related("file"):
                    gone |= {name for name in (row.reference, row.placeholder) if name}
                    column, linked = found[row.pk]
                    linked = _row_in_words(batch, linked)
                    _refuse_later(
                        row,
                        column,
                        _("a link to a row that can be imported; {linked} is rejected").format(linked=linked),
                        linked,
                    )


def _row_in_words(batch: Batch, called: str) -> str:
    """A reference as it is, and a row that has none by its number."""
    if called[0] != "#":
        return called
    position, number = called[1:].split(":")
    return _("row {number} of {name}").format(number=number, name=batch.files.get(position=position).name)


def _refuse_later(row: BatchRow, column: str, expected: str, typed: str = "") -> None:
    """Refuse a row that was taken when it was looked at alone. ``typed`` is what it says where no column says it."""
    table = BatchFile.objects.select_for_update(no_key=True).get(pk=row.file_id)
    columns = Columns(SHEETS[table.noun], table.headings, table.mapping)
    typed = columns.typed_of(column, json.loads(row.cells)) if column else typed
    table.counts = dict(Counter(table.counts) - Counter([row.outcome]) + Counter([str(REFUSED)]))
    table.save(update_fields=["counts"])
    row.outcome, row.state, row.before = REFUSED, "", ""
    row.problems = json.dumps([Problem(column, typed, expected).stored()], ensure_ascii=False)
    row.save()


def _links_of(table: BatchFile, row: Staged, gone: set[str]) -> Iterator[tuple[str, str]]:
    """The first link or mention of ``row`` that leads to one of ``gone``, with the field that it stands in."""
    state = json.loads(row.state)
    for name in links_of(table.model):
        value = state[name]
        for one in several(value):
            if one in gone:
                yield name, one
                return
    yield from (("", one) for one in sorted(gone & mentioned_in(row.state))[:1])
