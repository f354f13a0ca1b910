"""What a model declares of who may see its rows and fields, once; every query and every test is made from it.

Each model with a reference has one: a record or authority a `Protection`, a part of a record a `PartProtection`. Each
of its fields stands in it, under what is shown with the row or under what is masked: the archive does not start with a
field of which nothing is said (`require_declared`). `archive.models.access` applies it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q
from django.utils import timezone

from archive.models.base.conditions import NEVER, Condition, Predicate, as_q, predicate
from archive.models.base.types import AnyField

Tests = dict[str | int, tuple[date | None, Predicate]]  # by rule, its test, and the day on which it is that
Stricter = Callable[..., object]  # of two values of a field, the one that shows less


@dataclass(frozen=True)
class Masked:
    """Fields that nobody off the desk is shown, unless the row fulfils ``unless``; always, where that is `NEVER`."""

    fields: tuple[str, ...]
    unless: Q = NEVER


@dataclass(frozen=True)
class Protection:
    """Who may see the rows of a record or authority type, and what of each."""

    shown: tuple[str, ...]  # fields that whoever sees the row is shown
    masked: tuple[Masked, ...] = ()
    protects: Condition = NEVER  # rows that protect somebody: only stewards see them whole, once they are published
    closed: Condition = NEVER  # rows that nobody off the desk sees, whatever their state
    closed_leaves_no_tombstone: bool = False  # whether a closed row that was withdrawn answers 404, and not 410
    substitute: str = ""  # the link to what is shown off the desk in a closed row's stead
    guards: Mapping[str, Stricter] = field(default_factory=dict)  # fields that decide on all this; see `strictness`
    _tests: Tests = field(default_factory=dict, init=False, compare=False, repr=False)

    def extended(
        self,
        *,
        shown: tuple[str, ...],
        masked: tuple[Masked, ...] = (),
        protects: Condition = NEVER,
        closed: Condition = NEVER,
        closed_leaves_no_tombstone: bool = False,
        substitute: str = "",
        guards: Mapping[str, Stricter] | None = None,
    ) -> Protection:
        """Return the declaration for a model with more fields than this one is for."""
        return Protection(
            shown=self.shown + shown,
            masked=self.masked + masked,
            protects=protects,
            closed=closed,
            closed_leaves_no_tombstone=closed_leaves_no_tombstone,
            substitute=substitute,
            guards={**self.guards, **(guards or {})},
        )

    def is_protected(self, row: Model) -> bool:
        return self._is_fulfilled("protects", self.protects, row)

    def is_closed(self, row: Model) -> bool:
        return self._is_fulfilled("closed", self.closed, row)

    def masked_on(self, row: Model) -> set[str]:
        """Return the names of the fields of ``row`` that nobody off the desk is shown."""
        fields: set[str] = set()
        for number, masked in enumerate(self.masked):
            if not self._is_fulfilled(number, masked.unless, row):
                fields.update(masked.fields)
        return fields

    def where_shown(self, name: str) -> Q:
        """Return the condition on the rows of which anyone who sees them is shown the field ``name``."""
        condition = Q()
        for masked in self.masked:
            if name in masked.fields:
                condition &= masked.unless
        return condition

    def declared(self) -> set[str]:
        return {*self.shown, *self.maskable()}

    def _is_fulfilled(self, rule: str | int, condition: Condition, row: Model) -> bool:
        if condition is NEVER:
            return False
        day = None if isinstance(condition, Q) else timezone.now().date()  # else it is another one each day
        known = self._tests.get(rule)
        if known is None or known[0] != day:
            known = self._tests[rule] = day, predicate(as_q(condition), type(row))
        return known[1](row)

    def maskable(self) -> set[str]:
        """The names of the fields that are masked on some row."""
        return {name for masked in self.masked for name in masked.fields}


@dataclass(frozen=True)
class PartProtection:
    """With what the rows of a part are seen, and what of each.

    Links are paths of fields, such as ``citation__source``.
    """

    shown: tuple[str, ...]  # fields that whoever sees the row is shown
    seen_with: tuple[str, ...]  # links to what a reader must see to see the row
    hidden_with: tuple[str, ...] = ()  # links that may be empty; where one is not, a reader must see what it leads to
    identifies: tuple[str, ...] = ()  # links to whom the row would make known: it is hidden while they are protected
    desk_only: bool = False
    masked_with: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by link: masked while it is protected
    masked_with_field: tuple[str, ...] = ()  # masked where the record's field of which the row speaks is masked
    guards_record: bool = False  # whether such rows decide who may see the record that they are part of

    def declared(self) -> set[str]:
        return {*self.shown, *self.maskable()}

    def maskable(self) -> set[str]:
        """The names of the fields that are masked on some row."""
        return {*self.masked_with_field}.union(*self.masked_with.values())


def undeclared(model: type[Model]) -> list[str]:
    """Return the names of the fields of ``model`` on which its protection says nothing, and of ones it has not."""
    protection = getattr(model, "protection", None)
    declared = protection.declared() if protection else set()
    return sorted(declared ^ {field.name for field in _fields(model)})


def require_declared(models: Iterable[type[Model]]) -> None:
    """Raise `ImproperlyConfigured` where one of ``models`` has a field on which its protection says nothing."""
    for model in models:
        if names := undeclared(model):
            raise ImproperlyConfigured(
                f"{model.__name__}.protection and its fields differ in: {', '.join(names)}. Expected each of its fields"
                " there, either in “shown” or in what is masked."
            )


def _fields(model: type[Model]) -> Iterable[AnyField]:
    own = (*model._meta.concrete_fields, *model._meta.many_to_many)
    return (one for one in own if not one.primary_key and not getattr(one, "derived", False))
