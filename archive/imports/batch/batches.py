"""The life of a batch: received, read as its columns are confirmed to mean, checked, applied, undone.

Checking commits some rows at a time and is taken up after the last of them; applying and undoing are one transaction
each. Whatever stops any of them on its way, a batch stands either where it stood or where it was to stand.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.dates.edtf import day_in_words
from archive.domain.locking import ActionRefused
from archive.imports.batch.progress import clear_progress
from archive.imports.files.errors import TableError, Unreadable
from archive.imports.schema import mapping
from archive.imports.schema.sheets import SHEETS
from archive.models import Batch, BatchFile, Mapping
from archive.models.base.labels import field_label
from archive.vocabularies import BatchStatus

UNAPPLIED = (  # nothing of it stands in a record, and nobody works on it
    BatchStatus.ASKING,
    BatchStatus.READY,
    BatchStatus.STOPPED,
    BatchStatus.DROPPED,
    BatchStatus.UNDONE,
)


# Receiving


def stop(batch: Batch, error: TableError) -> Batch:
    """Go no further with ``batch``; where another way to read it may do, whoever handed it in is asked for one."""
    asks = isinstance(error, Unreadable) and not batch.only_exact
    batch.status, batch.message = BatchStatus.ASKING if asks else BatchStatus.STOPPED, str(error)
    batch.save()
    return batch


def apply_named_mapping(table: BatchFile, kept: Mapping) -> None:
    """Read the columns of ``table`` by a mapping that was kept under a name."""
    columns = {heading: kept.mapping["columns"].get(heading, "") for heading in table.headings if heading}
    table.mapping, table.known_as = kept.mapping | {"columns": columns, "is_guessed": False}, kept.name
    table.save()


def confirm(batch: Batch) -> None:
    """Have the batch checked as its files are mapped now, from the beginning. Raise `TableError` if a field lacks."""
    for table in batch.uploaded_files():
        sheet = SHEETS[table.noun]
        if not table.headings:
            raise TableError(_("{name} can’t be read with these settings. Choose others.").format(name=table.name))
        if twice := mapping.filled_twice(table.mapping):
            raise TableError(
                _("{name}: more than one column is set to {fields}. Expected one each.").format(
                    name=table.name, fields=", ".join(field_label(table.noun, name) for name in twice)
                )
            )
        if lacks := mapping.lacking(sheet, table.mapping):
            raise TableError(
                _("{name}: {fields} has no value. Expected a column, or one value for all rows.").format(
                    name=table.name, fields=", ".join(field_label(table.noun, name) for name in lacks)
                )
            )
    clear_progress(batch.pk)
    with transaction.atomic():
        _transition(batch, UNAPPLIED, BatchStatus.CHECKING, "")
        batch.rows().delete()
        batch.files.filter(stored="").delete()
        batch.files.update(done=0, total=0, counts={}, unknown={}, links_within=False)


def _transition(batch: Batch, before: tuple[BatchStatus, ...], status: BatchStatus, message: str) -> None:
    """Have the batch stand elsewhere; raise `ActionRefused` where it does not stand where it was seen any more."""
    if not Batch.objects.filter(pk=batch.pk, status__in=before).update(
        status=status, message=message, tries=0, language=get_language()
    ):
        raise ActionRefused(_("This was not possible: the batch has moved on. This is its current state."))
    batch.refresh_from_db()


def reopen_mapping(batch: Batch) -> None:
    """Have whoever handed the batch in say anew how it is read."""
    _transition(batch, (BatchStatus.READY, BatchStatus.DROPPED), BatchStatus.ASKING, "")


# Checking


def discard(batch: Batch) -> None:
    """Leave a batch that was not applied; what was handed in is kept, with its rows."""
    message = _("Discarded on {day}.").format(day=day_in_words(timezone.now()))
    _transition(batch, (BatchStatus.READY, BatchStatus.ASKING), BatchStatus.DROPPED, message)
