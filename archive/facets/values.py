"""Where a facet finds its keys: in a column of the record, behind a link, in its parts, or in claims.

Each answers ``pairs(rows, user)``, the pairs of record and key among ``rows`` that ``user`` may see.
"""

from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce

from archive.models import Claim, Term
from archive.models.access.viewers import viewer_for
from archive.models.archive_object import ArchiveObject
from archive.models.base.registry import scheme_of
from archive.models.parts.claims import CLAIMED_SCHEME, VALUE_COLUMN


@dataclass(frozen=True)
class Column:
    """A column of the record itself, such as a fixed choice."""

    name: str

    def pairs(self, rows: QuerySet, user) -> QuerySet:
        return self._shown(rows, user).exclude(**{self.name: ""}).values_list("pk", self.name)

    def _shown(self, rows: QuerySet, user) -> QuerySet:
        """The rows of which ``user`` is shown what the column says."""
        return rows.filter(viewer_for(user).shown(rows.model, self.name))


@dataclass(frozen=True)
class Linked:
    """What a record links to, by reference or, for a term, by notation; or a column of what it links to."""

    path: str
    column: str = ""

    def pairs(self, rows: QuerySet, user) -> QuerySet:
        key = self._key(rows.model)
        if self._is_coarse(rows.model, user):
            key = Coalesce(self._substitute(rows.model), self.path)
        return rows.filter(self._seen(rows.model, user)).values_list("pk", key)

    def target(self, model: type[Model]) -> type[Model]:
        return model._meta.get_field(self.path).related_model

    def scheme(self, model: type[Model]) -> str:
        """The vocabulary that the keys are terms of, where they are."""
        return scheme_of(model._meta.get_field(self.path))

    def _seen(self, model: type[Model], user) -> Q:
        seen = self.target(model).objects.visible_to(user).values("pk")
        stand_in = Q((f"{self._substitute(model)}__in", seen)) if self._is_coarse(model, user) else Q()
        shown = viewer_for(user).shown(model, self.path) if issubclass(model, ArchiveObject) else Q()
        return (Q((f"{self.path}__in", seen)) | stand_in) & shown

    def _is_coarse(self, model: type[Model], user) -> bool:
        """Whether another record may be counted in the stead of the one that is linked."""
        return not self.column and bool(self.target(model).protection.substitute) and not viewer_for(user).desk

    def _substitute(self, model: type[Model]) -> str:
        return f"{self.path}__{self.target(model).protection.substitute}"

    def _key(self, model: type[Model]) -> str:
        if self.column:
            return f"{self.path}__{self.column}"
        return f"{self.path}__notation" if self.target(model) is Term else self.path


@dataclass(frozen=True)
class OfHanging:
    """What a row that belongs to the record links to, such as the assessor of an assessment, or a column of it."""

    model: type[Model]
    inner: Linked | Column

    def pairs(self, rows: QuerySet, user) -> QuerySet:
        own = self._own(rows, user)
        owners = dict(own.values_list("pk", f"{self.model.parent_field}_id"))
        pairs = self.inner.pairs(own, user)
        return [(owners[pk], key) for pk, key in pairs if pk in owners]  # others came since, and the log tells of them

    def target(self, model: type[Model]) -> type[Model]:
        return self.inner.target(self.model)

    def scheme(self, model: type[Model]) -> str:
        return self.inner.scheme(self.model)

    def _own(self, rows: QuerySet, user) -> QuerySet:
        return self.model.objects.belonging_to(rows, user).order_by()


@dataclass(frozen=True)
class Claimed:
    """What sources claim of one field: a record has the key of each claim."""

    field: str

    def pairs(self, rows: QuerySet, user) -> list[tuple[str, str]]:
        return list(self._claims(rows, user).values_list("subject_id", self._key))

    def target(self, model: type[Model]) -> type[Model]:
        return Claim._meta.get_field(VALUE_COLUMN[self.field]).related_model

    def scheme(self, model: type[Model]) -> str:
        return CLAIMED_SCHEME[self.field]

    @property
    def _key(self) -> str:
        return "term__notation" if VALUE_COLUMN[self.field] == "term" else VALUE_COLUMN[self.field]

    def _claims(self, rows: QuerySet, user) -> QuerySet:
        column = VALUE_COLUMN[self.field]
        seen = Claim._meta.get_field(column).related_model.objects.visible_to(user)
        return (
            Claim.objects.belonging_to(rows, user)
            .order_by()
            .filter(field=self.field, **{f"{column}__in": seen.values("pk")})
        )
