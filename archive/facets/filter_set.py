"""The filters that all lists share, and the one place where counts come from."""

from dataclasses import dataclass

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet

from archive import dates
from archive.facets.facet import SPECIAL_LABELS, Facet
from archive.letters import fold

SORTS = {"date": "earliest first", "-date": "latest first", "title": "by title", "reference": "by reference"}
LONGEST_QUERY = 200  # characters
MOST_WORDS = 12


class BoundField(forms.CharField):
    """One end of a span of time: a day, a month or a year."""

    def __init__(self, *args, side: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.side = side

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            bound = getattr(dates.parse(text), self.side)
        except dates.NotADate:
            bound = None
        if bound is None:
            raise ValidationError(f"“{text[:60]}” is not a date here. Expected 2020, 2020-10 or 2020-10-09.")
        return bound


class WordsField(forms.CharField):
    """The text box: a few words, all of which must be there."""

    def validate(self, value):
        super().validate(value)
        words = len(fold(value).split())  # some single letters fold to several words
        if words > MOST_WORDS:
            raise ValidationError(f"The text box takes {MOST_WORDS} words; these are {words}.")


class WordsFilter(django_filters.CharFilter):
    field_class = WordsField


class BoundFilter(django_filters.Filter):
    field_class = BoundField


@dataclass(frozen=True)
class Choice:
    """One choice of a facet, with the number of records that one would get."""

    key: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Counted:
    """The records that match, in order, and the choices of each facet that has any."""

    references: list[str]
    choices: dict[str, list[Choice]]


class SpanForm(forms.Form):
    """The form behind a list: its two ends of time must be in order."""

    def clean(self):
        first, last = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if first and last and last < first:
            raise ValidationError(f"The end ({last:%-d %B %Y}) lies before the beginning ({first:%-d %B %Y}).")
        return self.cleaned_data


class EntryFacets(django_filters.FilterSet):
    """The text box and the order, which every list has."""

    q = WordsFilter(method="that_say", label="Words", max_length=LONGEST_QUERY)
    sort = django_filters.ChoiceFilter(method="in_order_of", label="Order", choices=list(SORTS.items()))

    default_sort = "title"
    sorts = ("title", "reference")

    def __init__(self, data, queryset: QuerySet, *, user=None):
        super().__init__(data, queryset.visible_to(user))
        self.user = user
        self.filters["sort"].extra["choices"] = [(sort, SORTS[sort]) for sort in self.sorts]
        for facet in self.facets.values():
            facet.user = user

    @property
    def facets(self) -> dict[str, Facet]:
        return {name: field for name, field in self.filters.items() if isinstance(field, Facet)}

    def that_say(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.that_say(words, self.user)

    def in_order_of(self, rows: QuerySet, name: str, sort: str) -> QuerySet:
        return rows.order_by(*ORDERS[sort or self.default_sort])

    def counted(self) -> Counted:
        """Match and count, once for the whole page. A facet's own choices are left out of its own counts."""
        rows = self._rows_before_facets()
        order = list(rows.values_list("pk", flat=True))
        chosen = {name: self.form.cleaned_data[name] for name in self.facets}
        keys = {name: facet.keys(self.queryset, chosen[name]) for name, facet in self.facets.items()}
        matching = {
            name: set().union(*(keys[name].get(key, ()) for key in picked)) for name, picked in chosen.items() if picked
        }
        choices = {}
        for name, facet in self.facets.items():
            others = set(order).intersection(*(pks for other, pks in matching.items() if other != name))
            counts = {key: len(pks & others) for key, pks in keys[name].items()}
            choices[name] = _choices(facet, counts, chosen[name])
        matched = set(order).intersection(*matching.values())
        return Counted([pk for pk in order if pk in matched], choices)

    def _rows_before_facets(self) -> QuerySet:
        rows = self.queryset
        for name, value in self.form.cleaned_data.items():
            if name not in self.facets and name != "sort":
                rows = self.filters[name].filter(rows, value)
        return self.in_order_of(rows, "sort", self.form.cleaned_data["sort"])


class RecordFacets(EntryFacets):
    """A list of records has a span of time, too."""

    since = BoundFilter(method="during", side="earliest", label="From")
    until = BoundFilter(method="during", side="latest", label="To")

    default_sort = "date"
    sorts = ("date", "-date", "title", "reference")

    def during(self, rows: QuerySet, name: str, bound) -> QuerySet:
        """Both ends are one condition, which is applied with the first of them that is set."""
        first, last = (self.form.cleaned_data.get(side) for side in ("since", "until"))
        if name == "until" and first is not None:
            return rows
        return rows.during(first, last, self.user)


ORDERS = {
    "date": (F("date_earliest").asc(nulls_last=True), F("date_latest").asc(nulls_last=True), "accession__number"),
    "-date": (F("date_latest").desc(nulls_last=True), F("date_earliest").desc(nulls_last=True), "accession__number"),
    "title": ("title", "accession__number"),
    "reference": ("accession__number",),
}


def _choices(facet: Facet, counts: dict[str, int], chosen: list[str]) -> list[Choice]:
    """Those with any record, and those chosen; the most frequent first, months in order, the special ones last."""
    offered = {key for key, count in counts.items() if count} | set(chosen)
    labels = facet.labels(offered - SPECIAL_LABELS.keys()) | SPECIAL_LABELS
    choices = [Choice(key, labels[key], counts.get(key, 0), key in chosen) for key in offered if key in labels]
    return sorted(choices, key=facet.place_of)
