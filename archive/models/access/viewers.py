"""Who reads: what one reader may see of rows and of values."""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone

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

    def row_filter(self) -> models.Q:
        """The condition on the rows that are seen."""
        if self.sees_everything:
            return models.Q()
        if self.desk:
            return models.Q(state__in=FINISHED, access__in=self.accesses) | self._unmasked_rows()
        return models.Q(opened(), state=State.PUBLISHED, access__in=self.accesses) | self._unmasked_rows()

    def masked_rows(self) -> models.Q:
        """The condition on the rows of which what protects somebody is masked."""
        return models.Q(pk__in=[]) if self.sees_everything else ~self._unmasked_rows()

    def _unmasked_rows(self) -> models.Q:
        if self.desk:
            return models.Q(state__in=UNFINISHED)
        if self.contributor_id is None:
            return models.Q(pk__in=[])
        entered = Change.objects.entered_by(self.contributor_id).values("subject")
        return models.Q(state__in=UNFINISHED, pk__in=entered)

    def sees(self, obj) -> bool:
        if self.sees_everything or self._sees_unfinished(obj):
            return True
        if self.desk:
            return obj.state in FINISHED and obj.access in self.accesses
        now = obj.embargo_until is None or obj.embargo_until <= timezone.now().date()
        return now and obj.state == State.PUBLISHED and obj.access in self.accesses and not obj.is_closed()

    def sees_unmasked(self, obj) -> bool:
        """Whether nothing of a record that is seen is masked."""
        return self.sees_everything or self._sees_unfinished(obj) or (self.desk and not obj.is_protected())

    def _sees_unfinished(self, obj) -> bool:
        if obj.state not in UNFINISHED or not (self.desk or self.contributor_id):
            return False
        return self.desk or Change.objects.entered_by(self.contributor_id).filter(subject_id=obj.pk).exists()


def opened() -> models.Q:
    """The condition that no embargo is upon a row today."""
    return models.Q(embargo_until__isnull=True) | models.Q(embargo_until__lte=timezone.now().date())


ANYONE = Viewer(frozenset({Access.PUBLIC}))


RESEARCHER = Viewer(frozenset({Access.PUBLIC, Access.RESEARCHERS}))


DESK = Viewer(RESEARCHER.accesses, desk=True)


STEWARD = Viewer(frozenset(Access.values), desk=True, sees_everything=True)


def viewer_for(user) -> Viewer:
    """The viewer that ``user`` is; `ANYONE` where ``user`` is ``None`` or not signed in.

    Accepts a `Viewer` as well as a user, so that callers who ask for a whole class of readers can pass it directly.
    """
    if isinstance(user, Viewer):
        return user
    if user is None or not user.is_authenticated or not user.is_active:
        return ANYONE
    if Role.STEWARD in user.roles:
        return STEWARD
    if user.roles & {Role.CURATOR, Role.REVIEWER}:
        return DESK
    accesses = (RESEARCHER if user.is_researcher else ANYONE).accesses
    return Viewer(accesses, contributor_id=user.pk if Role.CONTRIBUTOR in user.roles else None)
