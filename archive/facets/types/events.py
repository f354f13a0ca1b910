from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets
from archive.facets.plain_filters import SpanForm
from archive.facets.values import Claimed, Linked, OwnColumn
from archive.models import Event
from archive.vocabularies import ClaimField


class EventFacets(RecordFacets):
    kind = Facet(OwnColumn("kind"), label=_("Kind"), phrase=_("of the kind: {}"))
    place = Facet(Linked("places"), Claimed(ClaimField.PLACE), several=True, label=_("Place"), phrase=_("in {}"))
    organiser = Facet(Linked("organisers"), several=True, label=_("Carried out by"), phrase=_("carried out by {}"))
    month = MonthFacet(label=_("Month"))

    class Meta:
        model = Event
        fields = ()
        form = SpanForm
