"""Who may do what: the one table of roles by action, and the one question that is asked of it.

Every door that writes asks `has_permission`. The desk explains the table on a page, and the tests walk through all of
it.
"""

from archive.models.access.users import RequestUser, User, roles_of
from archive.models.archive_object import ArchiveObject
from archive.models.base.accessions import Accession
from archive.models.log.changes import Change
from archive.models.parts.redirects import Redirect
from archive.vocabularies import DeskAction, RevisionStatus, Role, Scope, State

ANY, OWN, OTHERS = Scope.ANY, Scope.OWN, Scope.OTHERS
CONTRIBUTOR, CURATOR, REVIEWER, STEWARD = Role.CONTRIBUTOR, Role.CURATOR, Role.REVIEWER, Role.STEWARD

Grants = dict[Role, Scope]

# What is not steward-only, of every type but vocabularies. What is not in the table is refused.
PERMITTED: dict[tuple[DeskAction, State], Grants] = {
    (DeskAction.ADD, State.DRAFT): {CONTRIBUTOR: ANY, CURATOR: ANY, STEWARD: ANY},
    (DeskAction.READ, State.DRAFT): {CONTRIBUTOR: OWN, CURATOR: ANY, REVIEWER: ANY, STEWARD: ANY},
    (DeskAction.READ, State.IN_REVIEW): {CONTRIBUTOR: OWN, CURATOR: ANY, REVIEWER: ANY, STEWARD: ANY},
    (DeskAction.READ, State.PUBLISHED): {CURATOR: ANY, REVIEWER: ANY, STEWARD: ANY},
    (DeskAction.READ, State.WITHDRAWN): {CURATOR: ANY, REVIEWER: ANY, STEWARD: ANY},
    (DeskAction.EDIT, State.DRAFT): {CONTRIBUTOR: OWN, CURATOR: ANY, STEWARD: ANY},
    (DeskAction.EDIT, State.IN_REVIEW): {CURATOR: ANY, STEWARD: ANY},
    (DeskAction.RESTORE, State.DRAFT): {CURATOR: ANY, STEWARD: ANY},
    (DeskAction.RESTORE, State.IN_REVIEW): {CURATOR: ANY, STEWARD: ANY},
    (DeskAction.PROPOSE, State.PUBLISHED): {CURATOR: ANY, STEWARD: ANY},
    (DeskAction.APPROVE, State.PUBLISHED): {REVIEWER: ANY},
    (DeskAction.SUBMIT, State.DRAFT): {CONTRIBUTOR: OWN, CURATOR: ANY, STEWARD: ANY},
    (DeskAction.RETURN, State.IN_REVIEW): {CURATOR: ANY, REVIEWER: ANY, STEWARD: ANY},
    (DeskAction.PUBLISH, State.IN_REVIEW): {REVIEWER: OTHERS},
    (DeskAction.WITHDRAW, State.PUBLISHED): {REVIEWER: ANY, STEWARD: ANY},
    (DeskAction.REOPEN, State.WITHDRAWN): {REVIEWER: ANY, STEWARD: ANY},
    (DeskAction.MERGE, State.DRAFT): {STEWARD: ANY},
    (DeskAction.MERGE, State.IN_REVIEW): {STEWARD: ANY},
    (DeskAction.MERGE, State.PUBLISHED): {STEWARD: ANY},
}

# What was published, or withdrawn since, and is restricted or protects somebody: it is with the stewards.
STEWARD_ONLY: dict[tuple[DeskAction, State], Grants] = {
    (DeskAction.READ, State.PUBLISHED): {STEWARD: ANY},
    (DeskAction.READ, State.WITHDRAWN): {STEWARD: ANY},
    (DeskAction.PROPOSE, State.PUBLISHED): {STEWARD: ANY},
    (DeskAction.APPROVE, State.PUBLISHED): {STEWARD: ANY},
    (DeskAction.WITHDRAW, State.PUBLISHED): {STEWARD: ANY},
    (DeskAction.REOPEN, State.WITHDRAWN): {STEWARD: ANY},
    (DeskAction.MERGE, State.PUBLISHED): {STEWARD: ANY},
}

# The words that all records are sorted by.
VOCABULARIES: dict[tuple[DeskAction, State], Grants] = PERMITTED | {
    (DeskAction.ADD, State.DRAFT): {STEWARD: ANY},
    (DeskAction.EDIT, State.DRAFT): {STEWARD: ANY},
    (DeskAction.EDIT, State.IN_REVIEW): {STEWARD: ANY},
    (DeskAction.RESTORE, State.DRAFT): {STEWARD: ANY},
    (DeskAction.RESTORE, State.IN_REVIEW): {STEWARD: ANY},
    (DeskAction.PROPOSE, State.PUBLISHED): {STEWARD: ANY},
    (DeskAction.SUBMIT, State.DRAFT): {STEWARD: ANY},
    (DeskAction.WITHDRAW, State.PUBLISHED): {STEWARD: ANY},
    (DeskAction.REOPEN, State.WITHDRAWN): {STEWARD: ANY},
}


def grants(action: DeskAction, noun: str, state: str, *, steward_only: bool = False) -> Grants:
    """Which roles may do ``action`` with a record of ``noun`` in ``state``, and with whose."""
    table = STEWARD_ONLY if steward_only else VOCABULARIES if noun == "terms" else PERMITTED
    return table.get((action, State(state)), {})


def has_permission(user: RequestUser, action: DeskAction, row: ArchiveObject) -> bool:
    """Whether ``user`` may do ``action`` with ``row``, a record or an authority that is saved."""
    if not isinstance(user, User):
        return False
    allowed = grants(action, row.noun, row.state, steward_only=row.is_steward_only())
    whose = {allowed[role] for role in roles_of(user) if role in allowed}
    if Scope.ANY in whose or (Scope.OTHERS in whose and user.works_alone):
        return True
    if Scope.OWN in whose and Change.objects.entered_by(user).filter(subject_id=row.pk).exists():
        return True
    return Scope.OTHERS in whose and not has_written(user, row)


def has_written(user: User, row: ArchiveObject) -> bool:
    """Whether ``user`` wrote something of what ``row`` says: themselves, or in a revision that was applied."""
    merged = Redirect.objects.filter(subject_id=row.pk).values_list("old", flat=True)
    ones = [row.pk, *merged]  # whoever wrote what was merged into it wrote part of it
    revised = Accession.objects.filter(pk__in=ones, revisions__authors=user, revisions__status=RevisionStatus.APPLIED)
    return Change.objects.written_by(user).filter(subject_id__in=ones).exists() or revised.exists()


def has_permission_for_any(user: object, action: DeskAction, noun: str) -> bool:
    """Whether there can be a record of ``noun`` with which ``user`` may do ``action``."""
    roles = roles_of(user)
    return any(
        roles & grants(action, noun, state, steward_only=steward_only).keys()
        for state in State
        for steward_only in (False, True)
    )
