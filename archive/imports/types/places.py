from archive.imports.schema.sheets import STANDING, Sheet
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
    *STANDING,
    cleaned_with=("shown_as",),
)
