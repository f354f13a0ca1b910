"""Every choice of one facet, on a page of its own, to be searched: for facets with more than a list can hold."""

from django.core.paginator import Paginator
from django.http import Http404

from archive.facets.facet import Facet
from archive.facets.histogram import Bars
from archive.letters import fold
from archive.views.lists import ArchiveObjectList
from archive.views.options import items_of, option_of

PAGE = 200
MAX_SEARCH_LENGTH = 100  # characters


class Choices(ArchiveObjectList):
    """The choices of one facet of a list, as its other filters leave them."""

    template_name = "choices.html"
    own_parameters = ("find",)

    def get(self, request, *args, facet: str, **kwargs):
        declared = self.facets.base_filters.get(facet)
        if not isinstance(declared, Facet) or declared.is_histogram:
            raise Http404
        self.facet = facet
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        counted = self.filters.counted([self.facet], bars=Bars.NONE)
        sought = self.request.GET.get("find", "")[:MAX_SEARCH_LENGTH]
        found = [choice for choice in counted.choices[self.facet] if fold(sought) in fold(choice.label)]
        page = Paginator(found, PAGE).get_page(self.page)
        address = self.address.without("size", "view", "by")
        options = [option_of(choice, address.toggled(self.facet, choice.key).at(self._path)) for choice in page]
        here = address.having(find=sought) if sought else address
        return {
            "title": self.title,
            "noun": self.model.noun,
            "label": self.filters.facets[self.facet].label,
            "note": self.filters.facets[self.facet].note,
            "back": address.at(self._path),
            "options": options,
            "items": items_of(options),
            "sought": sought,
            "total": len(found),
            "page": page,
            "kept": list(address.pairs()),
            "earlier": here.having(page=page.previous_page_number()).at(".") if page.has_previous() else "",
            "later": here.having(page=page.next_page_number()).at(".") if page.has_next() else "",
            "robots": "noindex",
        }
