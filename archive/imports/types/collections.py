from archive.imports.schema.sheets import STANDING, Sheet
from archive.models import Collection

COLLECTIONS = Sheet(
    Collection,
    "reference",
    "title",
    "summary",
    "given_by",
    "terms",
    "date",
    *STANDING,
)
