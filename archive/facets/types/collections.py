from archive.facets.filter_set import ArchiveObjectFacets
from archive.models import Collection


class CollectionFacets(ArchiveObjectFacets):
    class Meta:
        model = Collection
        fields = ()
