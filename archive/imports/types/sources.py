from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import Source

SOURCES = Sheet(
    Source,
    "reference",
    "title",
    "kind",
    "publisher",
    "authors",
    "date",
    "address",
    "archived_address",
    "language",
    "file",
    "sha256",
    "summary",
    *PUBLICATION_COLUMNS,
)
