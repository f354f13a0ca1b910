from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import Person

PEOPLE = Sheet(
    Person,
    "reference",
    "title",
    "name",
    "sex",
    "born",
    "mother_tongue",
    "ethnicity",
    "document_numbers",
    "home_address",
    "health",
    "body",
    "affiliation",
    "office",
    "named_publicly",
    "naming_ground",
    "portrait",
    "portrait_redacted",
    "portrait_ground",
    "summary",
    *PUBLICATION_COLUMNS,
)
