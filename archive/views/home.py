"""The way in: a search, three doors, what is said and by whom, and what came in last."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from archive.dates import edtf
from archive.facets.filter_set import ArchiveObjectFacets, RecordFacets, total_of
from archive.facets.over_time import OverTime, over_time
from archive.facets.types import FILTER_SETS
from archive.models import (
    AUTHORITIES,
    RECORDS,
    Collection,
    CustodyStep,
    EditorialNote,
    Feature,
    Page,
    Person,
    Place,
    ReportedFigure,
    Source,
    Term,
)
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.records.figures import number_text
from archive.views.named_sources import MOST_SOURCES, in_one_sentence
from archive.views.overviews.timeline import DATED
from archive.views.page_cache import CachedPageMixin
from archive.views.recent import Addition, recently_added
from archive.views.types.features import first_feature
from archive.vocabularies import FigureMeasure, SourceKind

FILTERS: dict[type[ArchiveObject], type[ArchiveObjectFacets]] = {filters.Meta.model: filters for filters in FILTER_SETS}
ABOUT = _(
    "What is documented about people who were captured and held in a war: who they were, what was done, who says so, "
    "what shows it, and what states and institutions said and did about it."
)
MOST_NUMBERS, MOST_ADDITIONS = 4, 6
COUNTED = tuple(model for model in (*RECORDS, *AUTHORITIES) if model not in (Collection, Feature, Page, Term))


@dataclass(frozen=True)
class SmallTimeline:
    """All dated records in one row of bars: how far along each stands, its height and that of its dark part (%)."""

    bars: list[tuple[float, float, float]]
    width: float
    first: str
    last: str


class Home(CachedPageMixin, TemplateView):
    template_name = "home.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            description=ABOUT,
            examples=list(_examples(user)),
            feature=first_feature(user),
            numbers=_numbers(user),
            timeline=_small_timeline(user),
            additions=_additions(user),
            rests_on=_rests_on(user),
            collections=[(row.masked_for(user), _notes(row, user)) for row in Collection.objects.visible_to(user)],
            people=total_of(FILTERS[Person], user),
            counts=[_counted(model, user) for model in COUNTED],
            **kwargs,
        )


def _counted(model: type[ArchiveObject], user: Reader) -> dict[str, object]:
    number = total_of(FILTERS[model], user)
    return {"list": f"{model.noun}-list", "name": model.label_plural(), "number": number}


def _rests_on(user: Reader) -> SafeString:
    """The sources of the whole archive, where they are few enough to be named: who says all this comes first."""
    named = Source.objects.visible_to(user).exclude(kind=SourceKind.OTHER)  # gazetteers say where, and nothing else
    rows = list(named.order_by("accession__number")[: MOST_SOURCES + 1])
    return in_one_sentence([row.masked_for(user) for row in rows]) if len(rows) <= MOST_SOURCES else SafeString()


def _examples(user: Reader) -> Iterator[tuple[str | Promise, str]]:
    """Words that find something, each with what it is: the name of a person who was held, a place, and a number."""
    steps = CustodyStep.objects.visible_to(user).values("person")
    held = Person.objects.visible_to(user).filter(named_publicly=True, pk__in=steps)
    places = Place.objects.visible_to(user).filter(case_set__in=FILTERS[RECORDS[0]].model().objects.visible_to(user))
    figures = ReportedFigure.objects.visible_to(user).filter(measure=FigureMeasure.HELD).exclude(value=None)
    for kind, rows in ((_("the person"), held), (_("the place"), places)):
        if row := rows.order_by("pk").first():
            yield kind, row.masked_for(user).heading.split(" / ")[0]
    if figure := figures.order_by("pk").first():
        yield _("the number"), number_text(figure.masked_for(user))


def _numbers(user: Reader) -> list[MaskedRow]:
    """Published numbers of those held and returned that somebody stands behind, the latest first."""
    rows = ReportedFigure.objects.visible_to(user).exclude(value=None)
    rows = rows.filter(measure__in=(FigureMeasure.HELD, FigureMeasure.RETURNED))
    rows = rows.select_related("reported_by").order_by("-date_latest", "pk")
    dated = list(rows.filter(date_latest__isnull=False)[:MOST_NUMBERS])
    undated = rows.filter(date_latest=None)[: MOST_NUMBERS - len(dated)] if len(dated) < MOST_NUMBERS else ()
    return [row.masked_for(user) for row in (*dated, *undated)]


def _additions(user: Reader) -> list[Addition]:
    return recently_added(user, MOST_ADDITIONS)


def _notes(row: Collection, user: Reader) -> list[MaskedRow]:
    notes = EditorialNote.objects.belonging_to(Collection.objects.filter(pk=row.pk), user)
    return [note.masked_for(user) for note in notes]


def _small_timeline(user: Reader) -> SmallTimeline | None:
    lists = [cast(RecordFacets, filters(QueryDict(), filters.model().objects.all(), user=user)) for filters in DATED]
    counted = over_time(lists, None, None)
    return _drawn(counted) if counted else None


def _drawn(counted: OverTime) -> SmallTimeline:
    """The bars of ``counted``, all types together."""
    sums = [sum(numbers) for numbers in zip(*counted.counts.values(), strict=True)]
    sure = [sum(numbers) for numbers in zip(*counted.wholly.values(), strict=True)]
    most, step = max(sums) or 1, 100 / len(sums)
    bars = [
        (round(step * n, 2), round(100 * number / most, 1), round(100 * sure[n] / most, 1))
        for n, number in enumerate(sums)
        if number
    ]
    first, last = (edtf.parse(counted.keys[n]).words for n in (0, -1))
    return SmallTimeline(bars, round(step * 0.8, 2), first, last)
