from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets, SpanForm
from archive.facets.values import Claimed, Column, Linked, OfHanging
from archive.models import Case, Participation
from archive.vocabularies import ClaimField


class CaseFacets(RecordFacets):
    kind = Facet(Column("kind"), label="Kind", phrase="of the kind {}")
    act = Facet(Linked("acts"), several=True, label="Act", phrase="with {}")
    place = Facet(Linked("places"), Claimed(ClaimField.PLACE), several=True, label="Place", phrase="in {}")
    standing = Facet(Claimed(ClaimField.STANDING), label="Standing", phrase="of somebody said to be {}")
    outcome = Facet(Claimed(ClaimField.OUTCOME), label="Outcome", phrase="ending in {}")
    role = Facet(OfHanging(Participation, Column("role")), several=True, label="Part taken", phrase="with somebody {}")
    verification = Facet(Column("verification"), label="Verification", phrase="marked as {}")
    month = MonthFacet(label="Month")

    class Meta:
        model = Case
        fields = ()
        form = SpanForm
