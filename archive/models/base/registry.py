"""The models whose rows have a reference, found by what a file and an address call them."""

from functools import cache

from django.apps import apps
from django.db import models


def accessioned_models() -> list[type[models.Model]]:
    """The models whose rows have a reference: records, authorities, and the parts that belong to them."""
    return [m for m in apps.get_app_config("archive").get_models() if isinstance(getattr(m, "noun", None), str)]


def model_for(noun: str) -> type[models.Model]:
    """The model of ``noun``; raise `KeyError` where no model is called so."""
    return _by_noun()[noun]


@cache
def _by_noun() -> dict[str, type[models.Model]]:
    return {model.noun: model for model in accessioned_models()}
