from django.utils.translation import gettext_lazy as _

from archive.facets.types.repatriations import RepatriationFacets
from archive.models import Repatriation
from archive.views.lists import ArchiveObjectList
from archive.views.records import ArchiveObjectDetail


class RepatriationList(ArchiveObjectList):
    facets = RepatriationFacets
    title = _("Hand-overs")
    intro = _("Each record is one hand-over of people who were held, in the order of its source.")
    columns = ("number", "counted_as", "mediators", "date")


class RepatriationDetail(ArchiveObjectDetail):
    model = Repatriation
    title = _("Hand-overs")
    template_name = "records/repatriations.html"
    heading_field = "number"
    facts_title = _("The hand-over")
    lines = ("number", "counted_as", "date", "mediators", "people", "places", "cases")
