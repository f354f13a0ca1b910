from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import Case

CASES = Sheet(
    Case,
    "reference",
    "title",
    "kind",
    "date",
    "places",
    "captured_by",
    "acts",
    "summary",
    "verification",
    "content_warning",
    *PUBLICATION_COLUMNS,
)
