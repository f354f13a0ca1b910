from archive.imports.schema.sheets import Sheet
from archive.models import Redirect

REDIRECTS = Sheet(
    Redirect,
    "reference",
    "subject",
    "old",
)
