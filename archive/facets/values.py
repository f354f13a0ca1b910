"""Where a facet finds its keys: in a column of the record, behind a link, in its parts, or in claims.

Each answers ``pairs(rows, user)``, the pairs of record and key among ``rows`` that ``user`` may see.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce

from archive.models import Claim, Term
from archive.models.access.viewers import Reader, viewer_for
from archive.models.archive_object import ArchiveObject
from archive.models.base.links import field_of, scheme_of, target_of
from archive.models.base.registry import RegisteredModel
from archive.models.base.types import Rows
from archive.models.parts.claims import CLAIMED_SCHEME, VALUE_COLUMN
from archive.models.parts.part import Part


class FacetValues:
    """Where the keys of a facet come from; unless a class says otherwise, they name no rows."""

    def pairs(self, rows: Rows, user: Reader) -> Iterable[tuple[str, str]]:
        """The references of ``rows``, all of whom ``user`` may see, each with a key that is shown to them."""
        raise NotImplementedError

    def fixed_choices(self, model: type[RegisteredModel]) -> dict[str, str] | None:
        """What each key is called, where the keys are fixed choices; ``None`` where they name rows."""
        return None

    def target(self, model: type[RegisteredModel]) -> type[ArchiveObject]:
        """The model of the rows that the keys name."""
        raise TypeError(f"The keys of {self} name no rows.")

    def scheme(self, model: type[RegisteredModel]) -> str:
        """The vocabulary that the keys are terms of, where they are."""
        raise TypeError(f"The keys of {self} name no rows.")


@dataclass(frozen=True)
class OwnColumn(FacetValues):
    """A column of the record itself, such as a fixed choice."""

    name: str

    def pairs(self, rows: Rows, user: Reader) -> Iterable[tuple[str, str]]:
        return self._shown(rows, user).exclude(**{self.name: ""}).values_list("pk", self.name)

    def fixed_choices(self, model: type[RegisteredModel]) -> dict[str, str]:
        return dict(field_of(model, self.name).flatchoices)

    def _shown(self, rows: Rows, user: Reader) -> Rows:
        """The rows of which ``user`` is shown what the column says."""
        return rows.filter(viewer_for(user).shown(rows.model, self.name))


@dataclass(frozen=True)
class Linked(FacetValues):
    """What a record links to, by reference or, for a term, by notation; or a column of what it links to."""

    path: str
    column: str = ""

    def pairs(self, rows: Rows, user: Reader) -> Iterable[tuple[str, str]]:
        key: str | Coalesce = self._key(rows.model)
        if self._is_coarse(rows.model, user):
            key = Coalesce(self._substitute(rows.model), self.path)
        return rows.filter(self._seen(rows.model, user)).values_list("pk", key)

    def target(self, model: type[RegisteredModel]) -> type[ArchiveObject]:
        return _linked_model(self.path, model)

    def scheme(self, model: type[RegisteredModel]) -> str:
        return scheme_of(field_of(model, self.path))

    def fixed_choices(self, model: type[RegisteredModel]) -> dict[str, str] | None:
        return dict(field_of(self.target(model), self.column).flatchoices) if self.column else None

    def _seen(self, model: type[RegisteredModel], user: Reader) -> Q:
        seen = self.target(model).objects.visible_to(user).values("pk")
        stand_in = Q((f"{self._substitute(model)}__in", seen)) if self._is_coarse(model, user) else Q()
        shown = viewer_for(user).shown(model, self.path) if issubclass(model, ArchiveObject) else Q()
        return (Q((f"{self.path}__in", seen)) | stand_in) & shown

    def _is_coarse(self, model: type[RegisteredModel], user: Reader) -> bool:
        """Whether another record may be counted in the stead of the one that is linked."""
        return not self.column and bool(self.target(model).protection.substitute) and not viewer_for(user).desk

    def _substitute(self, model: type[RegisteredModel]) -> str:
        return f"{self.path}__{self.target(model).protection.substitute}"

    def _key(self, model: type[RegisteredModel]) -> str:
        if self.column:
            return f"{self.path}__{self.column}"
        return f"{self.path}__notation" if self.target(model) is Term else self.path


@dataclass(frozen=True)
class PartValues(FacetValues):
    """What a row that belongs to the record links to, such as the assessor of an assessment, or a column of it."""

    model: type[Part]
    inner: Linked | OwnColumn

    def pairs(self, rows: Rows, user: Reader) -> Iterable[tuple[str, str]]:
        own = self._own(rows, user)
        owners = dict(own.values_list("pk", f"{self.model.parent_field}_id"))
        pairs = self.inner.pairs(own, user)
        return [(owners[pk], key) for pk, key in pairs if pk in owners]  # others came since, and the log tells of them

    def target(self, model: type[RegisteredModel]) -> type[ArchiveObject]:
        return self.inner.target(self.model)

    def scheme(self, model: type[RegisteredModel]) -> str:
        return self.inner.scheme(self.model)

    def fixed_choices(self, model: type[RegisteredModel]) -> dict[str, str] | None:
        return self.inner.fixed_choices(self.model)

    def _own(self, rows: Rows, user: Reader) -> Rows:
        own: Rows = self.model.objects.belonging_to(rows, user)
        return own.order_by()


@dataclass(frozen=True)
class Claimed(FacetValues):
    """What sources claim of one field: a record has the key of each claim."""

    field: str

    def pairs(self, rows: Rows, user: Reader) -> Iterable[tuple[str, str]]:
        return list(self._claims(rows, user).values_list("subject_id", self._key))

    def target(self, model: type[RegisteredModel]) -> type[ArchiveObject]:
        return _linked_model(VALUE_COLUMN[self.field], Claim)

    def scheme(self, model: type[RegisteredModel]) -> str:
        return CLAIMED_SCHEME[self.field]

    @property
    def _key(self) -> str:
        return "term__notation" if VALUE_COLUMN[self.field] == "term" else VALUE_COLUMN[self.field]

    def _claims(self, rows: Rows, user: Reader) -> Rows:
        column = VALUE_COLUMN[self.field]
        seen = _linked_model(column, Claim).objects.visible_to(user)
        return (
            Claim.objects.belonging_to(rows, user)
            .order_by()
            .filter(field=self.field, **{f"{column}__in": seen.values("pk")})
        )


def _linked_model(path: str, model: type[RegisteredModel]) -> type[ArchiveObject]:
    """The model that a link of ``model`` leads to; raise `TypeError` where its rows are no records or authorities."""
    target = target_of(path, model)
    if not issubclass(target, ArchiveObject):
        raise TypeError(f"Expected “{path}” to lead to records or authorities, and not to {target.__name__}.")
    return target
