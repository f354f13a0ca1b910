from archive.imports.schema.sheets import STANDING, Sheet
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
    *STANDING,
)
