from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import Term

TERMS = Sheet(
    Term,
    "reference",
    "scheme",
    "notation",
    "title",
    "summary",
    "broader",
    "exact_match",
    "provision",
    *PUBLICATION_COLUMNS,
)
