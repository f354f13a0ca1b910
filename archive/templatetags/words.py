"""How templates say dates in the language of the page."""

from django import template

from archive.dates import day_in_words

register = template.Library()


@register.filter
def in_words(day) -> str:
    """A day, or the day of a point in time, in words: 9 October 2020."""
    return day_in_words(day)
