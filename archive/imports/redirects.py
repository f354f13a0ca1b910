from archive.imports.sheets import Sheet
from archive.models import Redirect

REDIRECTS = Sheet(
    Redirect,
    "reference",
    "subject",
    "old",
)
