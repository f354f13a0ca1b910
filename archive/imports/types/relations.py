from archive.imports.schema.sheets import Sheet
from archive.models import Relation

RELATIONS = Sheet(
    Relation,
    "reference",
    "person",
    "kind",
    "other",
    "certainty",
    "note",
    "citation",
    cleaned_with=("citation",),
)
