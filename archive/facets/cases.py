from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets, SpanForm
from archive.facets.values import Claimed, Column, Linked, OfHanging
from archive.models import Case, Participation
from archive.vocabularies import ClaimField


class CaseFacets(RecordFacets):
    kind = Facet(Column("kind"), label="Kind")
    act = Facet(Linked("acts"), several=True, label="Act")
    place = Facet(Linked("places"), Claimed(ClaimField.PLACE), several=True, label="Place")
    standing = Facet(Claimed(ClaimField.STANDING), label="Standing")
    outcome = Facet(Claimed(ClaimField.OUTCOME), label="Outcome")
    role = Facet(OfHanging(Participation, Column("role")), several=True, label="Part taken")
    verification = Facet(Column("verification"), label="Verification")
    month = MonthFacet(label="Month")

    class Meta:
        model = Case
        fields = ()
        form = SpanForm
