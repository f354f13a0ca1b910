"""Types of Django's that leave something open, and how they are called here."""

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from django.db import models

from archive.dates.edtf import ImpreciseDate

Anything: TypeAlias = Any  # what is handed on here, and known where it is used
Rows: TypeAlias = models.QuerySet[Any]  # of whatever model, or what `values_list` makes of its rows
Values: TypeAlias = dict[str, Any]  # by the names of fields, such as a record's state (`archive.models.base.states`)

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]  # whatever it holds
    ImpreciseCharField = models.CharField[ImpreciseDate | str, ImpreciseDate | Literal[""]]  # what it takes, and gives
    DateField = models.DateField[date | None, date | None]
    TextField = models.TextField[str, str]
    URLField = models.URLField[str, str]
else:  # as Django has them, which can't be told so
    AnyField = models.Field
    ImpreciseCharField, DateField = models.CharField, models.DateField
    TextField, URLField = models.TextField, models.URLField
