"""The log of changes: who changed what, when and why, with the whole state that the change left behind.

Whatever writes does so within a `recording`. The recording notes which records were touched and, at its end and in
the same transaction, appends one `Change` for each whose state differs from the last one logged. A write outside a
recording opens one of its own, so that none goes unlogged.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, Self

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from archive.models.base.accessions import Accession, advisory_lock
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.states import read_state, states_of
from archive.models.log.former_names import index_names
from archive.models.log.mentions import index_mentions
from archive.vocabularies import ChangeAction

CONTENT_ACTIONS = (
    ChangeAction.SAVED,
    ChangeAction.REMOVED,
    ChangeAction.RESTORED,
    ChangeAction.MERGED,
)  # actions by which somebody writes what a record says
_current: ContextVar["Recording | None"] = ContextVar("recording", default=None)


@dataclass(frozen=True)
class StateChange:
    """What one write made of one record: the states that the log has of it, canonical JSON; "" where there is none."""

    reference: str
    before: str
    after: str


class RecordingObserver(Protocol):
    """Looks at what a recording changed, within its transaction and while it holds the log."""

    def note(self, changed: list[StateChange]) -> None:
        """Be told of some records that changed; called again and again, with some at a time."""

    def close(self) -> None:
        """Be told that this was all."""


observers: "list[Callable[[], RecordingObserver]]" = []  # each makes one for a recording; `archive.apps` adds them


class ChangeQuerySet(models.QuerySet["Change"]):
    def about(self, reference: str) -> Self:
        return self.filter(subject_id=reference).select_related("user").order_by("-sequence")

    def last_states(self, references: Iterable[str]) -> dict[str, str]:
        """The state last logged for each of ``references`` that has one, and was not removed with it."""
        newest = self.filter(subject_id__in=references).values("subject_id").annotate(newest=models.Max("sequence"))
        rows = self.filter(sequence__in=newest.values("newest")).exclude(action=ChangeAction.REMOVED)
        return dict(rows.values_list("subject_id", "state"))

    def entered_by(self, user: models.Model | int) -> Self:
        """The first change of each record that ``user`` entered, and that was never published since."""
        others = Change.objects.filter(subject=models.OuterRef("subject"))
        earlier = others.filter(sequence__lt=models.OuterRef("sequence"))
        published = others.filter(action=ChangeAction.PUBLISHED)
        return self.filter(~models.Exists(earlier), ~models.Exists(published), user=user)

    def written_by(self, user: models.Model) -> Self:
        """The changes by which ``user`` wrote what a record says, steps of the workflow left out."""
        return self.filter(user=user, action__in=CONTENT_ACTIONS)

    def append_all(self, states: models.QuerySet, user, reason: str, batch: str, action: str) -> None:
        """Log what the query ``states`` selects, references and canonical states, within the database itself.

        Whoever calls it holds the log, knows that these are the states in which its records stand, and tells the public
        log of what is public (`archive.domain.public_log.append_issues_for`): no observer is told of them.
        """
        query, chosen = states.query.sql_with_params()
        at = connection.ops.adapt_datetimefield_value(timezone.now())
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (created_at, user_id, reason, batch, action, subject_id, state) "  # noqa: S608 – our own names
                f"SELECT %s, %s, %s, %s, %s, chosen.* FROM ({query}) AS chosen",
                [at, user and user.pk, reason[:500], batch[:100], str(action), *chosen],
            )

    def update(self, **values):
        raise TypeError("The log of changes is only ever added to.")

    def delete(self):
        raise TypeError("The log of changes is only ever added to.")


class Change(models.Model):
    """One entry of the log: the state in which a write left one record, with all its parts."""

    sequence = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(Accession, on_delete=models.PROTECT, related_name="changes")
    created_at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    batch = models.CharField(max_length=100, blank=True)
    action = models.CharField(max_length=10, choices=ChangeAction)
    state = models.TextField(help_text="Canonical JSON: keys sorted, no blanks.")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]

    def __str__(self):
        return f"{self.sequence} {self.subject_id}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The log of changes is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The log of changes is only ever added to.")


class Recording:
    """One transaction's writes, on whose behalf they are made, and the references they touched."""

    def __init__(self, user, reason: str, batch: str, action: ChangeAction):
        self.user, self.reason, self.batch, self.action = user, reason, batch, action
        self.touched: dict[str, None] = {}

    def mark_changed(self, references: Iterable[str]) -> None:
        self.touched.update(dict.fromkeys(references))

    def close(self) -> None:
        """Append the changes."""
        if not self.touched:
            return
        lock_change_log()
        references = list(self.touched)
        observing = [make() for make in observers]
        for start in range(0, len(references), CHUNK_SIZE):
            changed = self._append(references[start : start + CHUNK_SIZE])
            for observer in observing:
                observer.note(changed)
        for observer in observing:
            observer.close()

    def _append(self, references: list[str]) -> list[StateChange]:
        known = Change.objects.last_states(references)
        found = states_of(references)
        changes = []
        for reference in references:
            if reference in found:
                state = canonical(found[reference])
                if state != known.get(reference):
                    changes.append(self._change(reference, state, self.action))
            elif reference in known:  # what was made and taken back in this transaction left no trace
                changes.append(self._change(reference, known[reference], ChangeAction.REMOVED))
        Change.objects.bulk_create(changes)
        now_logged = {change.subject_id: change.state for change in changes if change.action != ChangeAction.REMOVED}
        index_mentions(now_logged)
        index_names(now_logged)
        return [
            StateChange(one.subject_id, known.get(one.subject_id, ""), now_logged.get(one.subject_id, ""))
            for one in changes
        ]

    def _change(self, reference: str, state: str, action: str) -> Change:
        return Change(
            subject_id=reference,
            user=self.user,
            reason=self.reason[:500],
            batch=self.batch[:100],
            action=action,
            state=state,
        )


def lock_change_log() -> None:
    """Hold the log until the transaction ends, so that its numbers are in the order in which transactions commit.

    Links are checked before, so that nobody who holds it waits for a record that somebody else holds.
    """
    if connection.vendor == "postgresql":
        connection.check_constraints()
    advisory_lock("change log")


@contextmanager
def recording(user=None, reason: str = "", batch: str = "", action=ChangeAction.SAVED) -> Iterator[Recording]:
    """Run the block in one transaction and log what it changes; within an open recording, join that one."""
    open_one = _current.get()
    if open_one is not None:
        yield open_one
        return
    with transaction.atomic():
        new = Recording(user, reason, batch, action)
        token = _current.set(new)
        try:
            yield new
            new.close()
        finally:
            _current.reset(token)


def canonical(state: dict | list) -> str:
    return json.dumps(state, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def last_change(reference: str) -> Change:
    return Change.objects.filter(subject_id=reference).latest("sequence")


def last_state(reference: str) -> dict:
    return read_state(last_change(reference).state)
