from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets
from archive.facets.plain_filters import SpanForm
from archive.facets.values import Claimed, Linked, OwnColumn, PartValues
from archive.models import Case, Participation
from archive.vocabularies import ClaimField


class CaseFacets(RecordFacets):
    kind = Facet(OwnColumn("kind"), label=_("Kind"), phrase=_("of the kind: {}"))
    act = Facet(Linked("acts"), several=True, label=_("Act"), phrase=_("with {}"))
    place = Facet(Linked("places"), Claimed(ClaimField.PLACE), several=True, label=_("Place"), phrase=_("in {}"))
    standing = Facet(Claimed(ClaimField.STANDING), label=_("Standing"), phrase=_("of somebody said to be {}"))
    outcome = Facet(Claimed(ClaimField.OUTCOME), label=_("Outcome"), phrase=_("ending in {}"))
    role = Facet(
        PartValues(Participation, OwnColumn("role")), several=True, label=_("Role"), phrase=_("with somebody {}")
    )
    verification = Facet(OwnColumn("verification"), label=_("Verification"), phrase=_("marked as {}"))
    month = MonthFacet(label=_("Month"))

    class Meta:
        model = Case
        fields = ()
        form = SpanForm
