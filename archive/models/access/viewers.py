"""Who reads: what one reader may see of rows and of values, by what each model declares (`base.protection`).

Every rule is one condition, and has two forms: in a query (`seen`, `withheld`, `shown`), and for a row that is at hand
(`sees`, `withholds`), which asks the same condition.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from archive.models.access.users import RequestUser
from archive.models.base.conditions import NEVER, Predicate, as_q, predicate
from archive.models.base.registry import RegisteredModel
from archive.models.log.changes import Change
from archive.vocabularies import Access, Role, State

UNFINISHED = (State.DRAFT, State.IN_REVIEW)
FINISHED = (State.PUBLISHED, State.WITHDRAWN)


@dataclass(frozen=True)
class Viewer:
    """What one reader may see.

    Anyone sees what is published with one of ``accesses``. The desk (``desk``) sees what is unfinished, too, and whole;
    a contributor sees of that only what they entered themselves (``contributor_id``). What is steward-only, being
    restricted or protecting somebody, is seen whole by stewards alone (``sees_everything``).
    """

    accesses: frozenset[str]
    desk: bool = False
    sees_everything: bool = False
    contributor_id: int | None = None

    def seen(self, model: type[RegisteredModel]) -> Q:
        """The condition on the rows of ``model`` that are seen."""
        if self.sees_everything:
            return Q()
        if self.desk:
            return Q(state__in=FINISHED, access__in=self.accesses) | self._whole_in_progress()
        seen = _or(Q(not_embargoed(), state=State.PUBLISHED, access__in=self.accesses), self._whole_in_progress())
        return seen if model.protection.closed is NEVER else seen & ~as_q(model.protection.closed)

    def withheld(self, model: type[RegisteredModel]) -> Q:
        """The condition on the rows of ``model`` that protect somebody, and are not shown whole for that."""
        if self.sees_everything or model.protection.protects is NEVER:
            return NEVER
        protected, whole = as_q(model.protection.protects), self._whole_in_progress()
        return protected if whole is NEVER else protected & ~whole

    def shown(self, model: type[RegisteredModel], name: str) -> Q:
        """The condition on the rows of ``model``, being seen, of which the field ``name`` is shown.

        Raise `TypeError` on a field of a part that may be masked: that is asked of each row with its record.
        """
        if self.sees_everything or name not in model.protection.maskable():
            return Q()
        if model.parent_field:
            raise TypeError(f"Expected a field of {model.noun} that is never masked, and not {name}.")
        if self.desk:
            return ~self.withheld(model)
        return _or(model.protection.where_shown(name), self._whole_in_progress())

    def sees(self, obj: RegisteredModel) -> bool:
        return _predicate(self, Viewer.seen, type(obj), _today())(obj)

    def withholds(self, obj: RegisteredModel) -> bool:
        return _predicate(self, Viewer.withheld, type(obj), _today())(obj)

    def sees_unmasked(self, obj: RegisteredModel) -> bool:
        """Whether nothing of a record that is seen is masked."""
        if self.desk:
            return not self.withholds(obj)
        return _predicate(self, Viewer._in_progress, type(obj), _today())(obj)

    def _in_progress(self, model: type[RegisteredModel]) -> Q:
        return self._whole_in_progress()

    def _whole_in_progress(self) -> Q:
        """The condition on the unfinished rows that are seen, and whole."""
        if self.desk:
            return Q(state__in=UNFINISHED)
        if self.contributor_id is None:
            return NEVER
        return Q(state__in=UNFINISHED, pk__in=Change.objects.entered_by(self.contributor_id).values("subject"))


Rule = Callable[[Viewer, type[RegisteredModel]], Q]


@lru_cache(maxsize=2000)
def _predicate(viewer: Viewer, rule: Rule, model: type[RegisteredModel], _today: date) -> Predicate:
    return predicate(rule(viewer, model), model)


def _or(condition: Q, other: Q) -> Q:
    return condition if other is NEVER else condition | other


def _today() -> date:
    return timezone.now().date()


def not_embargoed() -> Q:
    """The condition that no embargo is upon a row today (UTC)."""
    return Q(embargo_until__isnull=True) | Q(embargo_until__lte=_today())


ANYONE = Viewer(frozenset({Access.PUBLIC}))


RESEARCHER = Viewer(frozenset({Access.PUBLIC, Access.RESEARCHERS}))


DESK = Viewer(RESEARCHER.accesses, desk=True)


STEWARD = Viewer(frozenset(Access.values), desk=True, sees_everything=True)


Reader = RequestUser | Viewer  # whoever reads, as all that shows something is told


def viewer_for(user: Reader) -> Viewer:
    """The viewer that ``user`` is; `ANYONE` where ``user`` is ``None`` or not signed in.

    Accepts a `Viewer` as well as a user, so that callers who ask for a whole class of readers can pass it directly.
    """
    if isinstance(user, Viewer):
        return user
    if user is None or isinstance(user, AnonymousUser) or not user.is_active:
        return ANYONE
    if Role.STEWARD in user.roles:
        return STEWARD
    if user.roles & {Role.CURATOR, Role.REVIEWER}:
        return DESK
    accesses = (RESEARCHER if user.is_researcher else ANYONE).accesses
    return Viewer(accesses, contributor_id=user.pk if Role.CONTRIBUTOR in user.roles else None)
