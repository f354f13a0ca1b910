"""Revising: a proposal made, decided, applied or taken back."""

import json
from collections.abc import Collection, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.domain.locking import ActionRefused, lock_record
from archive.domain.permissions import has_permission
from archive.domain.protected_names import NameMatch, find_possible_names_in_texts, is_hidden_with
from archive.domain.restoring import StateNotApplicable, apply_state, with_current_protection
from archive.domain.workflow import blocker
from archive.models.access.users import User
from archive.models.archive_object import ArchiveObject, archive_object_of
from archive.models.base.accessions import Accession, reference_for
from archive.models.base.dry_run import dry_run
from archive.models.base.states import read_state
from archive.models.base.types import Values
from archive.models.desk.revisions import WAITING, Revision
from archive.models.log.changes import CONTENT_ACTIONS, Change, canonical, last_change, last_state, recording
from archive.models.log.differences import Difference, apply_differences, compare
from archive.models.parts.part import part_models
from archive.vocabularies import Access, ChangeAction, DeskAction, RevisionStatus, State, Verdict


def _is_public_on(obj: ArchiveObject, difference: Difference) -> bool:
    """Whether anyone would be shown what is different, once ``obj`` reads so."""
    noun = difference.noun or (difference.after or difference.before)["noun"]
    if noun == obj.noun:
        return difference.field not in obj.publicly_masked_fields()
    part = next(model for model in part_models() if model.noun == noun)
    return not is_hidden_with(part, obj)


def _texts_in(value: object) -> Iterator[str]:
    """Every text in a plain value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(one)


def propose(user: User, proposed: Values, note: str = "", *, given_out: Collection[str] = ()) -> Revision | None:
    """Keep ``proposed``, a whole state, as the revision that waits for its record; ``None`` where nothing differs.

    Rows in it that are new are given references, but for those that were ``given_out`` to them before.
    """
    reference = proposed["reference"]
    with recording(user):
        if not has_permission(user, DeskAction.PROPOSE, lock_record(reference)):
            raise ActionRefused(
                _("{reference} was not changed: your roles do not let you propose a revision of it.").format(
                    reference=reference
                )
            )
        waiting = Revision.objects.waiting_for(reference)
        base = waiting.base if waiting else last_change(reference)
        known = waiting.proposed if waiting else read_state(base.state)
        proposed = _with_references_of_its_own(read_state(base.state), known, proposed, given_out)
        if not compare(known, proposed):
            return waiting
        revision = waiting or Revision(subject_id=reference, base=base)
        revision.state, revision.note = canonical(proposed), note[:500] or revision.note
        revision.proposed_at, revision.status = timezone.now(), RevisionStatus.OPEN
        revision.save()
        revision.authors.add(user)
        return revision


def decide(user: User, revision: Revision, verdicts: dict[str, dict[str, str]], token: str) -> Revision:
    """Apply what is accepted, drop what is rejected; where anything is asked, send the whole back with the questions.

    ``verdicts`` are, by the key of each difference, ``{"verdict": …, "remark": …}``. Raise `ActionRefused` where
    ``token`` is not that of the revision as it stands, where a verdict or the words of a question are missing, or where
    the accepted parts do not fit together.
    """
    with recording(user, revision.note, action=ChangeAction.REVISED):
        row = lock_record(revision.subject_id)
        revision = Revision.objects.select_for_update(no_key=True).get(pk=revision.pk)
        if revision.status not in WAITING:
            raise ActionRefused(
                _("This was not possible: this proposal is already {standing}.").format(
                    standing=revision.get_status_display()
                )
            )
        if token != revision.token():
            raise ActionRefused(
                _(
                    "This was not possible: the record or the proposal changed while you were reading. This is "
                    "how it is now."
                )
            )
        if row.state != State.PUBLISHED or not may_decide(user, revision, row):
            raise ActionRefused(
                _("{reference} was not changed: a reviewer has to decide who did not propose it.").format(
                    reference=row.pk
                )
            )
        differences = revision.differences()
        given = {one.key: verdicts.get(one.key, {}).get("verdict") for one in differences}
        if missing := [one.label for one in differences if given[one.key] not in Verdict.values]:
            raise ActionRefused(
                _("This was not possible: decide on each difference. Missing: {missing}.").format(
                    missing=", ".join(missing)
                )
            )
        asked = [one for one in differences if given[one.key] == Verdict.QUERY]
        if silent := [one.label for one in asked if not verdicts[one.key].get("remark", "").strip()]:
            raise ActionRefused(
                _("This was not possible: write your question as a remark. Missing: {missing}.").format(
                    missing=", ".join(silent)
                )
            )
        revision.verdicts = {key: verdicts[key] for key in given}
        revision.decided_by, revision.decided_at = user, timezone.now()
        if asked:
            revision.status = RevisionStatus.QUERIED
        else:
            accepted = [one for one in differences if given[one.key] == Verdict.ACCEPT]
            _apply(revision, accepted)
        revision.save()
    return revision


def restore(user: User, change: Change, note: str) -> Revision | None:
    """Put back the state that ``change`` left: at once in an unfinished record, as a proposal for a published one."""
    earlier = read_state(change.state)
    with recording(user, note, action=ChangeAction.RESTORED):
        row = lock_record(change.subject_id)
        wanted = with_current_protection(earlier, last_state(row.pk))
        if has_permission(user, DeskAction.PROPOSE, row):
            return _propose_earlier(user, change, wanted, note)
        if not has_permission(user, DeskAction.RESTORE, row):
            raise ActionRefused(
                _("{reference} was not changed: your roles do not let you restore an earlier state of it.").format(
                    reference=row.pk
                )
            )
        try:
            apply_state(wanted)
        except StateNotApplicable as error:
            raise ActionRefused(_("Nothing was restored. {error}").format(error=error)) from error
    return None


def _propose_earlier(user: User, change: Change, wanted: Values, note: str) -> Revision | None:
    """A proposal whose words are those of all who wrote until then, so that none of them decides on it."""
    try:
        with dry_run():
            apply_state(wanted)
    except StateNotApplicable as error:
        raise ActionRefused(_("Nothing was restored. {error}").format(error=error)) from error
    revision = propose(user, wanted, note)
    if revision:
        earlier = Change.objects.filter(
            subject_id=change.subject_id, sequence__lte=change.sequence, action__in=CONTENT_ACTIONS
        )
        revision.authors.add(*earlier.exclude(user=None).values_list("user", flat=True).distinct())
    return revision


def may_decide(user: User, revision: Revision, row: ArchiveObject) -> bool:
    """Whether ``user`` may decide on ``revision``: nobody decides on their own, but where one person does all."""
    own = revision.authors.filter(pk=user.pk).exists() and not user.works_alone
    return not own and has_permission(user, DeskAction.APPROVE, row)


def take_back(user: User, revision: Revision) -> None:
    """Close a revision that one of its authors no longer proposes."""
    with recording(user):
        there = Revision.objects.select_for_update(no_key=True).get(pk=revision.pk)
        if there.status not in WAITING or not there.authors.filter(pk=user.pk).exists():
            raise ActionRefused(_("This was not possible: only the person who made an open proposal can withdraw it."))
        there.status, there.decided_by, there.decided_at = RevisionStatus.TAKEN_BACK, user, timezone.now()
        there.save()


def _apply(revision: Revision, accepted: list[Difference]) -> None:
    revision.status = RevisionStatus.APPLIED if accepted else RevisionStatus.REJECTED
    if not accepted:
        return
    try:
        apply_state(apply_differences(last_state(revision.subject_id), accepted))
    except StateNotApplicable as error:
        raise ActionRefused(
            _("This was not possible: what you accepted does not fit together. {error}").format(error=error)
        ) from error
    if reason := blocker(DeskAction.PUBLISH, archive_object_of(revision.subject)):
        raise ActionRefused(_("This was not possible: {reason}.").format(reason=reason))


def _with_references_of_its_own(base: Values, known: Values, proposed: Values, given_out: Collection[str]) -> Values:
    """``proposed`` with a new reference for each row that was only tried out, so that nobody else is given it."""
    there = {row["reference"] for state in (base, known) for rows in state.get("hanging", {}).values() for row in rows}
    there.update(given_out)
    text = canonical(proposed)
    for noun, rows in proposed.get("hanging", {}).items():
        new = [row["reference"] for row in rows if row["reference"] not in there]
        if not new:
            continue
        prefix = new[0].split("-")[0]
        number = Accession.objects.next_number(noun)
        fresh = [Accession(pk=reference_for(prefix, number + n), noun=noun, number=number + n) for n in range(len(new))]
        Accession.objects.bulk_create(fresh)
        for old, given in reversed(list(zip(new, fresh, strict=True))):
            text = text.replace(f'"{old}"', f'"{given.pk}"')
    fresh_state: Values = json.loads(text)
    return fresh_state


def possible_names_in(revision: Revision) -> list[NameMatch]:
    """Where what ``revision`` would write may be a protected name: what whoever decides on it should look at."""
    if json.loads(revision.base.state)["access"] == Access.RESTRICTED:
        return []
    obj = archive_object_of(revision.subject)
    public = (one for one in revision.differences() if _is_public_on(obj, one))
    return find_possible_names_in_texts((one.label, text) for one in public for text in _texts_in(one.after))
