from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import Page

PAGES = Sheet(
    Page,
    "reference",
    "slug",
    "language",
    "title",
    "summary",
    "position",
    "text",
    *PUBLICATION_COLUMNS,
)
