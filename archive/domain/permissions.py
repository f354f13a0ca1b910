"""Who may do what: the one table of roles by action, and the one question that is asked of it.

Every door that writes asks `may`. The desk explains the table on a page, and the tests walk through all of it.
"""

from archive.models.access.users import roles_of
from archive.models.base.accessions import Accession
from archive.models.log.changes import Change
from archive.models.parts.redirects import Redirect
from archive.vocabularies import DeskAction, RevisionStatus, Role, State, Whose

ANY, OWN, OTHERS = Whose.ANY, Whose.OWN, Whose.OTHERS
CONTRIBUTOR, CURATOR, REVIEWER, STEWARD = Role.CONTRIBUTOR, Role.CURATOR, Role.REVIEWER, Role.STEWARD

Grants = dict[Role, Whose]

# What is not sealed, of every type but vocabularies. What is not in the table is refused.
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
SEALED: dict[tuple[DeskAction, State], Grants] = {
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


def grants(action: DeskAction, noun: str, state: str, *, sealed: bool = False) -> Grants:
    """Which roles may do ``action`` with a record of ``noun`` in ``state``, and with whose."""
    table = SEALED if sealed else VOCABULARIES if noun == "terms" else PERMITTED
    return table.get((action, State(state)), {})


def may(user, action: DeskAction, row) -> bool:
    """Whether ``user`` may do ``action`` with ``row``, a record or an authority that is saved."""
    allowed = grants(action, row.noun, row.state, sealed=row.is_sealed())
    whose = {allowed[role] for role in roles_of(user) if role in allowed}
    if Whose.ANY in whose or (Whose.OTHERS in whose and user.works_alone):
        return True
    if Whose.OWN in whose and Change.objects.entered_by(user).filter(subject_id=row.pk).exists():
        return True
    return Whose.OTHERS in whose and not has_written(user, row)


def has_written(user, row) -> bool:
    """Whether ``user`` wrote something of what ``row`` says: themselves, or in a revision that was applied."""
    merged = Redirect.objects.filter(subject_id=row.pk).values_list("old", flat=True)
    ones = [row.pk, *merged]  # whoever wrote what was merged into it wrote part of it
    revised = Accession.objects.filter(pk__in=ones, revisions__authors=user, revisions__status=RevisionStatus.APPLIED)
    return Change.objects.written_by(user).filter(subject_id__in=ones).exists() or revised.exists()


def may_some(user, action: DeskAction, noun: str) -> bool:
    """Whether there can be a record of ``noun`` with which ``user`` may do ``action``."""
    roles = roles_of(user)
    return any(roles & grants(action, noun, state, sealed=sealed).keys() for state in State for sealed in (False, True))
