from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets, SpanForm
from archive.facets.values import Column, Linked
from archive.models import ReportedFigure


class ReportedFigureFacets(RecordFacets):
    measure = Facet(Column("measure"), label="What is counted", phrase="counting those {}")
    reporter = Facet(Linked("reported_by"), label="Reported by", phrase="reported by {}")
    qualifier = Facet(Column("qualifier"), label="How exactly", phrase="given as {}")
    month = MonthFacet(label="As of")

    class Meta:
        model = ReportedFigure
        fields = ()
        form = SpanForm
