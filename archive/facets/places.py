from archive.facets.facet import Facet
from archive.facets.filter_set import EntryFacets
from archive.facets.values import Column
from archive.models import Place


class PlaceFacets(EntryFacets):
    kind = Facet(Column("kind"), label="Kind", phrase="of the kind {}")

    class Meta:
        model = Place
        fields = ()
