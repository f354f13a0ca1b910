"""Unmerging: a merge taken back, so that both records stand exactly as they did.

The merge's undo log is read backwards, after making sure that everything in it still stands as the merge left it. What
was closed since is closed on both.
"""

import json

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.domain.locking import ActionRefused, lock_record
from archive.domain.merging import taken_back_on
from archive.domain.permissions import has_permission
from archive.domain.protected_names import find_protected_names
from archive.domain.undo_log import UndoBlocked, UndoLog
from archive.models.access.users import User
from archive.models.access.viewers import FINISHED
from archive.models.archive_object import ArchiveObject
from archive.models.base.registry import registered_models
from archive.models.base.states import own_states
from archive.models.desk.merges import Merge
from archive.models.log.changes import Change, recording
from archive.vocabularies import ChangeAction, DeskAction, State


def unmerge(user: User, merge: Merge) -> None:
    """Take back ``merge``: both records stand as they did. Raise `ActionRefused`, saying what stands in the way, if
    not.
    """
    with recording(user, f"{merge.absorbed_id} parted from {merge.kept_id}", action=ChangeAction.UNMERGED):
        kept = lock_record(merge.kept_id)
        merge = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
        if merge.unmerged_at:
            raise ActionRefused(_("This was not possible: the merge was undone before."))
        if not has_permission(user, DeskAction.MERGE, kept):
            raise ActionRefused(
                _("This was not possible: your roles do not let you change {reference}, which is {state}.").format(
                    reference=kept.pk, state=State(kept.state).label
                )
            )
        undo_log = UndoLog(merge.entries)
        try:
            with transaction.atomic():
                taken_back = taken_back_on(kept.pk)
                undo_log.undo()
                _guard_as_now(merge, kept)
                _require_consent_on_both(merge, kept, taken_back)
                _require_no_protected_name(merge, kept)
                _require_own_citations(merge)
        except UndoBlocked as error:
            raise ActionRefused(_("The merge was not undone: {error}").format(error=error)) from error
        except (IntegrityError, models.ProtectedError) as error:
            raise ActionRefused(
                _("The merge was not undone: what was entered since does not fit with what would be restored.")
            ) from error
        merge.unmerged_by, merge.unmerged_at = user, timezone.now()
        merge.save()


def _guard_as_now(merge: Merge, kept: ArchiveObject) -> None:
    """What was closed of the kept record since the merge is closed of the other one, too; so is what was withdrawn."""
    model = type(kept)
    absorbed = model.objects.get(pk=merge.absorbed_id)
    left = json.loads(merge.kept_state)
    if kept.state != left["state"] and absorbed.state in FINISHED:
        raise UndoBlocked(
            _("{reference} is now {state}. Expected it to be {wanted}.").format(
                reference=kept.pk, state=State(kept.state).label, wanted=State(left["state"]).label
            )
        )
    states = own_states(model, [kept.pk, absorbed.pk])
    now, before = states[kept.pk], states[absorbed.pk]
    closed = {
        name: stricter(before[name], now[name])
        for name, stricter in model.protection.guards.items()
        if now[name] != left[name]
    }
    if closed:
        model.objects.filter(pk=absorbed.pk).update(**closed)


def _require_consent_on_both(merge: Merge, kept: ArchiveObject, taken_back: list[str]) -> None:
    """Consent that was taken back since the merge was taken back for what both hold."""
    since = set(taken_back) - set(json.loads(merge.kept_state)["taken_back"])
    rows = type(kept).objects.filter(pk__in=(merge.kept_id, merge.absorbed_id))
    if opened := [row.pk for row in rows if since and not row.is_closed()]:
        raise UndoBlocked(
            _("consent was withdrawn since ({references}), and {opened} would be public again.").format(
                references=", ".join(sorted(since)), opened=opened[0]
            )
        )


def _require_no_protected_name(merge: Merge, kept: ArchiveObject) -> None:
    for row in type(kept).objects.filter(pk__in=(merge.kept_id, merge.absorbed_id), state=State.PUBLISHED):
        if found := find_protected_names(row):
            raise UndoBlocked(
                _("a protected name would appear in {reference} {place}.").format(reference=row.pk, place=found[0])
            )


def _require_own_citations(merge: Merge) -> None:
    """What was entered since must not rest on a citation that goes back to the other record."""
    for model in registered_models():
        if model.parent_field and any(field.name == "citation" for field in model._meta.concrete_fields):
            rows = model.objects.filter(**{f"{model.parent_field}_id__in": (merge.kept_id, merge.absorbed_id)})
            for row in rows.select_related("citation"):
                if row.citation_id and row.citation.subject_id != row.subject_reference:
                    raise UndoBlocked(
                        _("{reference}, entered since, rests on {citation}, which would be moved back.").format(
                            reference=row.pk, citation=row.citation_id
                        )
                    )


def unmerged_from(reference: str) -> list[Merge]:
    """The merges into the record of ``reference`` that were taken back."""
    return list(Merge.objects.filter(kept=reference).exclude(unmerged_at=None))


def unmerged_since(change: Change, merges: list[Merge]) -> bool:
    """Whether ``change`` left a state that held another record's words, which was parted from it since."""
    return any(one.unmerged_at and one.created_at <= change.created_at < one.unmerged_at for one in merges)
