from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import Place

PLACES = Sheet(
    Place,
    "reference",
    "title",
    "kind",
    "latitude",
    "longitude",
    "precision",
    "part_of",
    "shown_as",
    "summary",
    *PUBLICATION_COLUMNS,
    cleaned_with=("shown_as",),
)
