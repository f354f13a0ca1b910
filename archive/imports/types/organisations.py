from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import Organisation

ORGANISATIONS = Sheet(
    Organisation,
    "reference",
    "title",
    "kind",
    "country",
    "part_of",
    "summary",
    *PUBLICATION_COLUMNS,
)
