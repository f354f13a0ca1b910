"""Judging: what somebody says of a pair of records."""

from archive.models.access.users import User, roles_of
from archive.models.desk.judgements import Judgement
from archive.vocabularies import Role

JUDGING = frozenset({Role.CURATOR, Role.REVIEWER, Role.STEWARD})


def may_judge(user: object) -> bool:
    return bool(roles_of(user) & JUDGING)


def judge(user: User, one: str, other: str, verdict: str, reason: str) -> Judgement:
    first, second = sorted((one, other))
    return Judgement.objects.create(
        first_id=first, second_id=second, verdict=verdict, reason=reason.strip()[:500], user=user
    )
