"""What models call their fields, by the names that a state has for them, in the language of the page."""

from functools import cache

from django.utils.translation import gettext

from archive.models.base.registry import model_for
from archive.models.base.types import AnyField


def field_label(noun: str, name: str) -> str:
    """What a field of a state (`archive.models.base.states`) is called in the language of the page."""
    if name == "reference":
        return gettext("reference")
    field = _fields(noun).get(name)
    return str(field.verbose_name) if field else name.replace("_", " ")


def choice_label(noun: str, name: str, value: str) -> str:
    """What a value of a field of a state is called, where the field is a choice of a few."""
    field = _fields(noun).get(name)
    return str(dict(field.flatchoices).get(value, value)) if field and field.choices else value


def label_plural(noun: str) -> str:
    """What several rows of a noun are called in the language of the page."""
    return str(model_for(noun)._meta.verbose_name_plural)


@cache
def _fields(noun: str) -> dict[str, AnyField]:
    model = model_for(noun)
    return {field.name: field for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
