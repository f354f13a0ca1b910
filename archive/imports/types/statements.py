from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import DiplomaticStatement

STATEMENTS = Sheet(
    DiplomaticStatement,
    "reference",
    "title",
    "issuer",
    "speaker",
    "speaker_label",
    "form",
    "addressees",
    "date",
    "places",
    "positions",
    "text",
    "cases",
    "summary",
    "verification",
    "content_warning",
    *PUBLICATION_COLUMNS,
)
