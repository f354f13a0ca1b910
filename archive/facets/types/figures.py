from django.db.models import F
from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import Orders, RecordFacets
from archive.facets.plain_filters import SpanForm
from archive.facets.values import Linked, OwnColumn
from archive.models import ReportedFigure


class ReportedFigureFacets(RecordFacets):
    measure = Facet(OwnColumn("measure"), label=_("What is counted"), phrase=_("counting those {}"))
    reporter = Facet(Linked("reported_by"), label=_("Reported by"), phrase=_("reported by {}"))
    qualifier = Facet(OwnColumn("qualifier"), label=_("Precision"), phrase=_("given as {}"))
    month = MonthFacet(label=_("As of"))

    sorts = (*RecordFacets.sorts, "value", "-value")

    @property
    def orders(self) -> Orders:
        """By the number, too; what is given in words comes last."""
        least, most = F("value").asc(nulls_last=True), F("value").desc(nulls_last=True)
        return super().orders | {"value": (least, "accession__number"), "-value": (most, "accession__number")}

    class Meta:
        model = ReportedFigure
        fields = ()
        form = SpanForm
