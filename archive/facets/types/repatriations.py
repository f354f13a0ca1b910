from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets
from archive.facets.plain_filters import SpanForm
from archive.facets.values import Linked
from archive.models import Repatriation


class RepatriationFacets(RecordFacets):
    mediator = Facet(Linked("mediators"), several=True, label=_("Mediated by"), phrase=_("mediated by {}"))
    month = MonthFacet(label=_("Month"))

    default_sort = "reference"

    class Meta:
        model = Repatriation
        fields = ()
        form = SpanForm
