from archive.imports.schema.sheets import STANDING, Sheet
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
    *STANDING,
)
