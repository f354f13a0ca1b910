from django.utils.translation import gettext_lazy as _

from archive.facets.types.places import PlaceFacets
from archive.models import Place
from archive.views.lists import ArchiveObjectList
from archive.views.names import NAMES
from archive.views.records import ArchiveObjectDetail


class PlaceList(ArchiveObjectList):
    facets = PlaceFacets
    title = _("Places")
    intro = _("Each place with all its names, none of which is “the” name.")
    columns = ("kind", "part_of")


class PlaceDetail(ArchiveObjectDetail):
    model = Place
    title = _("Places")
    template_name = "records/authorities.html"
    facts_title = _("About this place")
    lines = ("kind", "part_of", "latitude", "outline")
    parts = (NAMES,)
