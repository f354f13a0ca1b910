from django.utils.translation import gettext_lazy as _

from archive.facets.types.repatriations import RepatriationFacets
from archive.models import Repatriation
from archive.views.lists import ArchiveObjectList
from archive.views.records import RecordDetail


class RepatriationList(ArchiveObjectList):
    facets = RepatriationFacets
    title = _("Repatriations")
    intro = _("Each record is one hand-over of people who were held, in the order of its source.")
    card = ("number", "counted_as", "mediators", "date")


class RepatriationDetail(RecordDetail):
    model = Repatriation
    title = _("Repatriations")
    lines = ("number", "counted_as", "date", "mediators", "people", "places", "cases")
