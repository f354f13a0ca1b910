"""The rows of a table as one reader may see them, as its file writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.states import plain

if TYPE_CHECKING:
    from archive.imports.schema.sheets import Sheet


def masked_states(sheet: Sheet, rows: QuerySet, user) -> Iterator[dict]:
    """The state of each of ``rows`` that ``user`` may see, each value through `masked_for`; what is masked is
    empty.
    """
    single = [
        c.name
        for c in sheet.columns
        if c.model_field.is_relation and not c.several and c.name not in ("reference", "subject")
    ]
    several = [column.name for column in sheet.columns if column.several]
    seen = sheet.model.objects.visible_to(user).filter(pk__in=rows.order_by().values("pk"))
    for row in seen.in_order().select_related(*single).prefetch_related(*several).iterator(chunk_size=CHUNK_SIZE):
        shown = row.masked_for(user)
        yield {name: _value(shown, row, name) for name in sheet.names}


def _value(shown, row, name: str):
    if name == "reference":
        return shown.reference
    if name == "subject":
        return row.subject_id
    if name == "citation":
        return row.citation_id
    value = shown.as_written(name)
    if isinstance(value, list):
        return sorted(linked.reference for linked in value)
    return getattr(value, "reference", None) or plain(value)
