from archive.facets.facet import Facet, LanguageFacet
from archive.facets.filter_set import EntryFacets
from archive.facets.values import Column
from archive.models import Source


class SourceFacets(EntryFacets):
    kind = Facet(Column("kind"), label="Kind", phrase="of the kind {}")
    language = LanguageFacet(Column("language"), label="Language", phrase="in {}")

    class Meta:
        model = Source
        fields = ()
