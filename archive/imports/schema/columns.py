"""One column of a file: how a cell becomes a value of its field, and how that value is written again.

Values are plain, as `archive.models.base.states` gives them: a link is a reference, a date its EDTF text.
"""

from django.db import models

from archive.imports.schema.linked_columns import Link, OriginalFile, SeveralLinks
from archive.imports.schema.values import Choice, Column, Day, Degrees, Edtf, Prose, ReferenceColumn, Whole, YesNo
from archive.models.base.fields import ImpreciseDateField
from archive.models.log.mentions import ProseField


def column_for(model: type[models.Model], name: str) -> Column:
    """The column that fills the field ``name`` of ``model``."""
    if name == "reference":
        return ReferenceColumn(model)
    field = model._meta.get_field(name)
    if field.many_to_many:
        return SeveralLinks(field)
    if field.is_relation:
        return Link(field)
    if field.choices:
        return Choice(field)
    for kind, column in _COLUMNS:
        if isinstance(field, kind):
            return column(field)
    return Column(field)


_COLUMNS = (
    (ProseField, Prose),
    (models.FileField, OriginalFile),
    (ImpreciseDateField, Edtf),
    (models.BooleanField, YesNo),
    (models.IntegerField, Whole),
    (models.DecimalField, Degrees),
    (models.DateField, Day),
)
