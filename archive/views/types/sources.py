from django.utils.translation import gettext_lazy as _

from archive.facets.types.sources import SourceFacets
from archive.models import Source
from archive.views.lists import ArchiveObjectList
from archive.views.records import ArchiveObjectDetail


class SourceList(ArchiveObjectList):
    facets = SourceFacets
    title = _("Sources")
    intro = _("The publications that the records rest on.")
    columns = ("kind", "publisher", "date", "language")


class SourceDetail(ArchiveObjectDetail):
    model = Source
    title = _("Sources")
    facts_title = _("How to find it")
    lines = ("kind", "publisher", "authors", "date", "address", "archived_address", "language", "sha256")
