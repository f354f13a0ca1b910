from archive.imports.schema.sheets import Sheet
from archive.models import Stage

STAGES = Sheet(
    Stage,
    "reference",
    "proceeding",
    "step",
    "date",
    "note",
    "citation",
    cleaned_with=("citation",),
)
