from archive.imports.sheets import Sheet
from archive.models import Organisation

ORGANISATIONS = Sheet(
    Organisation,
    "reference",
    "title",
    "kind",
    "country",
    "part_of",
    "summary",
    "collection",
    "access",
    "state",
)
