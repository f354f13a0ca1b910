from django.utils.translation import gettext_lazy as _

from archive.facets.facet import LanguageFacet
from archive.facets.filter_set import ArchiveObjectFacets
from archive.facets.values import OwnColumn
from archive.models import Feature


class FeatureFacets(ArchiveObjectFacets):
    language = LanguageFacet(OwnColumn("language"), label=_("Language"), phrase=_("written in {}"))

    class Meta:
        model = Feature
        fields = ()
