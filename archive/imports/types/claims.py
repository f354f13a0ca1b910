from archive.imports.schema.sheets import Sheet
from archive.models import Claim

CLAIMS = Sheet(
    Claim,
    "reference",
    "subject",
    "field",
    "term",
    "place",
    "date",
    "text",
    "of_whom",
    "citation",
    "source_grade",
    "information_grade",
    cleaned_with=("term", "citation"),
)
