"""Undoing a batch as a whole, in one transaction, as long as nothing stands on it that came later."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from archive.domain import public_log
from archive.domain.locking import ActionRefused
from archive.domain.permissions import has_permission
from archive.domain.workflow import blocker
from archive.imports.batch.permissions import archive_objects_for
from archive.imports.batch.progress import Progress
from archive.imports.batch.rows import NEW
from archive.imports.batch.staged import ROWS_PER_READ, chunks_of
from archive.imports.batch.writing import BulkWriter
from archive.models import Batch, BatchFile, Change, Revision, recording
from archive.models.access.wholeness import hidden_references, references_in
from archive.models.base.chunks import chunks
from archive.models.base.registry import RegisteredModel, registered_models
from archive.models.base.states import own_states, read_state, states_of, stored_fields
from archive.models.desk.revisions import WAITING
from archive.models.log.changes import lock_change_log
from archive.models.log.mentions import Mention
from archive.vocabularies import BatchStatus, ChangeAction, DeskAction, RevisionStatus, RowOutcome, State

REMOVAL_CHUNK = 20_000  # rows that are removed together
TOLD = 5  # records that a refusal names


def undo(batch: Batch, progress: Progress) -> None:
    """Take back all that ``batch`` wrote; raise `ActionRefused`, with nothing taken back, where something stands
    on it.
    """
    files = list(batch.files.all())
    with transaction.atomic():
        lock_change_log()
        if obstacles := list(_obstacles(batch, files)):
            raise ActionRefused(_("Nothing was undone: {told}").format(told=" ".join(obstacles)))
        progress.start(gettext_noop("undoing"), batch.count(NEW, RowOutcome.CHANGED))
        with recording(batch.undone_by, f"undoing the import of {batch.name}", str(batch)) as record:
            done = 0
            for table in reversed(files):
                done = _put_back(table, record, progress, done)
            _require_fit_to_be_public(files)
            for table in reversed(files):
                for new in _new_rows(table):
                    BulkWriter(table.model).remove(new.values("reference"))
            for table in files:
                if not table.model.parent_field:
                    _log_removed(batch, table)
        _take_back_proposals(batch)
        batch.status, batch.undone_at, batch.message = BatchStatus.UNDONE, timezone.now(), ""
        batch.save()


def _obstacles(batch: Batch, files: list[BatchFile]):
    """What stands in the way, in words."""
    if batch.rows().new_or_changed().filter(state="").exists():
        yield _("A record of it was erased since, and its rows with it.")
    if some := sorted(_named(batch, _changed_since(batch, files)))[:TOLD]:
        yield _(
            "{references} changed since it was applied. To undo it, they have to be as the batch left them."
        ).format(references=", ".join(some))
    yield from _links_to_it(batch, files)
    yield from _texts_and_proposals_on_it(batch)
    added = batch.revisions.filter(status__in=WAITING, proposed_at__gt=batch.applied_at)
    if some := sorted(added.values_list("subject", flat=True)[:TOLD]):
        yield _("More was proposed for {references} since. These proposals have to be decided first.").format(
            references=", ".join(some)
        )
    revised = batch.revisions.filter(status=RevisionStatus.APPLIED).select_related("subject")
    closed = [
        one.subject_id
        for one in revised
        if not has_permission(batch.undone_by, DeskAction.APPROVE, one.subject.resolve())
    ]
    if closed:
        yield _("{references} is published. A reviewer has to undo what was revised.").format(
            references=", ".join(closed[:TOLD])
        )


def _changed_since(batch: Batch, files: list[BatchFile]) -> set[str]:
    """The records that do not read any more as the batch left them, whatever was done and undone in between."""
    touched = Q(subject__in=batch.rows().new_or_changed().exclude(subject="").values("subject"))
    for table in files:
        if hook := table.model.parent_field:
            moved = table.rows.filter(outcome=RowOutcome.CHANGED).values_list("before", flat=True)
            touched |= Q(subject__in={json.loads(state)[hook] for state in moved.iterator()})
    later = Change.objects.filter(touched, sequence__gt=batch.last_change).order_by("subject")
    subjects = list(later.values_list("subject", flat=True).distinct())
    found = set()
    for some in chunks(subjects, ROWS_PER_READ):
        left = Change.objects.filter(subject__in=some, sequence__lte=batch.last_change).order_by("sequence")
        states = dict(left.values_list("subject", "state"))
        now = states_of(some)
        found |= {pk for pk in some if pk not in now or _plainly(read_state(states[pk])) != _plainly(now[pk])}
        if len(found) >= TOLD:
            break
    return found


def _plainly(state: dict) -> dict:
    """``state`` without lists of its parts that are empty."""
    hanging = {noun: rows for noun, rows in state.get("hanging", {}).items() if rows}
    return {name: value for name, value in state.items() if name != "hanging"} | (
        {"hanging": hanging} if hanging else {}
    )


def _links_to_it(batch: Batch, files: list[BatchFile]):
    ours = {table.noun for table in files}
    links = set()
    for table in files:
        new = table.rows.filter(outcome=NEW).exclude(reference="").values("reference")
        for owner in registered_models():
            for link in (*stored_fields(owner), *owner._meta.many_to_many):
                if not link.is_relation or not _may_link(link, table.model):
                    continue
                rows = owner._base_manager.filter(**{f"{link.name}__in": new})
                if owner.noun in ours:
                    own = batch.rows().filter(outcome=NEW, file__noun=owner.noun).exclude(reference="")
                    rows = rows.exclude(pk__in=own.values("reference"))
                links |= _named(batch, rows.order_by().values_list("pk", flat=True)[:TOLD])
    if some := sorted(links)[:TOLD]:
        yield ngettext("{references} links to what it added.", "{references} link to what it added.", len(some)).format(
            references=", ".join(some)
        )


def _texts_and_proposals_on_it(batch: Batch):
    """Texts that name somebody whom it brought, and proposals that link to what it brought."""
    new = batch.rows().filter(outcome=NEW).exclude(reference="")
    named = Mention.objects.filter(person__in=new.values("reference")).exclude(subject__in=new.values("subject"))
    if some := sorted(_named(batch, named.values_list("subject", flat=True).distinct()[:TOLD])):
        yield _("{references} names somebody whom it added.").format(references=", ".join(some))
    waiting = Revision.objects.waiting().exclude(pk__in=batch.revisions.values("pk"))
    proposed = (one.subject_id for one in waiting if new.filter(reference__in=references_in(one.proposed)).exists())
    if some := sorted(_named(batch, islice(proposed, TOLD))):
        yield _("An open proposal for {references} refers to what it added.").format(references=", ".join(some))


def _named(batch: Batch, references: Iterable[str]) -> set[str]:
    """``references`` as far as whoever undoes it may know of them; in place of the others, that there are some."""
    found = set(references)
    hidden = hidden_references([sorted(found)], batch.undone_by) if batch.undone_by else set()
    return found - hidden | ({_("something that you may not see")} if hidden else set())


def _may_link(link: models.Field, model: type[RegisteredModel]) -> bool:
    return link.related_model is model or (
        link.related_model._meta.model_name == "accession" and not model.parent_field
    )


def _put_back(table: BatchFile, record, progress: Progress, done: int) -> int:
    """Make what was changed read as it did before."""
    writing, hook = BulkWriter(table.model), table.model.parent_field
    for rows in chunks_of(table):
        changed = {row.reference: row for row in rows if row.outcome != NEW}
        known = own_states(table.model, changed) if changed else {}
        earlier = [read_state(row.before) for pk, row in changed.items() if pk in known]
        earlier = [state for state in earlier if known[state["reference"]] != state]
        writing.change(earlier)
        record.mark_changed(state[hook] if hook else state["reference"] for state in earlier)
        record.mark_changed(row.subject for row in rows if hook)
        done += len(rows)
        progress.update(done)
    return done


def _require_fit_to_be_public(files: list[BatchFile]) -> None:
    """Raise `ActionRefused` where something published would read again as nobody may publish it by now."""
    for table in (one for one in files if one.counts.get(RowOutcome.CHANGED)):
        for rows in chunks_of(table):
            for pk, obj in archive_objects_for({row.subject for row in rows if row.outcome != NEW}).items():
                if obj.state == State.PUBLISHED and (reason := blocker(DeskAction.PUBLISH, obj)):
                    raise ActionRefused(
                        _("Nothing was undone: {pk} is public and would be restored, but {reason}.").format(
                            pk=pk, reason=reason
                        )
                    )


def _new_rows(table: BatchFile) -> Iterator[models.QuerySet]:
    """The rows that brought something new, some at a time: what the database remembers of one question has an end."""
    new = table.rows.filter(outcome=NEW).exclude(reference="")
    last = new.aggregate(last=models.Max("number"))["last"] or 0
    for start in range(0, last, REMOVAL_CHUNK):
        yield new.filter(number__gt=start, number__lte=start + REMOVAL_CHUNK)


def _log_removed(batch: Batch, table: BatchFile) -> None:
    """Log that the new records are gone, each with the state in which the batch had left it."""
    ours = Change.objects.filter(sequence__gte=batch.first_change, sequence__lte=batch.last_change)
    reason = f"undoing the import of {batch.name}"
    for new in _new_rows(table):
        left = ours.filter(subject__in=new.values("reference")).order_by("sequence")
        states = left.values_list("subject_id", "state")
        Change.objects.append_all(states, batch.undone_by, reason, str(batch), ChangeAction.REMOVED)
        if public_log.knows_any(new):
            public_log.append_issues_for(new)


def _take_back_proposals(batch: Batch) -> None:
    waiting = batch.revisions.filter(status__in=WAITING)
    waiting.update(status=RevisionStatus.TAKEN_BACK, decided_by=batch.undone_by, decided_at=timezone.now())
