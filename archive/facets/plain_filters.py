"""The filters of a list that are no facets: the text box, the ends of a span of time, and choices of a few."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from archive.dates import edtf, typed_dates
from archive.facets.facet import SharedDeclaration
from archive.models.base.types import Anything, Values
from archive.search import query

MAX_QUERY_LENGTH = 200  # characters


class DateBoundFormField(forms.CharField):
    """One end of a span of time: a day, a month or a year."""

    def __init__(self, *args: Anything, side: str, **kwargs: Anything):
        super().__init__(*args, **kwargs)
        self.side = side

    def to_python(self, value: Anything) -> Anything:
        text = super().to_python(value)
        if not text:
            return None
        try:
            bound = getattr(edtf.parse(typed_dates.read(text)), self.side)
        except typed_dates.Ambiguous as error:
            raise ValidationError(str(error)) from error
        except edtf.NotADate:
            bound = None
        if bound is None:
            template = gettext("“{text}” is not a date here. Expected 2020, 2020-10 or 2020-10-09.")
            raise ValidationError(template.format(text=text[:60]))
        return bound


class WordsField(forms.CharField):
    """The text box: a few words, all of which must be there."""

    def validate(self, value: str) -> None:
        super().validate(value)
        try:
            query.read(value)
        except query.TooLong as error:
            raise ValidationError(str(error)) from error


class WordsFilter(SharedDeclaration, django_filters.CharFilter):
    field_class = WordsField


class BoundFilter(SharedDeclaration, django_filters.Filter):
    field_class = DateBoundFormField


class SingleChoice(SharedDeclaration, django_filters.ChoiceFilter):
    """A filter of one choice."""


class MultiChoice(SharedDeclaration, django_filters.MultipleChoiceFilter):
    """A filter of several choices."""


class SpanForm(forms.Form):
    """The form behind a list: its two ends of time must be in order."""

    def clean(self) -> Values:
        first, last = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if first and last and last < first:
            template = gettext("The end ({last}) is before the beginning ({first}).")
            raise ValidationError(template.format(first=edtf.day_in_words(first), last=edtf.day_in_words(last)))
        return self.cleaned_data
