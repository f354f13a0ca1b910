from archive.imports.sheets import STANDING, Sheet
from archive.models import Person

PEOPLE = Sheet(
    Person,
    "reference",
    "title",
    "name",
    "sex",
    "born",
    "affiliation",
    "office",
    "named_publicly",
    "naming_ground",
    "portrait",
    "portrait_ground",
    "summary",
    *STANDING,
)
