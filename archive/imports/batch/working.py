"""Who works on a batch: one process at a time, by a lock that ends with the process that holds it."""

import errno
import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _

from archive.domain.locking import ActionRefused
from archive.imports.batch import applying, staging, undoing
from archive.imports.batch.progress import Cancelled, FileProgress, Progress, clear_progress, folder, is_cancelled
from archive.models import Batch
from archive.models.desk.batches import WORKED_ON
from archive.vocabularies import BatchStatus

MAX_TRIES = 5
AGAIN = gettext_noop("Nothing was written. Ask for it again, or tell the operator.")
PAUSE = 0.5  # seconds between two looks for work
_LOCK = 4_104  # of PostgreSQL's advisory locks, those of batches

# Where a batch stands again if what was asked for does not come about.
BACK_TO = {
    BatchStatus.CHECKING: BatchStatus.ASKING,
    BatchStatus.APPLYING: BatchStatus.READY,
    BatchStatus.UNDOING: BatchStatus.APPLIED,
}


@contextmanager
def exclusive_lock(batch: int) -> Iterator[bool]:
    """Whether nobody else works on ``batch``; nobody does until the block ends, or this process does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, batch])
            got = cursor.fetchone()[0]
        try:
            yield got
        finally:
            if got:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, batch])
        return
    with (folder() / f"{batch}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def run(pk: int, progress: Progress | None = None) -> bool:
    """Do what ``pk`` is to have done to it, from where it was left; return whether there was anything to do.

    What can't be done is told in the batch, which stands again where it stood before it was asked for.
    """
    with exclusive_lock(pk) as alone:
        batch = Batch.objects.filter(pk=pk, status__in=WORKED_ON).first() if alone else None
        if batch is None:
            return False
        with override(batch.language if batch.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            _try(batch, progress or FileProgress(pk))
        return True


def _try(batch: Batch, progress: Progress) -> None:
    if batch.tries >= MAX_TRIES:
        template = _("The worker stopped {number} times on the way. {again}")
        _revert_status(batch, template.format(number=MAX_TRIES, again=_(AGAIN)))
        return
    Batch.objects.filter(pk=batch.pk).update(tries=batch.tries + 1)
    try:
        _do(batch, progress)
    except Cancelled:
        _revert_status(batch, _("It was cancelled. Nothing was written."))
    except ActionRefused as error:
        _revert_status(batch, str(error))
    except (IntegrityError, DataError):  # its own words may tell what stands in a row
        template = _(
            "A row and another row or record together break a rule of the archive. Nothing was written. Check it again."
        )
        _revert_status(batch, template)
    except (DatabaseError, OSError) as error:
        if not is_full(error):
            raise
        _revert_status(batch, _("The disk is full. Nothing was written. Free some space, then start it again."))
    finally:
        clear_progress(batch.pk)


def _do(batch: Batch, progress: Progress) -> None:
    if is_cancelled(batch.pk):
        raise Cancelled
    {
        BatchStatus.CHECKING: staging.check,
        BatchStatus.APPLYING: applying.apply,
        BatchStatus.UNDOING: undoing.undo,
    }[batch.status](batch, progress)


def _revert_status(batch: Batch, message: str) -> None:
    there = Batch.objects.get(pk=batch.pk)
    with transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(status=BACK_TO[there.status], message=message, tries=0)


def is_full(error: Exception) -> bool:
    return (
        getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error) or "No space left" in str(error)
    )


def enqueue(batch: Batch, status: BatchStatus, **fields) -> None:
    """Leave word that a batch is to be applied or undone; raise `ActionRefused` where it does not stand there any
    more.
    """
    clear_progress(batch.pk)
    asked = Batch.objects.filter(pk=batch.pk, status=BACK_TO[status])
    if not asked.update(status=status, language=get_language(), message="", tries=0, **fields):
        raise ActionRefused(_("This was not possible: the batch has moved on. This is its current state."))


def next_one() -> int | None:
    """The number of a batch that waits to be worked on, and that nobody works on."""
    for pk in Batch.objects.to_work_on().values_list("pk", flat=True):
        with exclusive_lock(pk) as alone:
            if alone:
                return pk
    return None


def wait() -> None:
    time.sleep(PAUSE)
