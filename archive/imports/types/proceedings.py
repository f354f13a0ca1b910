from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
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
    *PUBLICATION_COLUMNS,
)
