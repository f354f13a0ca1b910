from archive.imports.schema.sheets import Sheet
from archive.models import Translation

TRANSLATIONS = Sheet(
    Translation,
    "reference",
    "subject",
    "field",
    "language",
    "text",
    "translated_by",
)
