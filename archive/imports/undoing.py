"""Undoing a batch as a whole, in one transaction, as long as nothing stands on it that came later."""

import json
from collections.abc import Iterator

from django.db import models, transaction
from django.utils import timezone

from archive.imports.batches import chunks_of
from archive.imports.checking import NEW
from archive.imports.watch import Watch
from archive.imports.writing import Writing
from archive.models import Batch, BatchFile, Change, recording
from archive.models.changes import hold_the_log
from archive.models.holding import Refused
from archive.models.roles import may, roles_of
from archive.models.states import accessioned_models, own_states, stored_fields
from archive.models.workflow import WAITING
from archive.vocabularies import BatchStanding, ChangeAction, DeskAction, RevisionStanding, Role, RowOutcome

MANY = 20_000  # rows that are removed together
TOLD = 5  # records that a refusal names
MAY_UNDO = frozenset({Role.CONTRIBUTOR, Role.CURATOR, Role.REVIEWER, Role.STEWARD})


def may_undo(user, batch: Batch) -> bool:
    """Whether ``user`` may undo ``batch``: whoever sent or applied it."""
    return user.pk in (batch.by_id, batch.applied_by_id) and bool(roles_of(user) & MAY_UNDO)


def undo(batch: Batch, watch: Watch) -> None:
    """Take back all that ``batch`` wrote; raise `Refused`, with nothing taken back, where something stands on it."""
    files = list(batch.files.all())
    with transaction.atomic():
        hold_the_log()
        if obstacles := list(_obstacles(batch, files)):
            raise Refused(f"Nothing was undone: {' '.join(obstacles)}")
        watch.begin("undoing", batch.count(NEW, RowOutcome.CHANGED))
        with recording(batch.undone_by, f"undoing the import of {batch.name}", str(batch)) as record:
            done = 0
            for table in reversed(files):
                done = _put_back(table, record, watch, done)
            for table in reversed(files):
                for new in _new_rows(table):
                    Writing(table.model).remove(new.values("reference"))
            for table in files:
                if not table.model.hangs_on:
                    _log_removed(batch, table)
        _take_back_proposals(batch)
        batch.standing, batch.undone_at, batch.told = BatchStanding.UNDONE, timezone.now(), ""
        batch.save()


def _obstacles(batch: Batch, files: list[BatchFile]):
    """What stands in the way, in words."""
    if batch.rows().written().filter(state="").exists():
        yield "A record of it was erased since, and with it what the rows said."
    later = Change.objects.filter(sequence__gt=batch.last_change)
    touched = batch.rows().written().exclude(subject="").values("subject")
    changed = later.filter(subject__in=touched).order_by("sequence")
    if some := list(dict.fromkeys(changed.values_list("subject", flat=True)[: TOLD * TOLD]))[:TOLD]:
        yield f"{', '.join(some)} changed since it was applied. Expected these to be as the batch left them."
    ours = {table.noun for table in files}
    for table in files:
        new = table.rows.filter(outcome=NEW).exclude(reference="").values("reference")
        for owner in accessioned_models():
            for link in (*stored_fields(owner), *owner._meta.many_to_many):
                if not link.is_relation or not _may_link(link, table.model):
                    continue
                rows = owner._base_manager.filter(**{f"{link.name}__in": new})
                if owner.noun in ours:
                    own = batch.rows().filter(outcome=NEW, file__noun=owner.noun).exclude(reference="")
                    rows = rows.exclude(pk__in=own.values("reference"))
                if some := sorted(set(rows.order_by().values_list("pk", flat=True)[:TOLD])):
                    yield f"{', '.join(some)} {'links' if len(some) == 1 else 'link'} to what it brought."
    added = batch.revisions.filter(standing__in=WAITING, proposed_at__gt=batch.applied_at)
    if some := sorted(added.values_list("subject", flat=True)[:TOLD]):
        yield f"More was proposed of {', '.join(some)} since. Expected these proposals to be decided first."
    if batch.revisions.filter(standing=RevisionStanding.APPLIED).exists():
        revised = batch.revisions.filter(standing=RevisionStanding.APPLIED).select_related("subject")
        closed = [
            one.subject_id for one in revised if not may(batch.undone_by, DeskAction.APPROVE, one.subject.entry())
        ]
        if closed:
            yield f"{', '.join(closed[:TOLD])} is published. Expected a reviewer to undo what was revised."


def _may_link(link: models.Field, model: type[models.Model]) -> bool:
    return link.related_model is model or (link.related_model._meta.model_name == "accession" and not model.hangs_on)


def _put_back(table: BatchFile, record, watch: Watch, done: int) -> int:
    """Make what was changed read as it did before."""
    writing, hook = Writing(table.model), table.model.hangs_on
    for rows in chunks_of(table):
        changed = {row.reference: row for row in rows if row.outcome != NEW}
        known = own_states(table.model, changed) if changed else {}
        earlier = [json.loads(row.before) for pk, row in changed.items() if pk in known]
        earlier = [state for state in earlier if known[state["reference"]] != state]
        writing.change(earlier)
        record.touch(state[hook] if hook else state["reference"] for state in earlier)
        record.touch(row.subject for row in rows if hook)
        done += len(rows)
        watch.at(done)
    return done


def _new_rows(table: BatchFile) -> Iterator[models.QuerySet]:
    """The rows that brought something new, some at a time: what the database remembers of one question has an end."""
    new = table.rows.filter(outcome=NEW).exclude(reference="")
    last = new.aggregate(last=models.Max("number"))["last"] or 0
    for start in range(0, last, MANY):
        yield new.filter(number__gt=start, number__lte=start + MANY)


def _log_removed(batch: Batch, table: BatchFile) -> None:
    """Log that the new records are gone, each with the state in which the batch had left it."""
    ours = Change.objects.filter(sequence__gte=batch.first_change, sequence__lte=batch.last_change)
    why = f"undoing the import of {batch.name}"
    for new in _new_rows(table):
        left = ours.filter(subject__in=new.values("reference")).order_by("sequence")
        states = left.values_list("subject_id", "state")
        Change.objects.append_all(states, batch.undone_by, why, str(batch), ChangeAction.REMOVED)


def _take_back_proposals(batch: Batch) -> None:
    waiting = batch.revisions.filter(standing__in=WAITING)
    waiting.update(standing=RevisionStanding.TAKEN_BACK, decided_by=batch.undone_by, decided_at=timezone.now())
