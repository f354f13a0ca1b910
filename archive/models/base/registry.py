"""The models whose rows have a reference, found by what a file and an address call them."""

from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.db import models


class RegisteredModel(models.Model):
    """A model whose rows have a reference.

    Each names its ``noun`` (as in addresses and files), its ``prefix`` (of references) and, where its rows are parts of
    another record's state, ``parent_field``: the field by which a row belongs to that record.
    """

    noun: ClassVar[str]
    prefix: ClassVar[str]
    parent_field: ClassVar[str] = ""
    user_editable: ClassVar[bool] = (
        True  # whether people write such rows, and putting back an earlier state touches them
    )

    objects: ClassVar[Any]

    class Meta:
        abstract = True


def accessioned_models() -> list[type[RegisteredModel]]:
    """The models whose rows have a reference, by noun: pages name them in this order, however they were imported."""
    models_ = apps.get_app_config("archive").get_models()
    return sorted((one for one in models_ if issubclass(one, RegisteredModel)), key=lambda model: model.noun)


def model_for(noun: str) -> type[RegisteredModel]:
    """The model of ``noun``; raise `KeyError` where no model is called so."""
    return _by_noun()[noun]


@cache
def _by_noun() -> dict[str, type[RegisteredModel]]:
    return {model.noun: model for model in accessioned_models()}
