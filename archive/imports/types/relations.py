from archive.imports.resources import ArchiveResource
from archive.models import Relation


class RelationResource(ArchiveResource):
    cleaned_with = ("citation",)

    class Meta:
        model = Relation
        fields = (
            "reference",
            "person",
            "kind",
            "other",
            "certainty",
            "note",
            "citation",
        )
