from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import Place


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
            "part_of",
            "shown_as",
            "summary",
            *PUBLICATION_COLUMNS,
        )
