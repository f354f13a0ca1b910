"""The resource of one noun: the columns of its file, in order, which are the contract; and its export.

A `ModelResource` of django-import-export. The columns are its ``Meta.fields``, written out in the noun's own module, as
a subclass of `archive.imports.resources.ArchiveResource`, which adds the import.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from django.db.models import Field, QuerySet
from import_export.declarative import ModelDeclarativeMetaclass
from import_export.resources import ModelResource
from tablib import Dataset

from archive.imports.schema.fields import Column, column_for
from archive.imports.schema.masked_states import masked_states
from archive.models.access.viewers import ANYONE

if TYPE_CHECKING:
    from archive.models.base.registry import RegisteredModel


class _InOrder(ModelDeclarativeMetaclass):
    """Makes the fields of a resource as ``Meta.fields`` has them, ``reference`` among them."""

    def __new__(cls, name, bases, attrs):
        resource = super().__new__(cls, name, bases, attrs)
        if model := resource._meta.model:
            resource.fields = OrderedDict((one, column_for(model, one)) for one in resource._meta.fields)
            resource.model, resource.noun = model, model.noun
            resource.columns = list(resource.fields.values())
            resource.names = list(resource.fields)
            resource.required = [column.name for column in resource.columns if column.required]
        return resource


class SheetResource(ModelResource, metaclass=_InOrder):
    """The file of one noun: which columns there are, and what model they fill.

    ``user`` is whoever asks, and sees in it what they may; without one, it is what anyone may see.
    """

    fields: OrderedDict[str, Column]
    model: ClassVar[type[RegisteredModel]]
    noun: ClassVar[str]
    columns: ClassVar[list[Column]]
    names: ClassVar[list[str]]
    required: ClassVar[list[str]]
    cleaned_with: ClassVar[tuple[str, ...]] = ()  # links that the model's own check across fields looks into

    class Meta:
        import_id_fields = ("reference",)

    def __init__(self, *, user=None, **kwargs):
        super().__init__(**kwargs)
        self.user = user

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Field, readonly: bool) -> Column:
        return column_for(cls._meta.model, field_name)

    @classmethod
    def by_name(cls) -> dict[str, Column]:
        return dict(zip(cls.names, cls.columns, strict=True))

    @classmethod
    def words(cls) -> str:
        """What its rows are, in words."""
        return str(cls.model._meta.verbose_name_plural)

    @classmethod
    def has_rules(cls) -> bool:
        """Whether its table has rules that a cell by itself can't break."""
        return any(not one.name.endswith("_ends_after_it_begins") for one in cls.model._meta.constraints)

    @classmethod
    def limited_to(cls, names: Iterable[str]) -> type[SheetResource]:
        """The same file with the columns ``names`` alone."""
        meta = type("Meta", (cls.Meta,), {"model": cls.model, "fields": tuple(names)})
        return _InOrder(cls.__name__, (cls,), {"Meta": meta})

    def get_queryset(self) -> QuerySet:
        return self.model.objects.visible_to(self._reader)

    def iter_queryset(self, queryset: QuerySet) -> Iterator[dict]:
        """The states of the rows, in the order of their numbers, each value as ``user`` may see it."""
        return masked_states(type(self), queryset, self._reader)

    def after_export(self, queryset: QuerySet | None, dataset: Dataset, **kwargs) -> None:
        dataset.title = self.noun

    def before_export(self, queryset: QuerySet | None, **kwargs) -> None:
        for column in self.fields.values():
            column.widget.prepare()

    @property
    def _reader(self):
        return ANYONE if self.user is None else self.user
