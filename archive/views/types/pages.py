"""What the archive says of itself: its method, its sources, its words, how to ask for removal, and how to help."""

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.facets.histogram import Bars
from archive.facets.types.pages import PageFacets
from archive.facets.types.sources import SourceFacets
from archive.languages import base_of
from archive.models import Page, Source, Term, Translation
from archive.views.addresses import ListAddress
from archive.views.languages import lang_span
from archive.views.lists import ArchiveObjectList
from archive.views.markup import html_of
from archive.views.options import option_of
from archive.views.other_languages import others_in_languages
from archive.views.records import ArchiveObjectDetail
from archive.vocabularies import Scheme

MAX_TERMS = 1000


class PageList(ArchiveObjectList):
    facets = PageFacets
    title = _("Pages")
    intro = _("About the archive: how it works, what its words mean, and how to reach it.")
    columns = ("summary", "language")


class PageDetail(ArchiveObjectDetail):
    model = Page
    title = _("Pages")
    template_name = "page.html"

    def get_context_data(self, row, **kwargs):
        context = super().get_context_data(row=row, **kwargs)
        beside = _beside(row, self.request.user) if row.historical_parts is None else {}
        others = others_in_languages(row, self.request.user, address_of)
        return context | {"body": html_of(context["record"].text), "others": others, **beside}

    def related(self, row, user):
        return None


class About(PageDetail):
    """A page by its short form, in the language that is read, else in English."""

    def get(self, request, slug: str, **kwargs):
        rows = Page.objects.visible_to(request.user).filter(slug=slug)
        best = rows.best_in(base_of(get_language())) or rows.order_by("accession__number")[:1]
        if not best:
            raise Http404
        return super().get(request, reference=best[0].pk)


def address_of(page) -> str:
    """The address of a page by its short form, in the language that is read."""
    return reverse("about", args=[page.slug])


def _beside(row, user) -> dict:
    """What the archive knows of itself, told below what somebody wrote of it."""
    if row.slug == "glossary":
        return {"schemes": _schemes(user)}
    if row.slug == "sources":
        filters = SourceFacets(QueryDict(), Source.objects.all(), user=user)
        filters.form.full_clean()
        address = ListAddress(reverse("sources-list"), {})
        counted = filters.counted(["kind"], bars=Bars.NONE)
        kinds = [
            option_of(choice, address.having(kind=choice.key).at(address.path)) for choice in counted.choices["kind"]
        ]
        return {"kinds": kinds, "sources_in_all": counted.total}
    return {}


def _schemes(user) -> list[tuple[str, list]]:
    """Each vocabulary with its terms as ``user`` may see them, each with what it means, in the language of the page."""
    rows = {row.pk: row for row in Term.objects.visible_to(user).order_by("scheme", "title")[:MAX_TERMS]}
    meanings = {}
    seen = Translation.objects.belonging_to(Term.objects.filter(pk__in=rows), user)
    for one in seen.filter(field="summary", language=base_of(get_language())):
        one.known_object = rows[one.subject_id]
        meanings[one.subject_id] = one.masked_for(user).text
    by_scheme: dict[str, list] = {}
    for row in rows.values():
        shown = row.masked_for(user)
        meaning = meanings.get(row.pk) or lang_span(row.language_of("summary"), shown.summary)
        by_scheme.setdefault(row.scheme, []).append((shown, meaning))
    return [(Scheme(scheme).label, terms) for scheme, terms in by_scheme.items()]
