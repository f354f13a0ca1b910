from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets, SpanForm
from archive.facets.values import Claimed, Column, Linked, OfHanging
from archive.models import LegalProceeding, Stage
from archive.vocabularies import ClaimField


class LegalProceedingFacets(RecordFacets):
    kind = Facet(Column("kind"), label="Kind", phrase="of the kind {}")
    forum = Facet(Linked("forum"), label="Forum", phrase="before {}")
    outcome = Facet(Linked("outcome"), Claimed(ClaimField.OUTCOME), label="Outcome", phrase="ending in {}")
    stage = Facet(
        OfHanging(Stage, Column("step")), several=True, label="Stage reached", phrase="having reached the stage: {}"
    )
    month = MonthFacet(label="Month")

    class Meta:
        model = LegalProceeding
        fields = ()
        form = SpanForm
