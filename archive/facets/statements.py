from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets, SpanForm
from archive.facets.values import Linked
from archive.models import DiplomaticStatement


class DiplomaticStatementFacets(RecordFacets):
    issuer = Facet(Linked("issuer"), label="Issued by")
    issuer_kind = Facet(Linked("issuer", "kind"), label="Kind of issuer")
    form = Facet(Linked("form"), label="Form")
    position = Facet(Linked("positions"), several=True, label="Position")
    addressee = Facet(Linked("addressees"), several=True, label="Addressed to")
    month = MonthFacet(label="Month")

    class Meta:
        model = DiplomaticStatement
        fields = ()
        form = SpanForm
