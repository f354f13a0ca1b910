from archive.facets.facet import Facet, LanguageFacet, MonthFacet
from archive.facets.filter_set import RecordFacets, SpanForm
from archive.facets.values import Claimed, Column, Linked
from archive.models import Testimony
from archive.vocabularies import ClaimField


class TestimonyFacets(RecordFacets):
    collector = Facet(Linked("collected_by"), label="Collected by", phrase="collected by {}")
    act = Facet(Linked("acts"), several=True, label="Act described", phrase="describing {}")
    place = Facet(Linked("places"), Claimed(ClaimField.PLACE), several=True, label="Place", phrase="speaking of {}")
    language = LanguageFacet(Column("original_language"), label="Language", phrase="given in {}")
    verification = Facet(Column("verification"), label="Verification", phrase="marked as {}")
    month = MonthFacet(label="Month collected")

    class Meta:
        model = Testimony
        fields = ()
        form = SpanForm
