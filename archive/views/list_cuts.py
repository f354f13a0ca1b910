"""A part of a list in another page: the first of what it finds as cards, on a timeline or on a map."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language

from archive.facets.filter_set import ArchiveObjectFacets, RecordFacets
from archive.facets.histogram import Bars
from archive.facets.types import FILTER_SETS
from archive.languages import capitalised, in_language
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.views.addresses import ListAddress
from archive.views.bars import ResultsTimeline, results_timeline
from archive.views.card_layouts import LAYOUTS
from archive.views.cards import Card, cards_of, rows_of
from archive.views.placed import MapOfResults, map_of_results, place_facet
from archive.views.sentences import heading_of
from archive.vocabularies import PassageView

MOST_CARDS, MOST_ON_A_TIMELINE = 6, 30
FILTERS = {filters.Meta.model.noun: filters for filters in FILTER_SETS}


@dataclass(frozen=True)
class ListCut:
    """What of a list stands on another page, with the way to all of it."""

    heading: str
    address: str
    total: int
    cards: list[Card]
    timeline: ResultsTimeline | None = None
    map: MapOfResults | None = None


def cut_of(list_address: str, view: str, user: Reader) -> ListCut | None:
    """The part that ``view`` shows of the list at ``list_address``; ``None`` where that finds nothing."""
    path, _, asked = list_address.partition("?")
    filters = _filters(path.strip("/"), asked, user)
    if filters is None:
        return None
    name = place_facet(filters)
    counted = filters.counted([name] if view == PassageView.MAP and name else (), bars=Bars.NONE)
    if not counted.total:
        return None
    title = capitalised(filters.model().label_plural())
    address = in_language(get_language(), path)
    full = f"{address}?{asked}" if asked else address
    heading = heading_of(filters, filters.counted((), bars=Bars.NONE), title)
    if view == PassageView.MAP and name:
        listed = ListAddress(address, dict(QueryDict(asked).lists()))
        placed = map_of_results(title, name, counted.choices[name], listed, user)
        return ListCut(heading, full, counted.total, [], map=placed)
    on_a_timeline = view == PassageView.TIMELINE and isinstance(filters, RecordFacets)
    most = MOST_ON_A_TIMELINE if on_a_timeline else MOST_CARDS
    rows: list[ArchiveObject] = rows_of(filters, counted.page(0, most))
    if on_a_timeline:
        return ListCut(
            heading, full, counted.total, [], timeline=results_timeline([row.masked_for(user) for row in rows])
        )
    return ListCut(heading, full, counted.total, cards_of(rows, LAYOUTS[filters.model()], user, known=filters.known))


def _filters(noun: str, asked: str, user: Reader) -> ArchiveObjectFacets | None:
    found = FILTERS.get(noun)
    if found is None:
        return None
    filters = found(QueryDict(asked), found.model().objects.all(), user=user)
    return filters if filters.form.is_valid() else None
