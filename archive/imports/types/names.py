from archive.imports.schema.sheets import Sheet
from archive.models import Name

NAMES = Sheet(
    Name,
    "reference",
    "subject",
    "text",
    "language",
    "script",
    "kind",
)
