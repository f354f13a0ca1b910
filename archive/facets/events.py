from archive.facets.facet import Facet, MonthFacet
from archive.facets.filter_set import RecordFacets, SpanForm
from archive.facets.values import Claimed, Column, Linked
from archive.models import Event
from archive.vocabularies import ClaimField


class EventFacets(RecordFacets):
    kind = Facet(Column("kind"), label="Kind", phrase="of the kind {}")
    place = Facet(Linked("places"), Claimed(ClaimField.PLACE), several=True, label="Place", phrase="in {}")
    organiser = Facet(Linked("organisers"), several=True, label="Carried out by", phrase="carried out by {}")
    month = MonthFacet(label="Month")

    class Meta:
        model = Event
        fields = ()
        form = SpanForm
