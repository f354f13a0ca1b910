"""The facet: a filter of several choices that knows how many records each choice has."""

import copy
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Self, TypeVar, cast

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from archive import languages
from archive.dates import edtf
from archive.facets.broader import WIDER, keys_under
from archive.facets.postings import Postings
from archive.facets.protocols import CountedKey, FacetIndex, IndexOwner, SortKey
from archive.facets.spans import Spans
from archive.facets.values import Claimed, FacetValues, OwnColumn
from archive.languages import uncapitalised
from archive.models import Claim, Term
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.authorities.term_titles import translated_term_titles
from archive.models.base.registry import RegisteredModel
from archive.models.base.types import Anything, Rows, Values
from archive.vocabularies import ClaimField

MAX_CHOSEN = 100  # choices of one facet at once
NOT_STATED, DISAGREE = "not-stated", "sources-disagree"
SPECIAL_LABELS = {NOT_STATED: _("not stated"), DISAGREE: _("sources disagree")}


Found = TypeVar("Found")


class FacetField(forms.MultipleChoiceField):
    """The choices of a facet, each of which must be one that the reader may know of."""

    facet: "Facet"

    def validate(self, value: list[str]) -> None:
        if len(value) > MAX_CHOSEN:
            template = gettext("“{facet}” takes at most {most} choices; you chose {number}.")
            raise ValidationError(template.format(facet=self.facet.label, most=MAX_CHOSEN, number=len(value)))
        unknown = [key for key in value if "\x00" in key or not self.facet.is_valid_key(key)]
        if unknown:
            named = ", ".join(gettext("“{words}”").format(words=key[:60]) for key in unknown)
            template = gettext("{named} is not a choice of “{facet}”.")
            raise ValidationError(template.format(named=named, facet=self.facet.label))


class SharedDeclaration:
    """A filter of which each filter set has its own, while all share what it is declared by: nothing changes that."""

    extra: Values

    def __deepcopy__(self, memo: object) -> Self:
        own = copy.copy(self)
        own.extra = dict(self.extra)
        own.__dict__.pop("_field", None)
        return own


class Facet(SharedDeclaration, django_filters.MultipleChoiceFilter):
    """A filter on keys from one or more places; several choices widen, unless all of them are asked for.

    ``index_rows`` is what the index counts by. The tests hold it against what the database finds by itself
    (`tests.facets.by_query`).
    """

    field_class = FacetField
    index_class: Anything = Postings  # of its `protocols.FacetPostings`
    model: type[ArchiveObject]
    field_name: str
    label: str
    user: Reader = None  # set by the filter set
    filters: IndexOwner  # the filter set that it belongs to, set by it
    is_histogram = False  # whether it is the histogram of a list, and no list of choices

    def __init__(self, *values: FacetValues, several: bool = False, phrase: str | Promise = "", **kwargs: Anything):
        super().__init__(**kwargs)
        self.values = values
        self.phrase = phrase
        self.several = several  # whether one record may have several keys, and all of some can be asked for
        self.demands_all = False  # set by the filter set

    @property
    def not_stated_phrase(self) -> str:
        """How a sentence says that it is not stated."""
        return gettext("without “{facet}”").format(facet=uncapitalised(self.label))

    def phrase_for(self, chosen: str) -> str:
        """How a sentence says what is chosen."""
        return str(self.phrase).format(chosen) if self.phrase else f"{self.label}: {chosen}"

    def languages_of(self, keys: Iterable[str]) -> dict[str, str]:
        """The language in which each of ``keys`` is called something, where that is not the language of the page."""
        own = languages.language_of_records()
        schemes = {scheme for _, scheme in self.targets()} if own else set()
        translated = translated_term_titles().by_notation
        names = set(keys) - SPECIAL_LABELS.keys() if schemes else ()
        return {key: own for key in names if not any((scheme, key) in translated for scheme in schemes)}

    @property
    def note(self) -> str:
        """What the page says of how it counts; "" where a reader expects just that."""
        if self.is_histogram or not self.under(self.filters.index):
            return ""
        return gettext("A broader choice includes its narrower ones, as this archive classes them.")

    @property
    def field(self) -> FacetField:
        field = cast(FacetField, super().field)  # made once, of the `field_class`
        field.facet = self
        return field

    @property
    def claimed(self) -> Claimed | None:
        """The claims on which sources may disagree, where the facet rests on claims alone."""
        return self.values[0] if len(self.values) == 1 and isinstance(self.values[0], Claimed) else None

    def gathered(self, rows: Rows) -> Anything:
        postings = self.index_class()
        self.index_rows(postings, rows)
        return postings

    def index_rows(self, postings: Anything, rows: Rows) -> None:
        """Add to ``postings`` the keys of ``rows``, all of which the reader may see."""
        for values in self.values:
            postings.put(_each(values.pairs(rows, self.user)))

    @property
    def gathering(self) -> list[tuple[type[ArchiveObject], str]]:
        """The models, each with its vocabulary where it is that of terms, whose keys may lie under wider ones."""
        return list(dict.fromkeys((target, scheme) for target, scheme in self.targets() if target in WIDER))

    def under(self, index: FacetIndex) -> dict[str, set[str]]:
        """For each key that gathers others, those under it that the reader may see."""

        def find() -> dict[str, set[str]]:
            found = [keys_under(target, self.user, scheme) for target, scheme in self.gathering]
            return {key: keys for one in found for key, keys in one.items()}

        return index.memo((self.field_name, "under"), find)

    def wider_keys(self, index: FacetIndex) -> dict[str, BitMap]:
        """For each key, the records that have it or one under it."""
        postings: dict[str, BitMap] = index.facets[self.field_name].keys

        def find() -> dict[str, BitMap]:
            wider = {
                key: [postings[one] for one in (key, *under) if one in postings]
                for key, under in self.under(index).items()
            }
            return postings | {key: BitMap.union(*found) for key, found in wider.items() if found}

        return index.memo((self.field_name, "gathered"), find) if self.under(index) else postings

    def choice_bitmaps(self, index: FacetIndex, chosen: list[str]) -> dict[str, BitMap]:
        """For each key, and the special ones, the records that have it; those ``chosen`` even where it is none."""
        postings = index.facets[self.field_name]
        special = {NOT_STATED: index.memo((self.field_name, NOT_STATED), lambda: index.every - postings.stated)}
        if self.claimed:
            special[DISAGREE] = postings.several
        return {**self.wider_keys(index), **{key: found for key, found in special.items() if found}}

    def matching(self, offered: dict[str, BitMap], chosen: list[str]) -> BitMap:
        """The records that the choice of ``chosen`` leaves, of those of which ``choice_bitmaps`` was told."""
        found = [offered.get(key, BitMap()) for key in chosen]
        return BitMap.intersection(*found) if self.demands_all else BitMap.union(*found)

    def is_valid_key(self, key: str) -> bool:
        if key == NOT_STATED or (key == DISAGREE and self.claimed):
            return True
        return key in self.labels([key])

    def key_of(self, row: RegisteredModel) -> str:
        """The key under which the facet counts what links to ``row``; "" where it counts nothing by such rows."""
        for values in self.values:
            if self._leads_to(values, type(row)):
                if not isinstance(row, Term):
                    return row.reference
                if values.scheme(self.model) == row.scheme:
                    return row.notation
        return ""

    def counts_by(self, model: type[RegisteredModel]) -> bool:
        """Whether its keys are references of ``model``."""
        return model is not Term and any(target is model for target, _ in self.targets())

    def targets(self) -> list[tuple[type[ArchiveObject], str]]:
        """The models whose rows its keys name, each with the vocabulary where it is that of terms."""
        linked = [values for values in self.values if values.fixed_choices(self.model) is None]
        pairs = ((target, values) for values in linked if (target := values.target(self.model)))
        return [(target, values.scheme(self.model) if target is Term else "") for target, values in pairs]

    def _leads_to(self, values: FacetValues, model: type[RegisteredModel]) -> bool:
        return values.fixed_choices(self.model) is None and values.target(self.model) is model

    def labels(self, keys: Iterable[str]) -> dict[str, str]:
        """What each of ``keys`` that the reader may know of is called."""
        first = self.values[0]
        fixed = first.fixed_choices(self.model)
        if fixed is not None:
            return {key: str(fixed[key]) for key in keys if key in fixed}
        target = first.target(self.model)
        if target is Term:
            scheme = first.scheme(self.model)
            terms = Term.objects.visible_to(self.user).filter(scheme=scheme, notation__in=keys)
            translated = translated_term_titles().by_notation
            titles = terms.values_list("notation", "title")
            return {notation: translated.get((scheme, notation), title) for notation, title in titles}
        seen = target.objects.visible_to(self.user)
        return {row.pk: row.masked_for(self.user).heading for row in seen.filter(pk__in=keys)}

    def sort_key(self, choice: CountedKey) -> SortKey:
        """Where ``choice`` stands among the others: the most frequent first, the special ones last."""
        return (choice.key in SPECIAL_LABELS, -choice.count, _in_order(choice.label))


class LanguageFacet(Facet):
    """A facet on a column of language codes."""

    def counts_by(self, model: type[RegisteredModel]) -> bool:
        return False

    def key_of(self, row: RegisteredModel) -> str:
        return ""

    def labels(self, keys: Iterable[str]) -> dict[str, str]:
        return {key: languages.name_of(key) for key in keys if languages.is_code(key)}


class MonthFacet(Facet):
    """The months in which a record's date, or a date that a source claims of it, may fall.

    A record counts in each of them, from the first day that any date begins or ends with to the last.
    """

    _MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")

    index_class = Spans
    is_histogram = True

    def __init__(self, **kwargs: Anything):
        super().__init__(OwnColumn("date"), **kwargs)

    @property
    def not_stated_phrase(self) -> str:
        return gettext("without a date")

    @property
    def claimed(self) -> Claimed | None:
        return None

    def counts_by(self, model: type[RegisteredModel]) -> bool:
        return False

    def index_rows(self, postings: Anything, rows: Rows) -> None:
        claims = Claim.objects.belonging_to(rows, self.user).order_by().filter(field=ClaimField.DATE)
        postings.put(
            chain(
                _each(rows.values_list("pk", "date_earliest", "date_latest")),
                _each(claims.values_list("subject_id", "date_earliest", "date_latest")),
            )
        )

    def choice_bitmaps(self, index: FacetIndex, chosen: list[str]) -> dict[str, BitMap]:
        postings = index.facets[self.field_name]
        silent = index.memo((self.field_name, NOT_STATED), lambda: index.every - postings.stated)
        ends = index.memo((self.field_name, "ends"), lambda: postings.outermost(index.every))
        offered = dict.fromkeys(_months(*ends) if ends else ())
        found = {month: postings.overlapping_cached(*_bounds(month)) for month in offered}
        beside = [key for key in chosen if key not in SPECIAL_LABELS and key not in offered]
        found |= {month: postings.overlapping(*_bounds(month)) for month in beside}
        return {**found, **({NOT_STATED: silent} if silent else {})}

    def key_of(self, row: RegisteredModel) -> str:
        return ""

    def is_valid_key(self, key: str) -> bool:
        return key == NOT_STATED or bool(self._MONTH.fullmatch(key) and key[:4] != "0000")

    def sort_key(self, choice: CountedKey) -> SortKey:
        return (choice.key in SPECIAL_LABELS, choice.key)

    def labels(self, keys: Iterable[str]) -> dict[str, str]:
        return {key: edtf.parse(key).words for key in keys if self._MONTH.fullmatch(key)}


@lru_cache(maxsize=10_000)
def _in_order(label: str) -> list[tuple[int, str]]:
    """``label`` as it is put in order, with numbers in it as numbers: 9 before 10."""
    parts = re.split(r"([0-9]+)", label.casefold())
    return [(int(part), "") if part.isdigit() and part.isascii() else (-1, part) for part in parts]


def _each(rows: Iterable[Found]) -> Iterator[Found]:
    """The rows one by one, without holding all of them."""
    return rows.iterator(chunk_size=10_000) if isinstance(rows, QuerySet) else iter(rows)


def _bounds(month: str) -> tuple[date, date]:
    return edtf.parse(month).bounds


def _months(first: date, last: date) -> list[str]:
    """Every month from ``first`` to ``last``; a span of over 100 years gives its ends alone."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    numbers = range(start, end + 1) if end - start <= 1200 else (start, end)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers]
