from archive.facets.facet import Facet
from archive.facets.filter_set import EntryFacets
from archive.facets.values import Column, Linked
from archive.models import Organisation


class OrganisationFacets(EntryFacets):
    kind = Facet(Column("kind"), label="Kind", phrase="of the kind {}")
    country = Facet(Linked("country"), label="Country", phrase="of {}")

    class Meta:
        model = Organisation
        fields = ()
