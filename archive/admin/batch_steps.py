"""What people ask to be done with a batch, each step behind its own right."""

from django.contrib import messages
from django.utils.translation import gettext as _

from archive.admin.meanings import keep_meanings
from archive.admin.reading import TableMappingEditor, keep_makings
from archive.domain.locking import ActionRefused
from archive.imports.batch import batches
from archive.imports.batch.permissions import may_apply, may_undo
from archive.imports.batch.progress import cancel
from archive.imports.batch.visible_rows import are_all_rows_visible
from archive.imports.batch.working import enqueue
from archive.models import Batch
from archive.vocabularies import BatchStatus, RowOutcome


def _confirm(request, batch: Batch) -> None:
    """Read the files as the form says; where that changes how one is read, ask again with what it holds then."""
    if batch.user != request.user or batch.status != BatchStatus.ASKING:
        raise ActionRefused(_("This was not possible: only the person who uploaded it can change its settings."))
    keep_makings(batch, request.POST, request.user)
    anew = [TableMappingEditor(table, request.user).keep(request.POST) for table in batch.uploaded_files()]
    if any(anew):
        messages.info(request, _("The file was read again. Check the settings, then have the rows checked."))
    else:
        batches.confirm(batch)


def _check_again(request, batch: Batch) -> None:
    if batch.user != request.user or batch.status != BatchStatus.READY:
        raise ActionRefused(_("This was not possible: only the person who uploaded it can have it checked again."))
    for table in batch.uploaded_files():
        keep_meanings(table, request.POST)
    batches.confirm(batch)


def _ask_again(request, batch: Batch) -> None:
    if batch.user != request.user or batch.status not in (BatchStatus.READY, BatchStatus.DROPPED):
        raise ActionRefused(_("This was not possible: the settings can be changed only by the person who uploaded it."))
    if not batch.uploaded_files().exists():
        raise ActionRefused(_("This was not possible: the uploaded file was erased. Upload it again."))
    batches.reopen_mapping(batch)


def _apply(request, batch: Batch) -> None:
    if not may_apply(request.user, batch):
        raise ActionRefused(_("This was not possible: only the person who uploaded it, or a reviewer, can apply it."))
    if batch.user != request.user and not are_all_rows_visible(request.user, batch, *batch.files.all()):
        raise ActionRefused(_("This was not possible: some of its rows are restricted. A steward has to apply it."))
    if not batch.count(RowOutcome.NEW, RowOutcome.CHANGED):
        raise ActionRefused(_("This was not possible: none of its rows is new or changed."))
    refused = batch.count(RowOutcome.REFUSED)
    if refused and request.POST.get("without") != str(refused):
        raise ActionRefused(
            _(
                "This was not possible: {refused} rows are rejected. Tick that the rest is to be applied without them."
            ).format(refused=refused)
        )
    enqueue(batch, BatchStatus.APPLYING, applied_by=request.user)


def _undo(request, batch: Batch) -> None:
    if "sure" not in request.POST:
        raise ActionRefused(_("This was not possible: tick that all of it is to be undone."))
    if not may_undo(request.user, batch):
        raise ActionRefused(_("This was not possible: only the person who uploaded or applied it can undo it."))
    enqueue(batch, BatchStatus.UNDOING, undone_by=request.user)


def _cancel(request, batch: Batch) -> None:
    if batch.is_worked_on:
        cancel(batch.pk)


def _drop(request, batch: Batch) -> None:
    if batch.user != request.user or batch.status not in (BatchStatus.READY, BatchStatus.ASKING):
        raise ActionRefused(
            _("This was not possible: only the person who uploaded it can discard it, and only before it is applied.")
        )
    batches.discard(batch)


BATCH_STEPS = {
    "confirm": _confirm,
    "check-again": _check_again,
    "ask-again": _ask_again,
    "apply": _apply,
    "undo": _undo,
    "cancel": _cancel,
    "drop": _drop,
}
