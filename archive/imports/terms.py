from archive.imports.sheets import Sheet
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
    "collection",
    "access",
    "state",
)
