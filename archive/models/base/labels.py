"""What models call themselves and their fields: declared in English, said in the language of the page."""

from collections.abc import Iterable
from functools import cache

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy, override

from archive.languages import uncapitalised
from archive.models.base.links import field_of
from archive.models.base.registry import model_for
from archive.models.base.types import AnyField


def translate_model_labels(declared: Iterable[type[models.Model]]) -> None:
    """Let forms, lists and messages of the desk call all that ``declared`` have as the language of the page does.

    Done once, when all models are there: their declarations stay plain English.
    """
    for model in declared:
        model._meta.verbose_name = gettext_lazy(str(model._meta.verbose_name))
        model._meta.verbose_name_plural = gettext_lazy(str(model._meta.verbose_name_plural))
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            field.verbose_name = lazy(_in_a_sentence, str)(str(field.verbose_name))
            if field.help_text:
                field.help_text = gettext_lazy(str(field.help_text))


@cache
def field_in_english(model: type[models.Model], name: str) -> str:
    """How ``model`` declares the field, with a capital: catalogues know it by that."""
    with override(None):
        return _capital(str(field_of(model, name).verbose_name))


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


def _in_a_sentence(english: str) -> str:
    said = gettext(_capital(english))
    return english if said == _capital(english) else uncapitalised(said)


def _capital(english: str) -> str:
    return english[:1].upper() + english[1:]
