from archive.imports.schema.sheets import Sheet
from archive.models import Participation

PARTICIPATIONS = Sheet(
    Participation,
    "reference",
    "case",
    "person",
    "group",
    "count",
    "role",
)
