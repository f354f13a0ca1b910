"""The filters that all lists share, and the one place where counts come from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.utils.functional import cached_property
from pyroaring import BitMap

from archive import dates
from archive.facets.facet import SPECIAL_LABELS, Facet
from archive.facets.index import Index, index_of
from archive.facets.postings import number_of
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
    """How many records match, the choices of each facet that has any, and the way to a page of them."""

    total: int
    choices: dict[str, list[Choice]]
    page: Callable[[int, int], list[str]]  # from the place of the first, and how many at most, to references


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
    all = django_filters.MultipleChoiceFilter(method="whole", label="All of")

    default_sort = "title"
    sorts = ("title", "reference")

    def __init__(self, data, queryset: QuerySet, *, user=None):
        super().__init__(data, queryset.visible_to(user))
        self.user = user
        self.filters["sort"].extra["choices"] = [(sort, SORTS[sort]) for sort in self.sorts]
        several = {name: facet.label for name, facet in self.facets.items() if facet.several}
        self.filters["all"].extra["choices"] = list(several.items())
        wanted = self.data.getlist("all") if hasattr(self.data, "getlist") else ()
        for name, facet in self.facets.items():
            facet.user, facet.filters, facet.demands_all = user, self, name in wanted and facet.several

    @property
    def facets(self) -> dict[str, Facet]:
        return {name: field for name, field in self.filters.items() if isinstance(field, Facet)}

    def that_say(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.that_say(words, self.user)

    def whole(self, rows: QuerySet, name: str, wanted: list[str]) -> QuerySet:
        """Of which facets all choices are asked for is for those facets to apply."""
        return rows

    def in_order_of(self, rows: QuerySet, name: str, sort: str) -> QuerySet:
        return rows.order_by(*ORDERS[sort or self.default_sort])

    @cached_property
    def index(self) -> Index:
        """The index behind this list, for whoever reads, as the log stood when it was first asked."""
        return index_of(self)

    def counted(self) -> Counted:
        """Match and count, once for the whole page. A facet's own choices are left out of its own counts."""
        index, asked = self.index, self.form.cleaned_data
        with index.lock:
            before = self.before_facets(index)
            chosen = {name: asked[name] for name in self.facets}
            offered = {name: facet.offered(index, chosen[name]) for name, facet in self.facets.items()}
            matching = {name: self.facets[name].matching(offered[name], keys) for name, keys in chosen.items() if keys}
            found = _all_of(before, matching.values())
            choices = {}
            for name, facet in self.facets.items():
                others = (m for other, m in matching.items() if other != name)
                widens = name in matching and not facet.demands_all
                among = _all_of(before, others) if widens else found
                choices[name] = self._choices(facet, _counts(offered[name], among, index), chosen[name])
        return Counted(len(found), choices, partial(self._page, found))

    def before_facets(self, index: Index) -> BitMap:
        """The records that all but the facets leave."""
        words = self.form.cleaned_data["q"]
        if not words:
            return index.every
        rows = self.that_say(self.queryset, "q", words).order_by().values_list("pk", flat=True)
        return BitMap([number_of(pk) for pk in rows]) & index.every

    def _page(self, found: BitMap, start: int, size: int) -> list[str]:
        index, sort = self.index, self.form.cleaned_data["sort"] or self.default_sort
        with index.lock:
            return [index.reference_of(number) for number in index.ordered(self, sort).page(found, start, size)]

    def _choices(self, facet: Facet, counts: dict[str, int], chosen: list[str]) -> list[Choice]:
        """Those with any record, and those chosen; the most frequent first, months in order, the special ones last."""
        offered = {key for key, count in counts.items() if count} | set(chosen)
        known = self.index.once((facet.field_name, "labels"), dict)
        if missing := offered - known.keys() - SPECIAL_LABELS.keys():
            known |= facet.labels(missing)
        labels = known | SPECIAL_LABELS
        choices = [Choice(key, labels[key], counts.get(key, 0), key in chosen) for key in offered if key in labels]
        return sorted(choices, key=facet.place_of)


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

    def before_facets(self, index: Index) -> BitMap:
        first, last = (self.form.cleaned_data.get(side) for side in ("since", "until"))
        before = super().before_facets(index)
        return before & index.facets["month"].within(first, last) if first or last else before


ORDERS = {
    "date": (F("date_earliest").asc(nulls_last=True), F("date_latest").asc(nulls_last=True), "accession__number"),
    "-date": (F("date_latest").desc(nulls_last=True), F("date_earliest").desc(nulls_last=True), "accession__number"),
    "title": ("title", "accession__number"),
    "reference": ("accession__number",),
}


def _all_of(before: BitMap, matching: Iterable[BitMap]) -> BitMap:
    found = before
    for one in matching:
        found = found & one
    return found


def _counts(offered: dict[str, BitMap], among: BitMap, index: Index) -> dict[str, int]:
    if among is index.every:
        return {key: len(having) for key, having in offered.items()}
    return {key: having.intersection_cardinality(among) for key, having in offered.items()}
