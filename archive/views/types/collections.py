from django.utils.translation import gettext_lazy as _

from archive.facets.types.collections import CollectionFacets
from archive.models import Collection
from archive.views.lists import ArchiveObjectList
from archive.views.records import ArchiveObjectDetail


class CollectionList(ArchiveObjectList):
    facets = CollectionFacets
    title = _("Collections")
    intro = _("What was given or gathered together, by whom, and on which terms.")
    columns = ("given_by", "date")


class CollectionDetail(ArchiveObjectDetail):
    model = Collection
    title = _("Collections")
    template_name = "records/authorities.html"
    facts_title = _("About this collection")
    lines = ("given_by", "date", "terms")
