from archive.imports.sheets import Sheet
from archive.models import Event

EVENTS = Sheet(
    Event,
    "reference",
    "title",
    "kind",
    "date",
    "places",
    "organisers",
    "summary",
    "verification",
    "content_warning",
    "collection",
    "access",
    "state",
)
