from archive.imports.schema.sheets import Sheet
from archive.models import Party

PARTIES = Sheet(
    Party,
    "reference",
    "proceeding",
    "role",
    "organisation",
    "person",
    "group",
)
