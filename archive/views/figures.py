from django.utils.translation import gettext_lazy as _

from archive.facets.figures import ReportedFigureFacets
from archive.models import ReportedFigure
from archive.models.visibility import Shown
from archive.views.lists import EntryList
from archive.views.records import RecordDetail
from archive.vocabularies import Qualifier

_NUMBERS = {
    Qualifier.EXACTLY: _("exactly {number}"),
    Qualifier.ABOUT: _("about {number}"),
    Qualifier.AT_LEAST: _("at least {number}"),
    Qualifier.OVER: _("over {number}"),
}


class ReportedFigureList(EntryList):
    facets = ReportedFigureFacets
    title = _("Reported figures")
    intro = _(
        "Every number that somebody published, as they published it. Numbers that count unlike things stand "
        "side by side, and are never added up."
    )
    card = ("value", "value_words", "qualifier", "counted", "date", "reported_by")


class ReportedFigureDetail(RecordDetail):
    model = ReportedFigure
    title = _("Reported figures")
    lines = ("measure", "qualifier", "value", "value_words", "counted", "date", "reported_by", "places", "verification")


def number_in(figure: Shown) -> str:
    """The number of a published figure with how exactly it is given: over 200."""
    number = figure.value_words if figure.value is None else str(figure.value)
    told = _NUMBERS.get(figure.qualifier)
    return told.format(number=number) if told else number
