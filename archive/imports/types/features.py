from archive.imports.resources import ArchiveResource
from archive.models import Feature
from archive.models.archive_object import PUBLICATION_FIELDS


class FeatureResource(ArchiveResource):
    class Meta:
        model = Feature
        fields = (
            "reference",
            "slug",
            "language",
            "title",
            "summary",
            "position",
            "list_address",
            *PUBLICATION_FIELDS,
        )
