from archive.imports.schema.sheets import Sheet
from archive.models import Assessment

ASSESSMENTS = Sheet(
    Assessment,
    "reference",
    "video",
    "assessor",
    "conclusions",
    "findings",
    "method",
    "date",
    "citation",
    cleaned_with=("citation",),
)
