from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet
from archive.facets.filter_set import ArchiveObjectFacets
from archive.facets.values import OwnColumn
from archive.models import Place


class PlaceFacets(ArchiveObjectFacets):
    kind = Facet(OwnColumn("kind"), label=_("Kind"), phrase=_("of the kind: {}"))

    class Meta:
        model = Place
        fields = ()
