"""Links of models: where each leads, and which table holds those to several."""

from functools import cache
from typing import NamedTuple, cast

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from archive.models.base.accessions import Accession
from archive.models.base.registry import RegisteredModel
from archive.models.base.types import AnyField


class ThroughTable(NamedTuple):
    """The table of a link to several: a row for each pair of what links and what it links to."""

    model: type[models.Model]
    near: str  # the column of the reference that links
    far: str  # the column of the reference that is linked to


@cache
def field_of(model: type[models.Model], name: str) -> AnyField:
    """The field ``name`` of ``model``; raise `FieldDoesNotExist` where it has none, only others that link to it."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(f"“{name}” is a link to {model.__name__}, and no field of it.")
    return field


def target_of(path: str, model: type[models.Model]) -> type[RegisteredModel]:
    """The model that ``path``, such as ``citation__source``, leads to from ``model``.

    Raise `TypeError` where a step of it is no link to a model whose rows have references, nor to the register.
    """
    for name in path.split("__"):
        related = model._meta.get_field(name).related_model
        if related is None:
            raise TypeError(f"Expected links alone in “{path}”.")
        model = related
    if issubclass(model, RegisteredModel | Accession):
        return cast(type[RegisteredModel], model)  # or the register, which is asked in the same words
    raise TypeError(f"Expected “{path}” to lead to rows with references, and not to {model.__name__}.")


def scheme_of(link: AnyField) -> str:
    """The vocabulary to which a link to terms is limited; "" where it is none."""
    limit = link.get_limit_choices_to() if isinstance(link, models.ForeignKey | models.ManyToManyField) else None
    return str(limit.get("scheme", "")) if isinstance(limit, dict) else ""


def through_table(link: AnyField) -> ThroughTable:
    """The table of ``link``; raise `TypeError` where it is no link to several."""
    if not isinstance(link, models.ManyToManyField) or (through := link.remote_field.through) is None:
        raise TypeError(f"Expected a link to several, and not “{link.name}”.")
    return ThroughTable(through, link.m2m_column_name(), link.m2m_reverse_name())
