from archive.imports.resources import ArchiveResource
from archive.models import Passage


class PassageResource(ArchiveResource):
    cleaned_with = ("citation",)

    class Meta:
        model = Passage
        fields = (
            "reference",
            "feature",
            "position",
            "subheading",
            "text",
            "citation",
            "record",
            "view",
            "list_address",
        )
