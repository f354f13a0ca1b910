from archive.imports.schema.sheets import Sheet
from archive.models import CustodyStep

CUSTODY_STEPS = Sheet(
    CustodyStep,
    "reference",
    "person",
    "step",
    "date",
    "place",
    "note",
    "citation",
    cleaned_with=("citation",),
)
