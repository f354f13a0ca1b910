from archive.imports.schema.sheets import STANDING, Sheet
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
    *STANDING,
)
