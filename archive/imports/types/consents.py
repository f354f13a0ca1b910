from archive.imports.schema.sheets import Sheet
from archive.models import Consent

CONSENTS = Sheet(
    Consent,
    "reference",
    "testimony",
    "use",
    "given_on",
    "language",
    "scope",
    "withdrawn_on",
)
