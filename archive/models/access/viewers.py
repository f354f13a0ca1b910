"""Who reads: what one reader may see of rows and of values."""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from archive.models.log.changes import Change
from archive.vocabularies import Access, Role, State

UNFINISHED = (State.DRAFT, State.IN_REVIEW)
FINISHED = (State.PUBLISHED, State.WITHDRAWN)


@dataclass(frozen=True)
class Sight:
    """What one reader may see.

    Anyone sees what is published with one of ``accesses``. The desk (``desk``) sees what is unfinished, too, and whole;
    a contributor sees of that only what they entered themselves (``own``). What is sealed, being restricted or
    protecting somebody, is seen whole by stewards alone (``sealed``).
    """

    accesses: frozenset[str]
    desk: bool = False
    sealed: bool = False
    own: int | None = None

    def row_filter(self) -> models.Q:
        """The condition on the rows that are seen."""
        if self.sealed:
            return models.Q()
        if self.desk:
            return models.Q(state__in=FINISHED, access__in=self.accesses) | self._seen_whole()
        return models.Q(opened(), state=State.PUBLISHED, access__in=self.accesses) | self._seen_whole()

    def withholding(self) -> models.Q:
        """The condition on the rows of which what protects somebody is withheld."""
        return models.Q(pk__in=[]) if self.sealed else ~self._seen_whole()

    def _seen_whole(self) -> models.Q:
        if self.desk:
            return models.Q(state__in=UNFINISHED)
        if self.own is None:
            return models.Q(pk__in=[])
        entered = Change.objects.entered_by(self.own).values("subject")
        return models.Q(state__in=UNFINISHED, pk__in=entered)

    def sees(self, entry) -> bool:
        if self.sealed or self._sees_unfinished(entry):
            return True
        if self.desk:
            return entry.state in FINISHED and entry.access in self.accesses
        now = entry.embargo_until is None or entry.embargo_until <= timezone.now().date()
        return now and entry.state == State.PUBLISHED and entry.access in self.accesses and not entry.is_closed()

    def sees_whole(self, entry) -> bool:
        """Whether nothing of a record that is seen is withheld."""
        return self.sealed or self._sees_unfinished(entry) or (self.desk and not entry.is_protected())

    def _sees_unfinished(self, entry) -> bool:
        if entry.state not in UNFINISHED or not (self.desk or self.own):
            return False
        return self.desk or Change.objects.entered_by(self.own).filter(subject_id=entry.pk).exists()


def opened() -> models.Q:
    """The condition that no embargo is upon a row today."""
    return models.Q(embargo_until__isnull=True) | models.Q(embargo_until__lte=timezone.now().date())


ANYONE = Sight(frozenset({Access.PUBLIC}))


RESEARCHER = Sight(frozenset({Access.PUBLIC, Access.RESEARCHERS}))


DESK = Sight(RESEARCHER.accesses, desk=True)


STEWARD = Sight(frozenset(Access.values), desk=True, sealed=True)


def sight_of(user) -> Sight:
    """The sight of ``user``; of anyone who is not signed in, where ``user`` is ``None`` or anonymous.

    A sight is its own: whoever asks a question of many readers alike tells it in place of one.
    """
    if isinstance(user, Sight):
        return user
    if user is None or not user.is_authenticated or not user.is_active:
        return ANYONE
    if Role.STEWARD in user.roles:
        return STEWARD
    if user.roles & {Role.CURATOR, Role.REVIEWER}:
        return DESK
    accesses = (RESEARCHER if user.is_researcher else ANYONE).accesses
    return Sight(accesses, own=user.pk if Role.CONTRIBUTOR in user.roles else None)
