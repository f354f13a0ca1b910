from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets
from archive.facets.plain_filters import SpanForm
from archive.facets.values import Claimed, Linked, OwnColumn, PartValues
from archive.models import LegalProceeding, Stage
from archive.vocabularies import ClaimField


class LegalProceedingFacets(RecordFacets):
    kind = Facet(OwnColumn("kind"), label=_("Kind"), phrase=_("of the kind: {}"))
    forum = Facet(Linked("forum"), label=_("Forum"), phrase=_("before {}"))
    outcome = Facet(Linked("outcome"), Claimed(ClaimField.OUTCOME), label=_("Outcome"), phrase=_("ending in {}"))
    stage = Facet(
        PartValues(Stage, OwnColumn("step")),
        several=True,
        label=_("Stage reached"),
        phrase=_("having reached the stage: {}"),
    )
    month = MonthFacet(label=_("Month"))

    class Meta:
        model = LegalProceeding
        fields = ()
        form = SpanForm
