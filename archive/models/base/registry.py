"""The models whose rows have a reference, found by what a file and an address call them."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils.functional import Promise


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

    protection: Any  # a `base.protection.Protection`, or `PartProtection` where there is a ``parent_field``

    has_passages: ClassVar[bool] = False  # whether its text is told in passages, each hidden from some readers
    labels: ClassVar[dict[str, str | Promise]] = {}  # what a page calls a field, where its name does not say it
    reference: str

    objects: Any  # the manager, which knows `AuditedQuerySet` and more

    class Meta:
        abstract = True

    @classmethod
    def changed_by_calendar(cls, after: date, until: date) -> Iterable[str]:
        """The references of records that a day after ``after``, up to ``until``, shows or hides by itself."""
        return ()

    @classmethod
    def label(cls) -> str:
        """What one of them is called in the language of the page."""
        return str(cls._meta.verbose_name)

    @classmethod
    def label_plural(cls) -> str:
        """What several of them are called in the language of the page."""
        return str(cls._meta.verbose_name_plural)


def registered_models() -> list[type[RegisteredModel]]:
    """The models whose rows have a reference, by noun: pages name them in this order, however they were imported."""
    models_ = apps.get_app_config("archive").get_models()
    return sorted((one for one in models_ if issubclass(one, RegisteredModel)), key=lambda model: model.noun)


def model_for(noun: str) -> type[RegisteredModel]:
    """The model of ``noun``; raise `KeyError` where no model is called so."""
    return _by_noun()[noun]


@cache
def guarding_parts() -> list[type[RegisteredModel]]:
    """The parts whose rows decide who may see the record that they are part of."""
    return [one for one in registered_models() if one.parent_field and one.protection.guards_record]


@cache
def _by_noun() -> dict[str, type[RegisteredModel]]:
    return {model.noun: model for model in registered_models()}
