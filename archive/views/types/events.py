from django.utils.translation import gettext_lazy as _

from archive.facets.types.events import EventFacets
from archive.models import Event
from archive.views.lists import ArchiveObjectList
from archive.views.records import RecordDetail


class EventList(ArchiveObjectList):
    facets = EventFacets
    title = _("Events")
    intro = _("What happened around the captivities: hostilities, agreements, campaigns, publications and inquiries.")
    card = ("kind", "date", "places", "organisers")


class EventDetail(RecordDetail):
    model = Event
    title = _("Events")
    lines = ("kind", "date", "places", "organisers")
