from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets
from archive.facets.plain_filters import SpanForm
from archive.facets.values import Linked
from archive.models import DiplomaticStatement
from archive.models.base.types import Anything


class DiplomaticStatementFacets(RecordFacets):
    issuer = Facet(Linked("issuer"), label=_("Issued by"), phrase=_("issued by {}"))
    issuer_kind = Facet(
        Linked("issuer", "kind"), label=_("Kind of issuer"), phrase=_("issued by a body of the kind: {}")
    )
    form: Anything = Facet(Linked("form"), label=_("Form"), phrase=_("in the form of {}"))
    position = Facet(Linked("positions"), several=True, label=_("Position"), phrase=_("taking the position: {}"))
    addressee = Facet(Linked("addressees"), several=True, label=_("Addressed to"), phrase=_("addressed to {}"))
    month = MonthFacet(label=_("Month"))

    class Meta:
        model = DiplomaticStatement
        fields = ()
        form = SpanForm
