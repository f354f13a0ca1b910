from django.utils.translation import gettext_lazy as _

from archive.facets.types.figures import ReportedFigureFacets
from archive.models import ReportedFigure
from archive.views.like_figures import axis_of, like_figures
from archive.views.lists import ArchiveObjectList
from archive.views.records import ArchiveObjectDetail


class ReportedFigureList(ArchiveObjectList):
    facets = ReportedFigureFacets
    title = _("Published figures")
    intro = _(
        "Every figure that somebody published, as they published it. Figures that count different "
        "things are shown side by side and never added up."
    )
    columns = ("value", "counted", "date", "reported_by")


class ReportedFigureDetail(ArchiveObjectDetail):
    model = ReportedFigure
    title = _("Published figures")
    template_name = "records/figures.html"
    heading_field = "value"
    facts_title = _("This figure")
    lines = ("value", "counted", "date", "reported_by", "places", "measure")

    def opening(self, row, sayings, notes):
        if row.historical_parts is not None:  # the others would be those of today
            return {"alike": [], "axis": None}
        alike = like_figures(row, self.request.user, notes)
        return {"alike": alike, "axis": axis_of(alike)}
