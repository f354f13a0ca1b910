from archive.imports.schema.sheets import STANDING, Sheet
from archive.models import Organisation

ORGANISATIONS = Sheet(
    Organisation,
    "reference",
    "title",
    "kind",
    "country",
    "part_of",
    "summary",
    *STANDING,
)
