"""One column of a file, as a `Field` of django-import-export: which field of a model it fills, read by which widget."""

from __future__ import annotations

from copy import copy

from django.db import models
from import_export.fields import Field

from archive.imports.files.errors import CellError
from archive.imports.schema.linked_widgets import LinksWidget, LinkWidget, OriginalWidget
from archive.imports.schema.links import LinkResolver
from archive.imports.schema.widgets import (
    CellWidget,
    ChoiceWidget,
    DayWidget,
    DegreesWidget,
    EdtfWidget,
    ProseWidget,
    ReferenceWidget,
    WholeNumberWidget,
    YesNoWidget,
)
from archive.models.base.fields import ImpreciseDateField
from archive.models.base.registry import RegisteredModel
from archive.models.log.mentions import ProseField


class Column(Field):
    """The column ``name`` of a table, which fills ``model_field``."""

    widget: CellWidget

    def __init__(self, name: str, model_field: models.Field, widget: CellWidget):
        super().__init__(attribute=name, column_name=name, widget=widget)
        self.name, self.model_field = name, model_field

    def __deepcopy__(self, memo) -> Column:
        """A resource copies its columns: what a widget reads for one table is not another one's."""
        return type(self)(self.name, self.model_field, copy(self.widget))

    @property
    def required(self) -> bool:
        return self.widget.required

    @property
    def several(self) -> bool:
        """Whether a cell holds several values."""
        return self.widget.several

    def get_value(self, instance: dict):
        """The plain value in the state of a row, which has been through the rules of protection.

        Raise `TypeError` for the row itself, which has not been.
        """
        return instance[self.name]

    def read_all(self, written: list[str], links: LinkResolver) -> list:
        """The value of each cell, each different one read once; in place of one that can't be read, its `CellError`."""
        known: dict[str, object] = {}
        for cell in dict.fromkeys(written):
            try:
                known[cell] = self.widget.clean(cell, links=links)
            except CellError as error:
                known[cell] = error
        return [known[cell] for cell in written]


def column_for(model: type[RegisteredModel], name: str) -> Column:
    """The column that fills the field ``name`` of ``model``."""
    own = {field.name: field for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    if name == "reference":
        return Column(name, own["accession"], ReferenceWidget(own["accession"], model.prefix))
    return Column(name, own[name], _widget_for(own[name]))


def _widget_for(field: models.Field) -> CellWidget:
    if isinstance(field, models.ManyToManyField):
        return LinksWidget(field)
    if isinstance(field, models.ForeignKey):
        return LinkWidget(field)
    if field.choices:
        return ChoiceWidget(field)
    return next((widget for kind, widget in _WIDGETS if isinstance(field, kind)), CellWidget)(field)


_WIDGETS: tuple[tuple[type[models.Field], type[CellWidget]], ...] = (
    (ProseField, ProseWidget),
    (models.FileField, OriginalWidget),
    (ImpreciseDateField, EdtfWidget),
    (models.BooleanField, YesNoWidget),
    (models.IntegerField, WholeNumberWidget),
    (models.DecimalField, DegreesWidget),
    (models.DateField, DayWidget),
)
