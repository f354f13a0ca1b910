from archive.imports.resources import ArchiveResource
from archive.models import CustodyStep


class CustodyStepResource(ArchiveResource):
    cleaned_with = ("citation",)

    class Meta:
        model = CustodyStep
        fields = (
            "reference",
            "person",
            "step",
            "date",
            "place",
            "note",
            "citation",
        )
