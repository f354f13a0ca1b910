from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet
from archive.facets.filter_set import ArchiveObjectFacets
from archive.facets.values import Column, Linked
from archive.models import Organisation


class OrganisationFacets(ArchiveObjectFacets):
    kind = Facet(Column("kind"), label=_("Kind"), phrase=_("of the kind {}"))
    country = Facet(Linked("country"), label=_("Country"), phrase=_("of {}"))

    class Meta:
        model = Organisation
        fields = ()
