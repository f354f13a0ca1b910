"""The way of a record: draft → in review → published → withdrawn, one step at a time, each with its note.

A step is taken under a lock on the record, so that of two people who take one at once the second is told.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.domain.locking import ActionRefused, lock_record
from archive.domain.permissions import has_permission
from archive.domain.protected_names import find_protected_names
from archive.models.access.users import RequestUser, User
from archive.models.access.wholeness import is_fully_visible_to
from archive.models.archive_object import ArchiveObject
from archive.models.desk.revisions import WAITING
from archive.models.log.changes import Change, recording
from archive.vocabularies import ChangeAction, DeskAction, RevisionStatus, State

MAX_TOLD = 5  # places in which a protected name stands


@dataclass(frozen=True)
class Transition:
    """One step of the way: from which state to which, and how the log and the desk call it."""

    action: DeskAction
    before: State
    after: State
    logged_as: ChangeAction
    needs_note: bool = False


TRANSITIONS = {
    step.action: step
    for step in (
        Transition(DeskAction.SUBMIT, State.DRAFT, State.IN_REVIEW, ChangeAction.SUBMITTED),
        Transition(DeskAction.RETURN, State.IN_REVIEW, State.DRAFT, ChangeAction.RETURNED, needs_note=True),
        Transition(DeskAction.PUBLISH, State.IN_REVIEW, State.PUBLISHED, ChangeAction.PUBLISHED),
        Transition(DeskAction.WITHDRAW, State.PUBLISHED, State.WITHDRAWN, ChangeAction.WITHDRAWN, needs_note=True),
        Transition(DeskAction.REOPEN, State.WITHDRAWN, State.DRAFT, ChangeAction.REOPENED, needs_note=True),
    )
}


def steps_open_to(user: RequestUser, row: ArchiveObject) -> list[Transition]:
    """The steps that ``user`` may take with ``row`` as it stands."""
    return [step for step in TRANSITIONS.values() if not denial_reason(user, step.action, row)]


def denial_reason(user: RequestUser, action: DeskAction, row: ArchiveObject) -> str:
    """Why ``user`` can't take the step ``action`` with ``row``; "" if they can."""
    step = TRANSITIONS[action]
    if row.state != step.before:
        return _("it is {state}. Expected a record that is {wanted}").format(
            state=State(row.state).label, wanted=step.before.label
        )
    if not has_permission(user, action, row):
        if action == DeskAction.PUBLISH and row.state == State.IN_REVIEW:
            return _("somebody else has to publish it: a reviewer who did not write it")
        return _("your roles do not allow it")
    if action == DeskAction.PUBLISH and not is_fully_visible_to(user, row):
        return _("it links to something that you may not see. A reviewer who is also a steward has to publish it")
    return ""


def blocker(action: DeskAction, row: ArchiveObject) -> str:
    """What in ``row`` itself forbids the step ``action``; "" if nothing does."""
    if action != DeskAction.PUBLISH:
        return ""
    found = find_protected_names(row)
    if not found:
        return row.publish_blocker()
    places = "; ".join(str(one) for one in found[:MAX_TOLD]) + (_(" and more") if len(found) > MAX_TOLD else "")
    return _("a protected name appears in {places}. Write a reference in its place, such as [[PER-0001]]").format(
        places=places
    )


def perform_transition(
    user: User,
    action: DeskAction,
    row: ArchiveObject,
    note: str = "",
    ground: str = "",
    *,
    expected_change: int | None = None,
) -> None:
    """Take the step ``action`` with ``row`` on behalf of ``user``; raise `ActionRefused` if that can't be.

    ``note`` is for colleagues, in the log. ``ground`` is what the tombstone of a withdrawn record says.
    ``expected_change`` is the number of the last change that ``user`` knows of.
    """
    step = TRANSITIONS[action]
    if step.needs_note and not note.strip():
        raise ActionRefused(_("This was not possible: this step needs a note that gives the reason."))
    if action == DeskAction.WITHDRAW and not ground:
        raise ActionRefused(_("This was not possible: choose the reason that its page will give."))
    with recording(user, note.strip(), action=step.logged_as):
        there = lock_record(row.pk)
        if reason := denial_reason(user, action, there) or blocker(action, there):
            raise ActionRefused(
                _("{reference} was not changed: {reason}.").format(reference=row.reference, reason=reason)
            )
        if (
            expected_change is not None
            and Change.objects.filter(subject_id=row.pk).latest("sequence").pk != expected_change
        ):
            raise ActionRefused(
                _(
                    "{reference} was not changed: somebody else changed it while you were reading. Look at it again."
                ).format(reference=row.reference)
            )
        there.state = step.after
        if step.before == State.PUBLISHED:  # what was proposed of it has nothing to stand beside any more
            there.accession.revisions.filter(status__in=WAITING).update(status=RevisionStatus.TAKEN_BACK)
        there.withdrawn_on = timezone.now().date() if step.after == State.WITHDRAWN else None
        there.withdrawn_because = ground if step.after == State.WITHDRAWN else ""
        there.save()
    row.refresh_from_db()
