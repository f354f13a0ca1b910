from django.utils.translation import gettext_lazy as _

from archive.facets.facet import Facet
from archive.facets.filter_set import ArchiveObjectFacets
from archive.facets.values import OwnColumn
from archive.models import Term


class TermFacets(ArchiveObjectFacets):
    scheme = Facet(OwnColumn("scheme"), label=_("Vocabulary"), phrase=_("of the vocabulary {}"))

    class Meta:
        model = Term
        fields = ()
