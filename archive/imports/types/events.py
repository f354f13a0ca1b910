from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
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
    *PUBLICATION_COLUMNS,
)
