from archive.imports.resources import ArchiveResource
from archive.models import Stage


class StageResource(ArchiveResource):
    cleaned_with = ("citation",)

    class Meta:
        model = Stage
        fields = (
            "reference",
            "proceeding",
            "step",
            "date",
            "note",
            "citation",
        )
