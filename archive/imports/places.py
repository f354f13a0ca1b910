from archive.imports.sheets import Sheet
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
    "summary",
    "collection",
    "access",
    "state",
)
