from archive.imports.schema.sheets import Sheet
from archive.models import EditorialNote

EDITORIAL_NOTES = Sheet(
    EditorialNote,
    "reference",
    "subject",
    "field",
    "text",
    "signed",
    "noted_on",
)
