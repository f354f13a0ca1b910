from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, LanguageFacet, MonthFacet
from archive.facets.filter_set import RecordFacets
from archive.facets.plain_filters import SpanForm
from archive.facets.values import Claimed, Linked, OwnColumn
from archive.models import Testimony
from archive.vocabularies import ClaimField


class TestimonyFacets(RecordFacets):
    collector = Facet(Linked("collected_by"), label=_("Collected by"), phrase=_("collected by {}"))
    act = Facet(Linked("acts"), several=True, label=_("Act described"), phrase=_("describing {}"))
    place = Facet(
        Linked("places"), Claimed(ClaimField.PLACE), several=True, label=_("Place"), phrase=_("speaking of {}")
    )
    language = LanguageFacet(OwnColumn("original_language"), label=_("Language"), phrase=_("given in {}"))
    verification = Facet(OwnColumn("verification"), label=_("Verification"), phrase=_("marked as {}"))
    month = MonthFacet(label=_("Month collected"))

    class Meta:
        model = Testimony
        fields = ()
        form = SpanForm
