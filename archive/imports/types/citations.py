from archive.imports.schema.sheets import Sheet
from archive.models import Citation

CITATIONS = Sheet(
    Citation,
    "reference",
    "subject",
    "source",
    "locator",
    "field",
    "quotation",
    "reported_by",
    "reported_on",
)
