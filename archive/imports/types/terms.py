from archive.imports.schema.sheets import STANDING, Sheet
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
    *STANDING,
)
