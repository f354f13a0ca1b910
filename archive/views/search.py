"""The search over everything: one box, and for each type how many there are and the best of them."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView
from pyroaring import BitMap

from archive.facets.filter_set import ArchiveObjectFacets
from archive.facets.plain_filters import MAX_QUERY_LENGTH, WordsField
from archive.search import query
from archive.search.finding import Finder, finding
from archive.search.query import Piece
from archive.views.card_layouts import LAYOUTS
from archive.views.cards import Card, cards_of, rows_of
from archive.views.facet_links import list_links_for
from archive.views.hits import hits_of
from archive.views.types.cases import CaseList
from archive.views.types.collections import CollectionList
from archive.views.types.events import EventList
from archive.views.types.features import FeatureList
from archive.views.types.figures import ReportedFigureList
from archive.views.types.organisations import OrganisationList
from archive.views.types.pages import PageList
from archive.views.types.people import PersonList
from archive.views.types.places import PlaceList
from archive.views.types.proceedings import LegalProceedingList
from archive.views.types.repatriations import RepatriationList
from archive.views.types.sources import SourceList
from archive.views.types.statements import DiplomaticStatementList
from archive.views.types.terms import TermList
from archive.views.types.testimonies import TestimonyList
from archive.views.types.videos import VideoEvidenceList

HITS_PER_TYPE = 5  # hits of each type
MAX_CORRECTIONS = 3
ABOUT = _("Search all records, people, places, organisations and sources at once, in any script and spelling.")
LISTS = (
    PersonList,
    CaseList,
    TestimonyList,
    VideoEvidenceList,
    DiplomaticStatementList,
    RepatriationList,
    LegalProceedingList,
    ReportedFigureList,
    EventList,
    PlaceList,
    OrganisationList,
    SourceList,
    TermList,
    CollectionList,
    FeatureList,
    PageList,
)


@dataclass(frozen=True)
class Group:
    """What was found of one type: how many, the best of them, and the address of the list of all, with its facets."""

    title: str
    anchor: str
    total: int
    cards: list[Card]
    address: str


class SearchForm(forms.Form):
    q = WordsField(required=False, max_length=MAX_QUERY_LENGTH)


class Search(TemplateView):
    template_name = "search.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request, *args, **kwargs):
        form = SearchForm(request.GET)
        if not form.is_valid():
            problems = [message for messages in form.errors.values() for message in messages]
            context = {"problems": problems, "back": pgettext("the page", "Search"), "address": request.path}
            return self.response_class(request, "unknown_filter.html", context, status=400)
        self.asked = query.read(form.cleaned_data["q"], exact=request.GET.get("exact") == "1")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        groups = list(self._groups()) if self.asked.text.strip() else []
        found = sum(group.total for group in groups)
        return super().get_context_data(
            asked=self.asked,
            groups=groups,
            found=found,
            corrections=[] if found else self._corrections(),
            other=self._address(self.asked.text, exact=not self.asked.exact),
            robots="noindex" if self.asked.text else "",
            description=ABOUT,
            **kwargs,
        )

    def _groups(self):
        user = self.request.user
        with finding(self.asked, user) as finder:
            for listed in LISTS:
                filters = self._all_filters[listed]
                counted = filters.found_by(finder)
                if counted.total:
                    rows = rows_of(filters, counted.page(0, HITS_PER_TYPE))
                    hits = hits_of(rows, filters, self._leads)
                    cards = cards_of(rows, LAYOUTS[filters.Meta.model], user, hits=hits, known=filters.known)
                    address = f"{reverse(f'{filters.index.noun}-list')}{self._address(self.asked.text)}"
                    yield Group(listed.title, filters.index.noun, counted.total, cards, address)

    def _leads(self, row):
        """The lists that have records under ``row``, each with the filter that finds them."""
        for listed, filters in self._all_filters.items():
            yield from list_links_for(filters, listed.title, row)

    @cached_property
    def _all_filters(self) -> dict:
        return {listed: self._filters(listed, self.asked.text) for listed in LISTS}

    def _filters(self, listed, words: str) -> ArchiveObjectFacets:
        filters = listed.facets(QueryDict(), listed.facets.Meta.model.objects.all(), user=self.request.user)
        filters.seeking(words, exact=self.asked.exact)
        return filters

    def _corrections(self) -> list[tuple[str, str]]:
        """Other words that find something that the reader may see, each with its address."""
        with finding(self.asked, self.request.user) as finder:
            corrections = finder.corrections()
            fewer = finder.fewer_words(partial(self._saying, finder))
        found = [text for text in corrections if self._finds(text)] or [text for text in [fewer] if self._finds(text)]
        return [(text, self._address(text)) for text in found[:MAX_CORRECTIONS]]

    def _saying(self, finder: Finder, piece: Piece) -> dict[str, BitMap]:
        """By noun, the records that say ``piece`` and may be seen."""
        indexes = [filters.index for filters in self._all_filters.values()]
        return {index.noun: finder.matching_anywhere(index.noun, piece) & index.every for index in indexes}

    def _finds(self, text: str) -> bool:
        if not text:
            return False
        with finding(query.read(text), self.request.user) as finder:
            return any(self._filters(listed, text).found_by(finder).total for listed in LISTS)

    def _address(self, text: str, *, exact: bool | None = None) -> str:
        exact = self.asked.exact if exact is None else exact
        return f"?{urlencode({'q': text, **({'exact': '1'} if exact else {})})}"
