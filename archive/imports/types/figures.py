from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import ReportedFigure

FIGURES = Sheet(
    ReportedFigure,
    "reference",
    "title",
    "measure",
    "counted",
    "value",
    "value_words",
    "qualifier",
    "date",
    "reported_by",
    "places",
    "summary",
    "verification",
    "content_warning",
    *PUBLICATION_COLUMNS,
)
