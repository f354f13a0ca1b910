"""Rows as one reader may see them: of tables, and of batches."""

from collections.abc import Iterator

from django.db.models import QuerySet

from archive.domain.permissions import has_permission
from archive.imports.batch.permissions import ImportPermission, archive_objects_for
from archive.imports.schema.masked_states import masked_states
from archive.imports.schema.sheets import Sheet
from archive.models import Batch, BatchFile, BatchRow
from archive.models.access.viewers import viewer_for
from archive.models.access.wholeness import hidden_references, references_in
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.states import own_states
from archive.vocabularies import DeskAction, RowOutcome


def template_states(sheet: Sheet, user) -> Iterator[dict]:
    """The state of each row that ``user`` may have a file change: whole, so that handed in again it says the same."""
    pks = list(sheet.model.objects.visible_to(user).in_order().values_list("pk", flat=True))
    permission = ImportPermission(user, sheet)
    for start in range(0, len(pks), CHUNK_SIZE):
        readable = permission.readable(own_states(sheet.model, pks[start : start + CHUNK_SIZE]))
        yield from masked_states(sheet, sheet.model.objects.filter(pk__in=readable), user)


def visible_row_flags(user, batch: Batch, rows: list[BatchRow]) -> list[bool]:
    """Whether each of the staged ``rows`` is open to ``user``: the record that it speaks of, and all that it names.

    Whoever sent the batch sees what they typed, and is told why it is refused.
    """
    if viewer_for(user).sees_everything:
        return [True] * len(rows)
    own = batch.user_id == user.pk
    texts = [(row.before, row.state) if own else (row.before, row.state, row.cells, row.problems) for row in rows]
    hidden = hidden_references(texts, user)
    entries = archive_objects_for({row.subject for row in rows if row.subject})
    shut = {pk for pk, obj in entries.items() if not has_permission(user, DeskAction.READ, obj)}
    return [
        (own and row.outcome == RowOutcome.REFUSED) or not (row.subject in shut or hidden & references_in(said))
        for row, said in zip(rows, texts, strict=True)
    ]


def are_all_rows_visible(user, batch: Batch, *tables: BatchFile) -> bool:
    """Whether all rows of ``tables`` are open to ``user``; what is not checked yet is to whoever sent it."""
    if viewer_for(user).sees_everything:
        return True
    return all(all(visible_row_flags(user, batch, rows)) for table in tables for rows in some_rows(table.rows.all()))


def some_rows(chosen: QuerySet[BatchRow]) -> Iterator[list[BatchRow]]:
    """The ``chosen`` rows of one table in the order of its file, some at a time."""
    last = 0
    while rows := list(chosen.filter(number__gt=last).order_by("number")[:CHUNK_SIZE]):
        yield rows
        last = rows[-1].number
