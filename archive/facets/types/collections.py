from archive.facets.filter_set import EntryFacets
from archive.models import Collection


class CollectionFacets(EntryFacets):
    class Meta:
        model = Collection
        fields = ()
