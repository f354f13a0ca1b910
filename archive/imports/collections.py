from archive.imports.sheets import Sheet
from archive.models import Collection

COLLECTIONS = Sheet(
    Collection,
    "reference",
    "title",
    "summary",
    "given_by",
    "terms",
    "date",
    "collection",
    "access",
    "state",
)
