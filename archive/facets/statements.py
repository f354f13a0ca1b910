from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets, SpanForm
from archive.facets.values import Linked
from archive.models import DiplomaticStatement


class DiplomaticStatementFacets(RecordFacets):
    issuer = Facet(Linked("issuer"), label="Issued by", phrase="issued by {}")
    issuer_kind = Facet(Linked("issuer", "kind"), label="Kind of issuer", phrase="issued by a body of the kind {}")
    form = Facet(Linked("form"), label="Form", phrase="in the form of {}")
    position = Facet(Linked("positions"), several=True, label="Position", phrase="taking the position: {}")
    addressee = Facet(Linked("addressees"), several=True, label="Addressed to", phrase="addressed to {}")
    month = MonthFacet(label="Month")

    class Meta:
        model = DiplomaticStatement
        fields = ()
        form = SpanForm
