"""The two pages that every noun has: its list with facets, and the page of one of its records."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from archive.facets.filter_set import BEST, SORTS
from archive.models import Erasure, Redirect
from archive.models.accessions import is_reference
from archive.models.fields import ImpreciseDateField
from archive.models.referring import referring_to
from archive.models.versions import as_it_read_on, versions_of
from archive.search.finding import finding
from archive.views.hits import hit_of
from archive.views.lines import Sayings, label_of, lines_of, values_of

SIZES = (25, 50, 100)
FEW = 8  # choices that a facet shows before the rest is folded away


@dataclass(frozen=True)
class Option:
    """Something to choose on a list: what it is called, how many it finds, and the address that chooses it."""

    label: str
    address: str
    chosen: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Panel:
    label: str
    few: list[Option]
    more: list[Option]
    note: str = ""


class EntryList(TemplateView):
    """The list of one noun: filters, facets with counts, and the records that match."""

    template_name = "record_list.html"
    http_method_names = ["get", "head", "options"]
    facets = None  # the filter set
    title = ""
    intro = ""
    card: tuple[str, ...] = ()  # the fields that a list shows of each record

    @property
    def model(self):
        return self.facets.Meta.model

    def get(self, request, *args, **kwargs):
        self.filters = self.facets(request.GET, self.model.objects.all(), user=request.user)
        problems = [message for messages in self.filters.form.errors.values() for message in messages]
        problems += self._page_problems()
        if problems:
            context = {"problems": problems, "title": self.title, "address": request.path}
            return self.response_class(request, "unknown_filter.html", context, status=400)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        counted = self.filters.counted()
        page = Paginator(range(counted.total), self.size).get_page(self.page)
        first = (page.number - 1) * self.size
        return super().get_context_data(
            title=self.title,
            intro=self.intro,
            noun=self.model.noun,
            filters=self.filters,
            dated=hasattr(self.model, "date_earliest") and "since" in self.filters.filters,
            panels=list(self._panels(counted)),
            active=list(self._active(counted)),
            total=counted.total,
            page=page,
            first=page.start_index(),
            last=page.end_index(),
            rows=self._rows(counted.page(first, self.size)),
            sorts=self._sorts(),
            sizes=[Option(str(size), self._with(size=size), size == self.size) for size in SIZES],
            earlier=self._with(page=page.previous_page_number()) if page.has_previous() else "",
            later=self._with(page=page.next_page_number()) if page.has_next() else "",
            exactly=self._exactly(),
            kept=[(key, value) for key, values in self._query().items() for value in values if key not in TYPED],
            **kwargs,
        )

    def _page_problems(self) -> list[str]:
        problems = []
        asked = {name: self.request.GET.get(name) or default for name, default in (("size", "25"), ("page", "1"))}
        if asked["size"] not in {str(size) for size in SIZES}:
            problems.append(f"“{asked['size'][:20]}” is not a page size. Expected {', '.join(map(str, SIZES))}.")
        if not (asked["page"].isascii() and asked["page"].isdigit() and 0 < len(asked["page"]) < 8):
            problems.append(f"“{asked['page'][:20]}” is not a page number.")
        if not problems:
            self.size, self.page = int(asked["size"]), int(asked["page"])
        return problems

    def _query(self) -> dict[str, list[str]]:
        """What the address says, without what is empty or means nothing here."""
        known = {*self.filters.filters, "size"}
        given = {key: [value for value in values if value] for key, values in self.request.GET.lists() if key in known}
        return {key: values for key, values in given.items() if values}

    def _address(self, query: dict) -> str:
        return f"?{urlencode(query, doseq=True)}" if query else self.request.path

    def _with(self, **changes) -> str:
        """The address of this list with ``changes``; every change of what is shown begins at the first page."""
        return self._address(self._query() | changes)

    def _toggled(self, name: str, key: str) -> str:
        query = self._query()
        chosen = query.pop(name, [])
        kept = [value for value in chosen if value != key] if key in chosen else [*chosen, key]
        return self._address(query | ({name: kept} if kept else {}))

    def _panels(self, counted):
        for name, choices in counted.choices.items():
            options = [Option(c.label, self._toggled(name, c.key), c.chosen, c.count) for c in choices]
            few = [option for n, option in enumerate(options) if n < FEW or option.chosen]
            if options:
                facet = self.filters.facets[name]
                yield Panel(facet.label, few, [o for o in options if o not in few], facet.note)

    def _active(self, counted):
        for name in TYPED:
            if name in self.filters.filters and (value := self.request.GET.get(name)):
                query = {key: values for key, values in self._query().items() if key != name}
                yield Option(f"{self.filters.filters[name].label}: {value}", self._address(query))
        for name, choices in counted.choices.items():
            label = self.filters.facets[name].label
            yield from (Option(f"{label}: {c.label}", self._toggled(name, c.key)) for c in choices if c.chosen)

    def _exactly(self) -> Option | None:
        """The way to what is written just so, or back to other forms and spellings, where words are sought."""
        if not self.filters.form.cleaned_data["q"]:
            return None
        if self.filters.query.exact:
            query = {key: values for key, values in self._query().items() if key != "exact"}
            return Option("Other forms and spellings, too", self._address(query))
        return Option("Exactly as written only", self._with(exact="1"))

    def _sorts(self) -> list[Option]:
        best = (BEST,) if self.filters.form.cleaned_data["q"] else ()
        sorts = (*best, *self.filters.sorts)
        return [Option(SORTS[sort], self._with(sort=sort), sort == self.filters.order) for sort in sorts]

    @classmethod
    def model_rows(cls, user, references: list[str]) -> list:
        """The records of ``references``, read through the rule of rows once more, in their order."""
        model = cls.facets.Meta.model
        fields = [model._meta.get_field(name) for name in cls.card]
        rows = model.objects.visible_to(user).filter(pk__in=references)
        rows = rows.select_related(*(f.name for f in fields if f.is_relation and not f.many_to_many))
        rows = rows.prefetch_related(*(f.name for f in fields if f.many_to_many))
        found = {row.pk: row for row in rows}
        return [found[reference] for reference in references if reference in found]

    def _rows(self, references: list[str]) -> list[dict]:
        rows = self.model_rows(self.request.user, references)
        if not self.filters.form.cleaned_data["q"]:
            return [self._card(row) for row in rows]
        with finding(self.filters.query, self.request.user) as finder:
            hits = [hit_of(row, self.request.user, finder) for row in rows]
        return [self._card(row) | {"hit": hit} for row, hit in zip(rows, hits, strict=True)]

    def _card(self, row) -> dict:
        shown = row.shown_to(self.request.user)
        lines = [(label_of(row, name), values_of(shown, row, name)) for name in self.card]
        return {"shown": shown, "lines": [(label, values) for label, values in lines if values]}


TYPED = ("q", "since", "until")


class EntryDetail(TemplateView):
    """The page of one record: what is known, said by whom, and what it is linked with."""

    template_name = "record_detail.html"
    http_method_names = ["get", "head", "options"]
    model = None
    title = ""
    lines: tuple[str, ...] = ()
    parts: tuple = ()  # what hangs on it, as `Part`
    texts: tuple[str, ...] = ()  # long fields, printed as running text
    lists_versions = False  # whether the page tells of its versions, and not of the record

    def get(self, request, reference: str, day: str = "", **kwargs):
        if not is_reference(reference):
            raise Http404
        row = self._row(self.model.objects.visible_to(request.user), reference)
        if row is None:
            return self._moved(reference) or self._tombstone(
                self._row(self.model.objects.gone_from(request.user), reference)
            )
        if self.lists_versions:
            return self.response_class(request, "versions.html", self._versions(row))
        if day:
            return self._as_of(day, row)
        return self.render_to_response(self.get_context_data(row=row))

    def _versions(self, row) -> dict:
        versions = versions_of(row, self.request.user)
        told = [(version, self._address_as_of(row, version.last)) for version in versions]
        shown = row.shown_to(self.request.user)
        context = {"record": shown, "title": self.title, "noun": row.noun, "robots": "noindex"}
        return context | {"versions": told, "yesterday": timezone.now().date() - timedelta(days=1)}

    def _address_as_of(self, row, day) -> str:
        return reverse(f"{row.noun}-as-of", args=[row.pk, day.isoformat()]) if day else row.get_absolute_url()

    def _as_of(self, day: str, row):
        """The page as it read at the end of ``day``."""
        version = as_it_read_on(_day(day), row, self.request.user)
        if version is None:
            raise Http404
        context = self.get_context_data(row=version.row)
        context |= {"still": None, "robots": "noindex", "day": _day(day), "version": version}
        return self.render_to_response(context | {"today": row.get_absolute_url()})

    def _moved(self, reference: str):
        """The way to what ``reference`` was merged into, for whoever may see that or know that it is gone."""
        led = Redirect.objects.filter(old=reference).values("subject")
        for rows in (self.model.objects.visible_to(self.request.user), self.model.objects.gone_from(self.request.user)):
            if row := rows.filter(pk__in=led).first():
                return HttpResponseRedirect(row.get_absolute_url())
        return None

    def _tombstone(self, row):
        """What stands at the address of a record that was withdrawn; where there was none, that there is nothing."""
        if row is None:
            return self._erased()
        context = {"reference": row.reference, "singular": row._meta.verbose_name, "noun": row.noun}
        context |= {"title": self.title, "day": row.withdrawn_on, "ground": row.get_withdrawn_because_display()}
        return self.response_class(self.request, "tombstone.html", context | {"robots": "noindex"}, status=410)

    def _erased(self):
        """What stands at the address of a record that was erased; where there was none, that there is nothing."""
        receipt = Erasure.objects.filter(subject=self.kwargs["reference"], subject__noun=self.model.noun).last()
        if receipt is None or not receipt.was_public:
            raise Http404
        context = {"reference": receipt.subject_id, "singular": self.model._meta.verbose_name, "noun": self.model.noun}
        context |= {"title": self.title, "day": receipt.at.date(), "erased": True, "robots": "noindex"}
        return self.response_class(self.request, "tombstone.html", context, status=410)

    def get_context_data(self, row, **kwargs):
        user = self.request.user
        shown = row.shown_to(user)
        sayings = Sayings(row, user)
        lines = lines_of(shown, row, self.lines, sayings)
        told = {line.name for line in lines} | set(self.texts) | {"summary"}
        return super().get_context_data(
            record=shown,
            title=self.title,
            singular=row._meta.verbose_name,
            noun=row.noun,
            dated=shown.date if isinstance(_field(row, "date"), ImpreciseDateField) else None,
            verification=shown.choice("verification") if _field(row, "verification") else "",
            warning=self.warning_of(shown, row),
            lines=lines,
            texts=self._texts(shown, row, sayings),
            parts=[part.told(row, user, sayings.citations) for part in self.parts],
            related=[(m._meta.verbose_name_plural, found, more) for m, found, more in self._related_today(row, user)],
            notes=sayings.general_notes(told),
            sources=list(sayings.citations.values()),
            is_record=_field(row, "verification") is not None,
            robots="" if self.may_be_indexed(shown) else "noindex",
            **kwargs,
        )

    def _row(self, rows, reference: str):
        """The one of ``rows`` that is called so, with what its lines link to."""
        links = {f.name for f in self.model._meta.concrete_fields if f.is_relation and f.name in self.lines}
        several = [f.name for f in self.model._meta.many_to_many if f.name in self.lines]
        return rows.filter(pk=reference).select_related(*links).prefetch_related(*several).first()

    def _texts(self, shown, row, sayings):
        names = [name for name in ("summary", *self.texts) if getattr(shown, name)]
        return [sayings.line(name, label_of(row, name), values_of(shown, row, name)) for name in names]

    def _related_today(self, row, user):
        """What refers to it; a page of another day leaves that out, for it would be what refers to it today."""
        return self.related(row, user) if row.earlier is None else ()

    def related(self, row, user):
        return referring_to(row, user)

    def warning_of(self, shown, row) -> str:
        return ""

    def may_be_indexed(self, shown) -> bool:
        return True


class RecordDetail(EntryDetail):
    """The page of a record of one of the eight types."""

    def warning_of(self, shown, row) -> str:
        """The words of the content warning; a record that nobody has assessed yet is treated as one that has it."""
        if shown.content_warning == "none":
            return ""
        return shown.choice("content_warning") or "not assessed yet"


def _day(text: str) -> date:
    """The day in an address; raise `Http404` for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _field(row, name: str):
    return next((f for f in row._meta.concrete_fields if f.name == name), None)
