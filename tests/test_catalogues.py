"""The interface is said whole in each of its languages, and what is compiled is what is written."""

import re

import pytest
from django.conf import settings as site
from django.utils.functional import Promise

from archive.management.catalogues import Catalogue, catalogues
from archive.models.base.registry import registered_models
from archive.models.base.states import stored_fields

LANGUAGES = [catalogue.language for catalogue in catalogues()]
# what is filled in, tags, and quotes and signs: a translation stands in attributes as it is
PARTS = re.compile(r"%\([a-z_]+\)[a-z]|%[ds]|\{[a-z_]*(?::,)?\}|</?[a-z]+[^>]*>|[\"&]")


def translated(language: str):
    """The English and the translation of each string; of one that is counted, of each of its forms."""
    for message in Catalogue(language).read():
        if message.id and isinstance(message.id, tuple):
            yield from ((message.id[1], form) for form in message.string)
        elif message.id:
            yield message.id, message.string


def test_the_interface_speaks_the_languages_of_those_concerned():
    assert [code for code, _ in site.LANGUAGES] == ["en-gb", "hy", "az", "ru"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_interface_is_said_in_each_language(language):
    assert Catalogue(language).untranslated() == [], f"entries of archive/locale/{language}/LC_MESSAGES/django.po"


@pytest.mark.parametrize("model", registered_models(), ids=lambda model: model.noun)
def test_what_a_model_and_its_fields_are_called_is_said_in_the_language_of_the_page(model):
    said = {"one": model._meta.verbose_name, "several": model._meta.verbose_name_plural}
    for field in (*stored_fields(model), *model._meta.many_to_many):
        said |= {field.name: field.verbose_name, f"help of {field.name}": field.help_text if field.editable else ""}
    assert [name for name, words in said.items() if words and not isinstance(words, Promise)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_keeps_what_nobody_says_any_more(language):
    known = {(message.id, message.context) for message in Catalogue(language).wanted() if message.id}
    assert [m.id for m in Catalogue(language).read() if m.id and (m.id, m.context) not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_and_marked_up_is_the_same_in_each_language(language):
    differ = [pair for pair in translated(language) if sorted(PARTS.findall(pair[0])) != sorted(PARTS.findall(pair[1]))]
    assert differ == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_at_the_edges_of_a_string_stays_there(language):
    edges = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)
    differ = [pair for pair in translated(language) if edges.match(pair[0]).groups() != edges.match(pair[1]).groups()]
    assert differ == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    catalogue = Catalogue(language)
    assert catalogue.compiled.read_bytes() == catalogue.as_compiled(), "manage.py gather_messages compiles"
