"""The two rules of protection: `visible_to(user)` chooses rows, `shown_to(user)` chooses values.

Every door goes through them. What is hidden is absent: a hidden record is not found, not counted and not linked; a
withheld value reads as if it had never been entered, and its name stands in ``Shown.withheld``.
"""

from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from archive.models.tracked import TrackedQuerySet
from archive.vocabularies import Access, State


@dataclass(frozen=True)
class Sight:
    """What one reader may see: records in these states, with this access; on the desk, everything."""

    states: frozenset[str]
    accesses: frozenset[str]
    desk: bool = False

    def row_filter(self) -> models.Q:
        return models.Q() if self.desk else models.Q(state__in=self.states, access__in=self.accesses)

    def sees(self, entry) -> bool:
        return self.desk or (entry.state in self.states and entry.access in self.accesses)


ANYONE = Sight(frozenset({State.PUBLISHED}), frozenset({Access.PUBLIC}))
RESEARCHER = Sight(frozenset({State.PUBLISHED}), frozenset({Access.PUBLIC, Access.RESEARCHERS}))
DESK = Sight(frozenset(State.values), frozenset(Access.values), desk=True)


def sight_of(user) -> Sight:
    """The sight of ``user``; of anyone who is not signed in, where ``user`` is ``None`` or anonymous."""
    if user is None or not user.is_authenticated or not user.is_active:
        return ANYONE
    if user.is_staff:
        return DESK
    return RESEARCHER if user.is_researcher else ANYONE


class VisibleQuerySet(TrackedQuerySet):
    """Rows that are seen or hidden by their own state and access."""

    def visible_to(self, user):
        return self.filter(sight_of(user).row_filter())


class HangingQuerySet(TrackedQuerySet):
    """Rows that are seen only together with the records in the model's ``seen_with``."""

    def visible_to(self, user):
        return self._seen_with(self.model.seen_with, user)

    def on(self, rows, user):
        """Those that hang on ``rows``, which are all ones that ``user`` may see: only the rest is asked."""
        others = tuple(path for path in self.model.seen_with if path != self.model.hangs_on)
        hanging = self.filter(**{f"{self.model.hangs_on}__in": rows.order_by().values("pk")})
        return hanging._seen_with(others, user)

    def _seen_with(self, paths: tuple[str, ...], user):
        rows = self
        if sight_of(user).desk:
            return rows
        for path in paths:
            seen = _at_the_end_of(path, self.model).objects.visible_to(user)
            rows = rows.filter(**{f"{path}__in": seen.values("pk")})
        for path in self.model.hidden_with:
            seen = _at_the_end_of(path, self.model).objects.visible_to(user)
            rows = rows.filter(models.Q((f"{path}__isnull", True)) | models.Q((f"{path}__in", seen.values("pk"))))
        return rows


def _at_the_end_of(path: str, model: type[models.Model]) -> type[models.Model]:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


class Shown:
    """A row as one reader may see it. Only its fields can be read, each through the rule; links lead to `Shown`."""

    def __init__(self, row, user):
        self._row, self._user = row, user
        self._sight = sight_of(user)
        self.withheld = frozenset() if self._sight.desk else frozenset(row.withheld_from_public())

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        field = self._row._meta.get_field(name)
        if field.many_to_many:
            return [] if name in self.withheld else self._linked(getattr(self._row, name).all())
        if name in self.withheld:
            return None
        value = getattr(self._row, name)
        if not field.is_relation or value is None:
            return value
        return next(iter(self._linked([value])), None)

    def _linked(self, rows) -> list["Shown"]:
        return [row.shown_to(self._user) for row in rows if row.is_visible_to(self._user)]

    def choice(self, name: str) -> str:
        """The words for a field with fixed choices."""
        value = getattr(self, name)
        return dict(self._row._meta.get_field(name).flatchoices).get(value, value or "")

    @property
    def reference(self) -> str:
        return self._row.reference

    @property
    def noun(self) -> str:
        return self._row.noun

    @property
    def heading(self) -> str:
        return self._row.heading_without(self.withheld)

    @property
    def page(self) -> str:
        """The address of the row's own page."""
        return self._row.get_absolute_url()

    def __str__(self):
        return self.heading

    def __eq__(self, other):
        return isinstance(other, Shown) and (self._row, self._sight) == (other._row, other._sight)

    def __hash__(self):
        return hash(self._row)


class Seen(models.Model):
    """A row that the two rules apply to."""

    class Meta:
        abstract = True

    def is_visible_to(self, user) -> bool:
        """The rule of rows, for a row that is already at hand."""
        return sight_of(user).sees(self)

    def withheld_from_public(self) -> set[str]:
        """The names of fields that nobody off the desk is shown."""
        return set()

    def shown_to(self, user) -> Shown:
        return Shown(self, user)

    def heading_without(self, withheld: frozenset[str]) -> str:
        """What the row is called by a reader from whom the fields in ``withheld`` are kept."""
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(f"{self.noun}-detail", args=[self.reference])
