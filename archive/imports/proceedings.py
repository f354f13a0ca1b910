from archive.imports.sheets import Sheet
from archive.models import LegalProceeding

PROCEEDINGS = Sheet(
    LegalProceeding,
    "reference",
    "title",
    "kind",
    "forum",
    "date",
    "places",
    "charge",
    "outcome",
    "cases",
    "summary",
    "verification",
    "content_warning",
    "collection",
    "access",
    "state",
)
