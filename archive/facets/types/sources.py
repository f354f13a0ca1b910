from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, LanguageFacet
from archive.facets.filter_set import ArchiveObjectFacets
from archive.facets.values import OwnColumn
from archive.models import Source


class SourceFacets(ArchiveObjectFacets):
    kind = Facet(OwnColumn("kind"), label=_("Kind"), phrase=_("of the kind: {}"))
    language = LanguageFacet(OwnColumn("language"), label=_("Language"), phrase=_("written in {}"))

    class Meta:
        model = Source
        fields = ()
