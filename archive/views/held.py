"""How many persons were held on a day or in a time: at least, at most, and as others published it."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from archive.dates import edtf, typed_dates
from archive.facets.held import is_time
from archive.facets.histogram import Bars
from archive.facets.types.people import PersonFacets
from archive.models import Person, ReportedFigure
from archive.views.page_cache import CachedPageMixin
from archive.views.spans import SpanOfTime
from archive.vocabularies import FigureMeasure

MAX_FIGURES = 50  # figures of others on the page
ABOUT = _("How many of the documented people were held on a given date: at least, at most, and as others published it.")


class Held(CachedPageMixin, TemplateView):
    """A day or a span, and how many of the documented persons were held in it."""

    template_name = "held.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request, *args, **kwargs):
        form = SpanOfTime(request.GET)
        self.typed = {side: request.GET.get(side, "").strip() for side in ("since", "until")}
        key = self._key()
        problems = [message for messages in form.errors.values() for message in messages]
        if key and not problems and not is_time(key):
            template = gettext("“{time}” is not a date. Expected a day, a month or a year, or two of them.")
            problems = [template.format(time=key[:60])]
        if problems:
            context = {"problems": problems, "back": gettext("Held on a given date"), "address": request.path}
            return self.response_class(request, "unknown_filter.html", context, status=400)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        key = self._key()
        context = self._counts_of(key) if key else {}
        return super().get_context_data(
            **self.typed, key=key, **context, description=ABOUT, robots="noindex" if key else "", **kwargs
        )

    def _key(self) -> str:
        """The time that is asked for, as EDTF; "" where none is. One end alone is that day, month or year."""
        ends = [_read(text) for text in self.typed.values() if text]
        return "/".join(dict.fromkeys(ends))

    def _counts_of(self, key: str) -> dict:
        when, user = edtf.parse(key), self.request.user
        figures = ReportedFigure.objects.visible_to(user).filter(measure=FigureMeasure.HELD)
        timely = figures.during(when.earliest, when.latest, user).select_related("reported_by")
        undated = figures.filter(date_earliest=None, date_latest=None).select_related("reported_by")
        return {
            "when": when.words,
            "at_least": self._number("surely_held", key),
            "at_most": self._number("maybe_held", key),
            "cases": self._cases(),
            "figures": [row.masked_for(user) for row in timely.order_by("date_earliest", "pk")[:MAX_FIGURES]],
            "undated": [row.masked_for(user) for row in undated.order_by("pk")[:MAX_FIGURES]],
            "unplaced": self._filters("").without_date(),
        }

    def _number(self, name: str, key: str) -> tuple[int, str]:
        """How many persons the filter ``name`` finds, and the address of their list."""
        asked = urlencode({name: key})
        return self._filters(asked).counted((), bars=Bars.NONE).total, f"{reverse('people-list')}?{asked}"

    def _cases(self) -> str:
        """The address of the cases that may fall in that time."""
        ends = [text for text in self.typed.values() if text]
        return f"{reverse('cases-list')}?{urlencode({'since': ends[0], 'until': ends[-1]})}"

    def _filters(self, asked: str) -> PersonFacets:
        filters = PersonFacets(QueryDict(asked), Person.objects.all(), user=self.request.user)
        filters.form.full_clean()
        return filters


def _read(text: str) -> str:
    """What was typed, as EDTF; as it is where it is no date, for the form says so."""
    try:
        return typed_dates.read(text)
    except edtf.NotADate:
        return text
