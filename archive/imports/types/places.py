from archive.imports.resources import ArchiveResource
from archive.models import Place
from archive.models.archive_object import PUBLICATION_FIELDS


class PlaceResource(ArchiveResource):
    cleaned_with = ("shown_as",)

    class Meta:
        model = Place
        fields = (
            "reference",
            "title",
            "kind",
            "latitude",
            "longitude",
            "precision",
            "outline",
            "part_of",
            "shown_as",
            "summary",
            *PUBLICATION_FIELDS,
        )
