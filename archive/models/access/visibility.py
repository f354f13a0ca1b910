"""The two rules of protection: `visible_to(user)` chooses rows, `masked_for(user)` chooses values.

Every door goes through them. What is hidden is absent: a hidden record is not found, not counted and not linked; a
masked value reads as if it had never been entered, and its name stands in ``MaskedRow.masked_fields``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Self, cast

from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

from archive.languages import ENGLISH, beside_page, capitalised
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader, Viewer, viewer_for
from archive.models.base.accessions import Accession
from archive.models.base.compiled_queries import compiled
from archive.models.base.conditions import NEVER, as_q
from archive.models.base.links import field_of, target_of
from archive.models.base.registry import RegisteredModel, registered_models
from archive.models.base.types import Rows
from archive.models.log.audited import AuditedQuerySet, Row


class VisibleQuerySet(AuditedQuerySet[Row]):
    """Rows that are seen or hidden by their own state and access."""

    def visible_to(self, user: Reader) -> Self:
        return self.filter(viewer_for(user).seen(self.model))

    def protected(self) -> Self:
        """Those that protect somebody, whoever reads."""
        return self.filter(as_q(self.model.protection.protects))

    def unprotected(self) -> Self:
        return self.exclude(as_q(self.model.protection.protects))

    def withheld_from(self, user: Reader) -> Self:
        """Those that protect somebody, and are not shown to ``user`` whole for that."""
        return self.filter(viewer_for(user).withheld(self.model))

    def seen_among(self, references: Sequence[str], user: Reader) -> list[Row]:
        """Those of ``references`` that ``user`` may see, in no order."""
        return cast(list[Row], _seen_among(references, self.model, viewer_for(user)))


class PartQuerySet(AuditedQuerySet[Row]):
    """Rows that are seen only together with what their model's `PartProtection` names."""

    def visible_to(self, user: Reader) -> Self:
        return self._seen_with(self.model.protection.seen_with, viewer_for(user))

    def belonging_to(self, rows: Rows, user: Reader) -> Self:
        """Those that belong to ``rows``, which are all ones that ``user`` may see: only the rest is asked."""
        others = tuple(path for path in self.model.protection.seen_with if path != self.model.parent_field)
        hanging = self.filter(**{f"{self.model.parent_field}__in": rows.order_by().values("pk")})
        return hanging._seen_with(others, viewer_for(user), rows.model)

    def children_of(self, references: Sequence[str], subject: type[RegisteredModel], user: Reader) -> list[Row]:
        """Those on the rows of ``subject`` with ``references``, all seen by ``user``, in the order of their numbers."""
        return cast(list[Row], _children_of(references, self.model, subject, viewer_for(user)))

    def _seen_with(self, paths: tuple[str, ...], viewer: Viewer, subject: type[models.Model] | None = None) -> Self:
        """Those whose ``paths`` lead to what is seen, and that make nobody known who is protected.

        All belong to rows of ``subject``, where that is given.
        """
        model, protection, rows = self.model, self.model.protection, self
        if protection.desk_only and not viewer.desk:
            return rows.none()
        if viewer.sees_everything:
            return rows
        for path in paths:
            rows = rows.filter(models.Q((f"{path}__in", _seen_at(path, model, viewer))))
        for path in protection.hidden_with:
            seen = models.Q((f"{path}__in", _seen_at(path, model, viewer)))
            rows = rows.filter(models.Q((f"{path}__isnull", True)) | seen)
        for path in protection.identifies:
            if withheld := _withheld_at(path, model, viewer, subject):
                rows = rows.exclude(withheld)
        for path in protection.masked_with:
            if issubclass(target_of(path, model), Accession):  # `Part.masked_fields_for` would ask each row anew
                withheld = _withheld_at(path, model, viewer, subject)
                rows = rows.annotate(**{WITHHELD.format(path): _as_column(withheld)})
        return rows


@compiled
def _seen_among(references: list[str], model: type[RegisteredModel], viewer: Viewer) -> Rows:
    rows: Rows = model.objects.visible_to(viewer)
    return rows.filter(pk__in=references)


@compiled
def _children_of(
    references: list[str], part: type[RegisteredModel], model: type[RegisteredModel], viewer: Viewer
) -> Rows:
    hanging: Rows = part.objects.belonging_to(model.objects.filter(pk__in=references), viewer)
    return hanging.order_by("accession__number")


def _seen_at(path: str, model: type[RegisteredModel], viewer: Viewer) -> Rows:
    seen: Rows = target_of(path, model).objects.visible_to(viewer)
    return seen.values("pk")


def _withheld_at(
    path: str, model: type[RegisteredModel], viewer: Viewer, subject: type[models.Model] | None
) -> models.Q:
    """The condition that ``path`` leads to what is withheld; `Q()`, which is false, where nothing can be."""
    target = target_of(path, model)
    if issubclass(target, RegisteredModel):
        return models.Q((f"{path}__in", target.objects.withheld_from(viewer).order_by().values("pk")))
    condition = models.Q()
    for one in registered_models():
        if subject in (None, Accession, one) and not one.parent_field and one.protection.protects is not NEVER:
            rows = one.objects.withheld_from(viewer).filter(pk=models.OuterRef(f"{path}_id"))
            condition |= models.Q(models.Exists(rows))
    return condition


def _as_column(condition: models.Q) -> models.expressions.Combinable:
    return models.ExpressionWrapper(condition, models.BooleanField()) if condition else models.Value(False)


WITHHELD = "{}_withheld"  # the column that says whether what a link leads to is withheld from the reader
_HERE = "REFERENCE"  # where the reference stands in an address that is asked for once


@cache
def _address_of(noun: str, language: str, prefix: str) -> str:
    """The address of the pages of ``noun``: a list names a hundred of them, and to find each by itself takes long."""
    return reverse(f"{noun}-detail", args=[_HERE])


class VisibilityMixin(RegisteredModel):
    """A row that the two rules apply to."""

    class Meta:
        abstract = True

    def is_visible_to(self, user: Reader) -> bool:
        """The rule of rows, for a row that is already at hand."""
        return viewer_for(user).sees(self)

    def public_substitute(self) -> VisibilityMixin | None:
        """The row that is shown in its stead to those who may not see it, if one is."""
        return None

    def archive_object(self) -> VisibilityMixin:
        """The record or authority that this row is, or belongs to."""
        raise NotImplementedError

    def masked_fields_for(self, viewer: Viewer) -> set[str]:
        """The names of the fields that a reader with ``viewer`` is not shown."""
        return set()

    def masked_for(self, user: Reader) -> MaskedRow:
        return MaskedRow(self, user)

    def display_title(self, masked_fields: frozenset[str]) -> str:
        """What the row is called by a reader from whom the fields in ``masked_fields`` are kept."""
        raise NotImplementedError

    @classmethod
    def label_of(cls, name: str) -> str:
        """What a page calls the field, in its language."""
        return capitalised(str(cls.labels.get(name) or field_of(cls, name).verbose_name))

    def written_in(self, name: str) -> str:
        """The language (BCP 47 code) that the field is written in; "" where it is not known."""
        return ENGLISH

    def language_of(self, name: str) -> str:
        """The language that the field is marked with on a page; "" where it is that of the page, or is not known."""
        return beside_page(self.written_in(name))

    def get_absolute_url(self) -> str:
        return _address_of(self.noun, get_language(), get_script_prefix()).replace(_HERE, self.reference)
