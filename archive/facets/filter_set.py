"""The filters that all lists share, and the one place where counts come from."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import cast

import django_filters
from django.db.models import F
from django.db.models.expressions import Combinable, OrderBy
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from archive.facets.facet import SPECIAL_LABELS, Facet
from archive.facets.histogram import Bars, Histogram, histogram
from archive.facets.index import Index, index_of
from archive.facets.linked import Link, labels_by_record, links_of
from archive.facets.plain_filters import MAX_QUERY_LENGTH, BoundFilter, MultiChoice, SingleChoice, WordsFilter
from archive.facets.postings import number_of
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.prefetching import TargetCache
from archive.models.base.registry import RegisteredModel
from archive.models.base.types import Anything, Rows, Values
from archive.search import query
from archive.search.finding import Finder, SearchResult, finding

Orders = dict[str, tuple[str | Combinable | OrderBy, ...]]  # by the name of an order, what the database sorts by
BEST = "match"
SORTS = {
    BEST: _("best match first"),
    "date": _("earliest first"),
    "-date": _("latest first"),
    "title": _("by title"),
    "reference": _("by reference"),
    "value": _("smallest number first"),
    "-value": _("largest number first"),
}


@dataclass(frozen=True)
class Choice:
    """One choice of a facet, with the number of records that one would get."""

    key: str
    label: str
    count: int
    chosen: bool
    language: str = ""  # of the label, where it is not that of the page


@dataclass(frozen=True)
class Counted:
    """How many records match, the choices of each facet that has any, and the way to a page of them."""

    total: int
    choices: dict[str, list[Choice]]
    histogram: Histogram | None
    page: Callable[[int, int], list[str]]  # from the place of the first, and how many at most, to references
    may_be_few: bool = False  # whether those who match may be so few that they are not told


class ArchiveObjectFacets(django_filters.FilterSet):
    """The text box and the order, which every list has."""

    q = WordsFilter(label=_("Words"), max_length=MAX_QUERY_LENGTH)
    sort = SingleChoice(label=_("Order"), choices=list(SORTS.items()))
    all = MultiChoice(label=_("All of"))

    exact = SingleChoice(label=_("Exact only"), choices=[("1", _("exact only"))])

    Meta: Anything  # of each list
    _rows: Anything  # of the model, whose querysets know who may see what
    _seen: Rows | None

    default_sort = "title"
    sorts: tuple[str, ...] = ("title", "reference")

    @classmethod
    def model(cls) -> type[ArchiveObject]:
        """The model whose rows are listed."""
        return cast(type[ArchiveObject], cls.Meta.model)

    @property
    def orders(self) -> Orders:
        return ORDERS

    def __init__(self, data: QueryDict, queryset: Rows, *, user: Reader = None):
        self.user = user
        super().__init__(data, queryset)
        self.finder: Finder | None = None  # what sought, and the links by which records say it; known once it has
        self.links: dict[query.Piece, list[Link]] = {}
        self.filters["sort"].extra["choices"] = [(sort, SORTS[sort]) for sort in (BEST, *self.sorts)]
        several = {name: facet.label for name, facet in self.facets.items() if facet.several}
        self.filters["all"].extra["choices"] = list(several.items())
        wanted = self.data.getlist("all") if isinstance(self.data, QueryDict) else ()
        for name, facet in self.facets.items():
            facet.user, facet.filters, facet.demands_all = user, self, name in wanted and facet.several

    @property
    def queryset(self) -> Rows:
        """The rows that the reader may see; made only where somebody asks, for a search makes sets for every type."""
        if self._seen is None:
            self._seen = self._rows.visible_to(self.user)
        return self._seen

    @queryset.setter
    def queryset(self, rows: Rows | None) -> None:
        self._rows = rows
        self._seen = None

    @cached_property
    def asked(self) -> Values:
        """What is asked, by filter, read and found to be in order by the form."""
        asked: Values = self.form.cleaned_data
        return asked

    def seeking(self, words: str, *, exact: bool) -> None:
        """Ask for ``words`` alone, which have been read before: no form has to look at them."""
        self.asked = {"q": words, "exact": "1" if exact else "", "sort": "", **dict.fromkeys(self.facets, ())}

    def filter_queryset(self, rows: Rows) -> Rows:
        """Those of ``rows`` that are found, by the index; a list reads its pages from `counted` instead."""
        counted = self.counted(())
        return rows.filter(pk__in=counted.page(0, counted.total))

    @property
    def facets(self) -> dict[str, Facet]:
        return {name: field for name, field in self.filters.items() if isinstance(field, Facet)}

    def in_order_of(self, rows: Rows, sort: str) -> Rows:
        return rows.order_by(*self.orders[sort])

    @cached_property
    def index(self) -> Index:
        """The index behind this list, for whoever reads, as the log stood when it was first asked."""
        return index_of(self)

    @cached_property
    def known(self) -> TargetCache:
        """What the records of this list link to, as far as somebody has read it since anything changed."""
        with self.index.lock:
            known: TargetCache = self.index.memo(("known", get_language()), dict)
            return known

    @cached_property
    def query(self) -> query.Query:
        """What was typed into the text box, read."""
        return query.read(self.asked["q"], exact=self.asked["exact"] == "1")

    @cached_property
    def search_result(self) -> SearchResult:
        """The records that say what was typed; raise `NotReady` while the words are taken in anew."""
        with finding(self.query, self.user) as finder:
            return self._found_by(finder)

    def _found_by(self, finder: Finder) -> SearchResult:
        """What ``finder`` finds, in the words of the records and in the names of what they are linked to."""
        self.finder = finder
        self.links = {piece: links_of(self, finder, piece) for piece in finder.query.wanted}
        having = {piece: BitMap.union(*(link.having for link in links)) for piece, links in self.links.items() if links}
        return finder.search_within(self.index.noun, self.index.every, lambda piece: having.get(piece, BitMap()))

    def linked_labels(self, references: list[str]) -> dict[str, list[tuple[str, str]]]:
        """For each of ``references``, the facet and the name of each link by which it says what is sought."""
        numbers = {number_of(reference): reference for reference in references}
        links = [link for found in self.links.values() for link in found]
        return {numbers[number]: labels for number, labels in labels_by_record(links, list(numbers)).items()}

    def counted(self, wanted: Collection[str] | None = None, *, bars: Bars = Bars.WHOLE) -> Counted:
        """Match and count, once for the whole page. A facet's own choices are left out of its own counts.

        ``wanted`` names the facets of which all choices are counted (``None``: every facet). Of the others, only the
        choices that are chosen are counted. ``bars`` says which the histogram has.
        """
        index = self.index
        with index.lock:
            found, choices, drawn = index.recent(self._question(wanted, bars), lambda: self._count(index, wanted, bars))
        return Counted(len(found), choices, drawn, partial(self._page, found))

    def _question(self, wanted: Collection[str] | None, bars: Bars) -> tuple[Hashable, ...] | None:
        """What is asked, for the index to remember the answer by; `None` where that it was asked is to leave no trace.

        That is where words are sought, unless many records say them: then nobody is known by them.
        """
        if self.asked["q"] and not self.search_result.is_often_said:
            return None
        asked = ((name, tuple(value) if isinstance(value, list) else value) for name, value in self.asked.items())
        return (
            get_language(),
            wanted if wanted is None else tuple(wanted),
            bars,
            *(one for one in asked if one[0] != "sort"),
        )

    def _count(
        self, index: Index, wanted: Collection[str] | None, bars: Bars
    ) -> tuple[BitMap, dict[str, list[Choice]], Histogram | None]:
        asked, before = self.asked, self.before_facets(index)
        chosen = {name: asked[name] for name in self.facets}
        counted_facets = {
            name: facet for name, facet in self.facets.items() if wanted is None or name in wanted or chosen[name]
        }
        offered = {name: facet.choice_bitmaps(index, chosen[name]) for name, facet in counted_facets.items()}
        matching = {name: self.facets[name].matching(offered[name], keys) for name, keys in chosen.items() if keys}
        found = _all_of(before, matching.values())
        choices: dict[str, list[Choice]] = {name: [] for name in self.facets}
        for name, facet in counted_facets.items():
            others = (m for other, m in matching.items() if other != name)
            widens = name in matching and not facet.demands_all
            among = _all_of(before, others) if widens else found
            counted = offered[name] if wanted is None or name in wanted else _those(chosen[name], offered[name])
            choices[name] = self._choices(facet, _counts(counted, among, index), chosen[name])
        return found, choices, self._histogram(index, matching, bars) if bars is not Bars.NONE else None

    def _histogram(self, index: Index, matching: dict[str, BitMap], bars: Bars) -> Histogram | None:
        """The histogram of what all but the dates leave, where the list has dates."""
        return None

    def found_by(self, finder: Finder) -> Counted:
        """How many ``finder`` finds, and the way to a page of them; nothing else is counted."""
        self.search_result = self._found_by(finder)
        found = self.search_result.all
        return Counted(len(found), {}, None, partial(self._page, found))

    def counted_under(self, row: RegisteredModel) -> Iterator[tuple[str, Facet, str, int]]:
        """The facets that count records under ``row``: name, facet, key, and how many."""
        keys = [(name, facet, key) for name, facet in self.facets.items() if (key := facet.key_of(row))]
        if not keys:  # most lists count nothing by most rows: their indexes are not even asked
            return
        with self.index.lock:
            for name, facet, key in keys:
                having = facet.choice_bitmaps(self.index, []).get(key)
                if having:
                    yield name, facet, key, len(having)

    def counted_by(self, model: type[RegisteredModel]) -> dict[str, dict[str, int]]:
        """For each facet whose choices are rows of ``model``, how many records have each, and how many none."""
        with self.index.lock:
            found = {
                name: facet.choice_bitmaps(self.index, [])
                for name, facet in self.facets.items()
                if facet.counts_by(model)
            }
            return {name: {key: len(having) for key, having in offered.items()} for name, offered in found.items()}

    def before_facets(self, index: Index) -> BitMap:
        """The records that all but the facets leave."""
        return self.search_result.all if self.asked["q"] else index.every

    @property
    def order(self) -> str:
        """The order that is asked for; where words are sought and none is, the best match first."""
        asked = self.asked["sort"]
        if asked == BEST and not self.asked["q"]:
            return self.default_sort
        return asked or (BEST if self.asked["q"] else self.default_sort)

    def _page(self, found: BitMap, start: int, size: int) -> list[str]:
        index, best = self.index, self.order == BEST
        tiers = [tier & found for tier in self.search_result.tiers] if best else [found]
        page: list[int] = []
        with index.lock:
            order = index.ordered(self, self.default_sort if best else self.order)
            for tier in tiers:
                page += order.page(tier, start, size - len(page)) if len(page) < size else []
                start = max(0, start - len(tier))
        return [index.reference_of(number) for number in page]

    def _choices(self, facet: Facet, counts: dict[str, int], chosen: list[str]) -> list[Choice]:
        """Those with any record, and those chosen; the most frequent first, months in order, the special ones last."""
        offered = {key for key, count in counts.items() if count} | set(chosen)
        kept = (facet.field_name, "labels", get_language())
        known: dict[str, str] = self.index.memo(kept, dict)
        if missing := offered - known.keys() - SPECIAL_LABELS.keys():
            looked_up = facet.labels(missing)
            known = known | looked_up
            if not facet.is_histogram:  # whose keys anybody may make up
                known_for_all: dict[str, str] = self.index.memo(kept, dict)
                known_for_all.update({key: label for key, label in looked_up.items() if counts.get(key)})
        labels = known | SPECIAL_LABELS
        spoken = facet.languages_of(offered)
        choices = [
            Choice(key, str(labels[key]), counts.get(key, 0), key in chosen, spoken.get(key, ""))
            for key in offered
            if key in labels
        ]
        return sorted(choices, key=facet.sort_key)


class RecordFacets(ArchiveObjectFacets):
    """A list of records has a span of time, too."""

    since = BoundFilter(side="earliest", label=_("From"))
    until = BoundFilter(side="latest", label=_("To"))

    default_sort = "date"
    sorts: tuple[str, ...] = ("date", "-date", "title", "reference")

    def _histogram(self, index: Index, matching: dict[str, BitMap], bars: Bars) -> Histogram:
        others = (found for name, found in matching.items() if name != "month")
        among = _all_of(super().before_facets(index), others)
        since, until = (self.asked[side] for side in ("since", "until"))
        if among is index.every and not (since or until):
            return index.memo(
                ("histogram", get_language(), bars),
                lambda: histogram(index.facets["month"], among, None, None, bars),
            )
        return histogram(index.facets["month"], among, since, until, bars)

    def before_facets(self, index: Index) -> BitMap:
        first, last = (self.asked.get(side) for side in ("since", "until"))
        before = super().before_facets(index)
        return before & index.facets["month"].overlapping(first, last) if first or last else before


ORDERS: Orders = {
    "date": (F("date_earliest").asc(nulls_last=True), F("date_latest").asc(nulls_last=True), "accession__number"),
    "-date": (F("date_latest").desc(nulls_last=True), F("date_earliest").desc(nulls_last=True), "accession__number"),
    "title": ("title", "accession__number"),
    "reference": ("accession__number",),
}


def total_of(filters: type[ArchiveObjectFacets], user: Reader) -> int:
    """How many records of a list ``user`` may see."""
    return len(filters(QueryDict(), filters.model().objects.all(), user=user).index.every)


def _all_of(before: BitMap, matching: Iterable[BitMap]) -> BitMap:
    found = before
    for one in matching:
        found = found & one
    return found


def _those(chosen: list[str], offered: dict[str, BitMap]) -> dict[str, BitMap]:
    return {key: offered[key] for key in chosen if key in offered}


def _counts(offered: dict[str, BitMap], among: BitMap, index: Index) -> dict[str, int]:
    if among is index.every:
        return {key: len(having) for key, having in offered.items()}
    return {key: having.intersection_cardinality(among) for key, having in offered.items()}
