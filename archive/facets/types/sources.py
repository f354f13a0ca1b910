from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet, LanguageFacet
from archive.facets.filter_set import ArchiveObjectFacets
from archive.facets.values import Column
from archive.models import Source


class SourceFacets(ArchiveObjectFacets):
    kind = Facet(Column("kind"), label=_("Kind"), phrase=_("of the kind {}"))
    language = LanguageFacet(Column("language"), label=_("Language"), phrase=_("written in {}"))

    class Meta:
        model = Source
        fields = ()
