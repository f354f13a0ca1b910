from django.utils.translation import gettext_lazy as _

from archive.facets.types.figures import ReportedFigureFacets
from archive.models import ReportedFigure
from archive.views.lists import ArchiveObjectList
from archive.views.records import RecordDetail


class ReportedFigureList(ArchiveObjectList):
    facets = ReportedFigureFacets
    title = _("Reported figures")
    intro = _(
        "Every number that somebody published, as they published it. Numbers that count unlike things stand "
        "side by side, and are never added up."
    )
    card = ("value", "counted", "date", "reported_by")


class ReportedFigureDetail(RecordDetail):
    model = ReportedFigure
    title = _("Reported figures")
    lines = ("measure", "value", "counted", "date", "reported_by", "places")
