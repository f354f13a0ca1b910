from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets, SpanForm
from archive.facets.values import Column, Linked
from archive.models import ReportedFigure


class ReportedFigureFacets(RecordFacets):
    measure = Facet(Column("measure"), label=_("What is counted"), phrase=_("counting those {}"))
    reporter = Facet(Linked("reported_by"), label=_("Reported by"), phrase=_("reported by {}"))
    qualifier = Facet(Column("qualifier"), label=_("How exactly"), phrase=_("given as {}"))
    month = MonthFacet(label=_("As of"))

    class Meta:
        model = ReportedFigure
        fields = ()
        form = SpanForm
