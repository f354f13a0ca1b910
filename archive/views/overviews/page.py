"""What the pages at a glance have in common: tables, one picture, and each of them as a file."""

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from archive.dates.edtf import day_in_words
from archive.drawings.drawing import Drawing
from archive.drawings.live_map import LiveMap
from archive.imports.files.tables import write_lines
from archive.imports.schema.cells import defuse
from archive.languages import language_of_records
from archive.models.access.masking import MaskedRow
from archive.views.options import Option
from archive.views.page_cache import CachedPageMixin
from archive.views.zoom import Zoom

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_ROWS = 500  # rows of a table
Excluded = tuple[str, int, str]  # what is not in the picture, how many, and the address where they are listed


@dataclass(frozen=True)
class Cell:
    """One cell of a table: what it says, and where that leads."""

    words: str
    address: str = ""
    language: str = ""  # of the words, where it is not that of the page

    @classmethod
    def naming(cls, *named: MaskedRow) -> "Cell":
        """What ``named`` are called, one of them with the way to its page; "not stated" where there are none."""
        if not named:
            return cls(_("not stated"))
        words, language = ", ".join(one.heading for one in named), named[0].heading_language
        return cls(words, named[0].page if len(named) == 1 else "", language)

    @classmethod
    def quoting(cls, words: str | None) -> "Cell":
        """What a record says in its own words."""
        return cls(words or "", language=language_of_records())


@dataclass(frozen=True)
class Table:
    """A table by the ``name`` that its file has. The first cell of each row is what the row is about."""

    name: str
    title: str
    headings: tuple["str | Cell", ...]
    rows: list[list[Cell]]
    note: str = ""

    @property
    def head(self) -> list[Cell]:
        return [one if isinstance(one, Cell) else Cell(one) for one in self.headings]

    def lines(self) -> list[list[str]]:
        """As a file has them: nothing in it is a formula."""
        rows = [cell.words for cell in self.head], *([cell.words for cell in row] for row in self.rows)
        return [[defuse(words) for words in row] for row in rows]


@dataclass(frozen=True)
class OverviewData:
    """What one page tells: its tables, the picture of them where there is anything to draw, and what it leaves out."""

    tables: list[Table]
    drawing: Drawing | None
    caption: str
    left_out: list[Excluded] = field(default_factory=list)
    live_map: LiveMap | None = None  # the one that zooms, on the page of a map
    zoom: Zoom | None = None  # of a timeline, the ways to a longer, an earlier and a later time

    @property
    def not_drawn(self) -> list[Excluded]:
        return [one for one in self.left_out if one[1]]


class OverviewPage(CachedPageMixin, TemplateView):
    """One page at a glance; each has a ``name``, a ``title``, an ``intro``, and `data`."""

    template_name = "overview.html"
    http_method_names = ["get", "head", "options"]
    name = ""
    title: "StrOrPromise" = ""
    intro: "StrOrPromise" = ""
    narrowed = False  # whether a span of time can be chosen
    problems: tuple[str, ...] = ()

    def data(self) -> OverviewData:
        raise NotImplementedError

    def get(self, request, *args, table: str = "", **kwargs):
        self.read()
        if self.problems:
            context = {"problems": self.problems, "back": self.title, "address": request.path}
            return self.response_class(request, "unknown_filter.html", context, status=400)
        if table:
            return self._csv(table)
        if request.path.endswith(".svg"):
            return self._svg()
        return super().get(request, *args, **kwargs)

    def read(self) -> None:
        """Read what was asked for, and set ``problems`` where it can't be."""

    def get_context_data(self, **kwargs):
        asked = self.request.GET.urlencode()
        data = self.data()
        return super().get_context_data(
            title=self.title,
            intro=self.intro,
            description=self.intro,
            data=data,
            ways=self.ways(),
            asked=f"?{asked}" if asked else "",
            picture=reverse(f"{self.name}-picture"),
            files=[(table, reverse(f"{self.name}-table", args=[table.name])) for table in data.tables if table.rows],
            **kwargs,
        )

    def _csv(self, name: str) -> HttpResponse:
        table = next((table for table in self.data().tables if table.name == name), None)
        if table is None:
            raise Http404
        out = io.StringIO()
        write_lines(out, table.lines())
        return self._sent("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")

    def _svg(self) -> HttpResponse:
        drawing = self.data().drawing
        if drawing is None:
            raise Http404
        root = self.request.build_absolute_uri("/").rstrip("/")
        here = self.request.build_absolute_uri(reverse(self.name))
        day = timezone.now().date()
        message = _("{archive}, as of {day} (UTC)").format(archive=settings.ARCHIVE_NAME, day=day_in_words(day))
        source = [message, here, *self.credits()]
        return self._sent(drawing.file(source, root), "image/svg+xml", f"{self.name}.svg")

    def ways(self) -> list[Option]:
        """Other ways to see the same."""
        return []

    def credits(self) -> list[str]:
        """Credits of what others drew in the picture, written below it in the SVG file."""
        return []

    def _sent(self, content: str, kind: str, name: str) -> HttpResponse:
        response = HttpResponse(content, content_type=kind)
        stem, _, ending = name.rpartition(".")
        day = timezone.now().date().isoformat()
        response["Content-Disposition"] = f'attachment; filename="{stem}-{day}.{ending}"'
        response["X-Robots-Tag"] = "noindex"
        return response
