"""How templates say days, and words that are not in the language of the page."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from archive.dates.edtf import day_in_words
from archive.exports.sources import nature_of
from archive.languages import capitalised, number_in_words, uncapitalised
from archive.models.access.masking import MaskedRow
from archive.models.records.figures import number_text
from archive.views.languages import lang_span
from archive.views.lines import Value
from archive.views.notes import NoteReference, numbers_of

register = template.Library()
register.filter(capitalised)
register.filter(uncapitalised)
register.filter(number_text)
register.filter(number_in_words)
register.filter("nature", nature_of)


@register.filter
def in_words(day) -> str:
    """A day, or the day of a point in time, in words: 9 October 2020."""
    return day_in_words(day)


@register.filter
def moment(point) -> str:
    """A point in time, to the minute: 9 October 2020, 14:05."""
    return f"{day_in_words(point)}, {localtime(point):%H:%M}"


@register.filter
def noted(why: str) -> str:
    """Why something was changed: in the words of whoever noted it; what the desk notes, in those of the page."""
    return gettext(why) if why else ""


@register.filter
def named(shown: MaskedRow) -> str:
    """What a record is called, marked with its language where that is not the page's."""
    return lang_span(shown.heading_language, shown.heading)


@register.filter
def choice(shown: MaskedRow, name: str) -> str:
    """The words for a field with fixed choices."""
    return shown.choice(name)


@register.filter
def in_language(words: str, language: str) -> str:
    """Words marked with the language that they are in; "" is that of the page."""
    return lang_span(language, words)


@register.filter
def numbers(references: Sequence[NoteReference]) -> SafeString:
    """The numbers of the notes that a value rests on."""
    return numbers_of(references)


@register.filter
def paragraphs(text: str, references: Sequence[NoteReference]) -> SafeString:
    """A text in paragraphs, the last of which ends with the numbers of the notes that it rests on."""
    body = linebreaks(text, autoescape=True).removesuffix("</p>")
    return mark_safe(f"{body}{numbers_of(references, get_language())}</p>")  # noqa: S308 (escaped above)


@register.filter
def linked(values: Sequence[Value]) -> SafeString:
    """Values one after the other, each a link where it leads anywhere."""
    return format_html_join(", ", "{}", ((_linked(value),) for value in values))


def _linked(value: Value) -> SafeString:
    words = lang_span(value.language, value.words)
    return format_html('<a href="{}">{}</a>', value.address, words) if value.address else words
