"""The list of one noun: filters, facets with counts, and the records that match, told in one of several ways."""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from archive.facets.filter_set import BEST, SORTS, ArchiveObjectFacets, Counted
from archive.facets.histogram import Bars
from archive.models.log.public_feed import PublicPosition
from archive.views.addresses import ListAddress
from archive.views.bars import MAX_BARS, chart_of, results_timeline
from archive.views.card_layouts import LAYOUTS
from archive.views.cards import Card, cards_of, rows_of, shared_note, shared_sources
from archive.views.columns import histogram_view
from archive.views.hits import hits_of
from archive.views.kept_cards import as_of_for
from archive.views.languages import lang_span
from archive.views.options import Option
from archive.views.page_cache import CachedPageMixin
from archive.views.panels import by_script, panels_of
from archive.views.placed import MapOfResults, map_of_results, place_facet
from archive.views.sentences import heading_of, sentence_of
from archive.views.table_rows import TableRow, table_rows_of
from archive.views.times import Times, times_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SIZES = (25, 50, 100)
VIEWS = {"list": _("List"), "table": _("Table"), "timeline": _("Timeline"), "map": _("Map"), "chart": _("Chart")}
TABLES = ("table", "timeline")  # which tell of each record in a row
SUMMED = ("map", "chart")  # which tell of all results at once, and not of a page of them
LETTERS = "letter"  # the facet that stands as a line of letters above the results
TYPED = ("q", "since", "until")
DISPLAY_PARAMETERS = ("size", "view", "by")  # what changes how results are told, and not which


class ArchiveObjectList(CachedPageMixin, TemplateView):
    """The list of one noun: filters, facets with counts, and the records that match."""

    template_name = "record_list.html"
    http_method_names = ["get", "head", "options"]
    facets: type[ArchiveObjectFacets]
    title: "StrOrPromise" = ""
    intro: "StrOrPromise" = ""
    columns: tuple[str, ...] = ()  # the fields that the table of a list has columns for
    own_parameters: tuple[str, ...] = ()  # of the address, besides filters

    @property
    def model(self):
        return self.facets.Meta.model

    def get(self, request, *args, **kwargs):
        reader = request.user if request.user.is_authenticated else None  # whom a list asks of hundreds of times
        self.filters = self.facets(request.GET, self.model.objects.all(), user=reader)
        problems = [message for messages in self.filters.form.errors.values() for message in messages]
        problems += self._page_problems()
        if problems:
            return self.response_class(request, "unknown_filter.html", self._mendable(problems), status=400)
        self.address = ListAddress(self._path, self._query())
        return super().get(request, *args, **kwargs)

    @property
    def _unknown(self) -> list[str]:
        """What the address says besides that is no filter of this list, as it was typed."""
        known = {*self.filters.filters, *DISPLAY_PARAMETERS, *self.own_parameters, "page"}
        return [name[:60] for name in self.request.GET if name not in known]

    def _mendable(self, problems: list[str]) -> dict:
        """What is wrong, and the form as it was typed, with the filters that are known."""
        lost = {*TYPED, *DISPLAY_PARAMETERS, *self.filters.form.errors}
        kept = [pair for pair in ListAddress(self._path, self._query()).pairs() if pair[0] not in lost]
        context = {"problems": problems, "title": self.title, "address": self._path}
        return context | {"filters": self.filters, "dated": self._is_dated, "kept": kept}

    def get_context_data(self, **kwargs):
        as_of = as_of_for(self.filters.user)
        counted = self.filters.counted(self._chosen_from, bars=self._bars)
        page = Paginator(range(counted.total), self.size).get_page(self.page)
        sentence, heading = sentence_of(self.filters, counted), heading_of(self.filters, counted, self.title)
        panels = list(panels_of(self.filters, counted, self.address))
        found = counted.page((page.number - 1) * self.size, self.size) if self.view not in SUMMED else []
        rows = rows_of(self.filters, found)
        cards = self._cards(rows, as_of) if self.view == "list" else []
        note, rests_on = shared_note(cards), shared_sources(cards)
        table = self._table(rows) if self.view in TABLES else []
        times = self._times(counted) if self.view == "timeline" else None
        return super().get_context_data(
            title=self.title,
            heading=heading,
            intro=self.intro,
            description=self.intro if heading == self.title else sentence,
            sentence=sentence,
            noun=self.model.noun,
            filters=self.filters,
            dated=self._is_dated,
            everything=len(self.filters.index.every),
            panels=[panel for panel in panels if panel.name != LETTERS],
            letters=next((list(by_script(panel)) for panel in panels if panel.name == LETTERS), []),
            histogram=histogram_view(counted.histogram, self.address) if self._bars is Bars.WHOLE else None,
            active=list(self._active(counted)),
            unknown=self._unknown,
            total=counted.total,
            may_be_few=counted.may_be_few,
            page=page,
            first=page.start_index(),
            last=page.end_index(),
            cards=cards,
            drawn=[card.drawn_without(note=bool(note), sources=bool(rests_on)) for card in cards],
            note=note,
            rests_on=rests_on,
            table=table,
            claimed=any(row.claims for row in table),
            view=self.view,
            views=[Option(VIEWS[view], self._shown_as(view), view == self.view) for view in self._views],
            chart=chart_of(counted.choices.get(self.by, [])) if self.view == "chart" else None,
            charts=self._charts(counted),
            uncharted=len(counted.choices.get(self.by, [])[MAX_BARS:]) if self.view == "chart" else 0,
            map=self._map(counted) if self.view == "map" else None,
            summed=self.view in SUMMED,
            times=times,
            timeline=results_timeline([row.shown for row in table], times.span) if times else None,
            sorts=self._sorts(),
            sizes=[Option(str(size), str(self.address.having(size=size)), size == self.size) for size in SIZES],
            earlier=str(self.address.having(page=page.previous_page_number())) if page.has_previous() else "",
            later=str(self.address.having(page=page.next_page_number())) if page.has_next() else "",
            exactly=self._exactly(),
            downloads=self._downloads(),
            kept=[(name, value) for name, value in self.address.pairs() if name not in TYPED],
            **kwargs,
        )

    @property
    def _path(self) -> str:
        return reverse(f"{self.model.noun}-list")

    @property
    def _is_dated(self) -> bool:
        return "since" in self.filters.filters

    @property
    def _chosen_from(self) -> list[str]:
        """The facets whose choices stand on the page; one that is drawn does in a chart alone."""
        return [name for name, facet in self.filters.facets.items() if self.view == "chart" or not facet.is_histogram]

    @property
    def _views(self) -> list[str]:
        facets = self.filters.facets
        possible = {"timeline": self._is_dated, "map": bool(place_facet(self.filters)), "chart": bool(facets)}
        return [view for view in VIEWS if possible.get(view, True)]

    @property
    def _bars(self) -> Bars:
        """On a timeline, only those of the time chosen: it is looked at more closely."""
        return Bars.CHOSEN if self.view == "timeline" else Bars.WHOLE

    def _times(self, counted: Counted) -> Times:
        ends = (self.filters.asked[side] for side in ("since", "until"))
        return times_of(self.title, counted.histogram, self.address, *ends)

    def _page_problems(self) -> list[str]:
        problems = []
        defaults = (("size", "25"), ("page", "1"), ("view", "list"), ("by", next(iter(self.filters.facets), "")))
        asked = {name: self.request.GET.get(name) or default for name, default in defaults}
        if asked["size"] not in {str(size) for size in SIZES}:
            template = gettext("“{typed}” is not a page size. Expected {sizes}.")
            problems.append(template.format(typed=asked["size"][:20], sizes=", ".join(map(str, SIZES))))
        if not (asked["page"].isascii() and asked["page"].isdigit() and 0 < len(asked["page"]) < 8):
            problems.append(gettext("“{typed}” is not a page number.").format(typed=asked["page"][:20]))
        if asked["view"] not in self._views:
            template = gettext("“{typed}” is not a way to see this list. Expected {views}.")
            problems.append(template.format(typed=asked["view"][:20], views=", ".join(self._views)))
        if asked["by"] not in (*self.filters.facets, ""):
            problems.append(gettext("“{typed}” is not a filter of this list.").format(typed=asked["by"][:20]))
        if not problems:
            self.size, self.page = int(asked["size"]), int(asked["page"])
            self.view, self.by = asked["view"], asked["by"]
        return problems

    def _query(self) -> dict[str, list[str]]:
        """What the address says, without what is empty or means nothing here."""
        known = {*self.filters.filters, *DISPLAY_PARAMETERS}
        given = {key: [value for value in values if value] for key, values in self.request.GET.lists() if key in known}
        return {key: values for key, values in given.items() if values}

    def _shown_as(self, view: str) -> str:
        plain = self.address.without("view", "by")
        return str(plain if view == "list" else plain.having(view=view))

    def _map(self, counted: Counted) -> MapOfResults:
        name = place_facet(self.filters)
        return map_of_results(self.title, name, counted.choices[name], self.address, self.filters.user)

    def _charts(self, counted: Counted) -> list[Option]:
        if self.view != "chart":
            return []
        chartable = [name for name, choices in counted.choices.items() if choices]
        labels = ((name, self.filters.facets[name].label) for name in chartable)
        return [Option(label, str(self.address.having(by=name)), name == self.by) for name, label in labels]

    def _active(self, counted):
        for name in TYPED:
            if name in self.filters.filters and (value := self.request.GET.get(name)):
                yield Option(f"{self.filters.filters[name].label}: {value}", str(self.address.without(name)))
        for name, choices in counted.choices.items():
            label = self.filters.facets[name].label
            chosen = (choice for choice in choices if choice.chosen)
            yield from (Option(_chip(label, c), str(self.address.toggled(name, c.key))) for c in chosen)

    def _exactly(self) -> Option | None:
        """The way to what is written just so, or back to other forms and spellings, where words are sought."""
        if not self.filters.asked["q"]:
            return None
        if self.filters.query.exact:
            return Option(gettext("Other forms and spellings, too"), str(self.address.without("exact")))
        return Option(gettext("Exactly as written only"), str(self.address.having(exact="1")))

    def _sorts(self) -> list[Option]:
        best = (BEST,) if self.filters.asked["q"] else ()
        sorts = (*best, *self.filters.sorts)
        return [Option(SORTS[sort], str(self.address.having(sort=sort)), sort == self.filters.order) for sort in sorts]

    def _downloads(self) -> list[Option]:
        asked = self.address.without(*DISPLAY_PARAMETERS, "sort")
        forms = (("csv", "CSV"), ("json", "JSON"))
        return [Option(label, asked.at(reverse(f"{self.model.noun}-download", args=[f]))) for f, label in forms]

    def _cards(self, rows: list, as_of: PublicPosition | None) -> list[Card]:
        hits = hits_of(rows, self.filters) if self.filters.asked["q"] else ()
        return cards_of(
            rows,
            LAYOUTS[self.model],
            self.filters.user,
            hits=hits,
            known=self.filters.known,
            with_sources=True,
            as_of=as_of,
        )

    def _table(self, rows: list) -> list[TableRow]:
        labels = {name: self.model.label_of(name) for name in self.columns}
        return table_rows_of(rows, labels, self.filters.user, self.filters.known)


def _chip(label: str, choice) -> str:
    """A filter in use: which, and what is chosen of it, marked with its language."""
    return format_html("{}: {}", label, lang_span(choice.language, choice.label))
