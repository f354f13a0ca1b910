from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import Testimony

TESTIMONIES = Sheet(
    Testimony,
    "reference",
    "title",
    "told_by",
    "told_by_label",
    "collected_by",
    "date",
    "places",
    "medium",
    "original_language",
    "text",
    "translation",
    "acts",
    "cases",
    "consent",
    "may_be_same_as",
    "summary",
    "verification",
    "content_warning",
    *PUBLICATION_COLUMNS,
)
