from archive.imports.schema.sheets import STANDING, Sheet
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
    *STANDING,
)
