from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import Repatriation

REPATRIATIONS = Sheet(
    Repatriation,
    "reference",
    "title",
    "date",
    "number",
    "counted_as",
    "mediators",
    "people",
    "places",
    "cases",
    "summary",
    "verification",
    "content_warning",
    *PUBLICATION_COLUMNS,
)
