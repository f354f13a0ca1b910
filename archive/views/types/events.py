from django.utils.translation import gettext_lazy as _

from archive.facets.types.events import EventFacets
from archive.models import Event
from archive.views.lists import ArchiveObjectList
from archive.views.records import ArchiveObjectDetail


class EventList(ArchiveObjectList):
    facets = EventFacets
    title = _("Events")
    intro = _("What happened around the captivities: hostilities, agreements, campaigns, publications and inquiries.")
    columns = ("kind", "date", "places", "organisers")


class EventDetail(ArchiveObjectDetail):
    model = Event
    title = _("Events")
    facts_title = _("The event")
    lines = ("kind", "date", "places", "organisers")
