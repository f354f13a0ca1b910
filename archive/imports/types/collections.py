from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import Collection

COLLECTIONS = Sheet(
    Collection,
    "reference",
    "title",
    "summary",
    "given_by",
    "terms",
    "date",
    *PUBLICATION_COLUMNS,
)
