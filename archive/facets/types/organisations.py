from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet
from archive.facets.filter_set import ArchiveObjectFacets
from archive.facets.values import Linked, OwnColumn
from archive.models import Organisation


class OrganisationFacets(ArchiveObjectFacets):
    kind = Facet(OwnColumn("kind"), label=_("Kind"), phrase=_("of the kind: {}"))
    country = Facet(Linked("country"), label=_("Country"), phrase=_("of {}"))

    class Meta:
        model = Organisation
        fields = ()
