from archive.imports.resources import ArchiveResource
from archive.models import Collection
from archive.models.archive_object import PUBLICATION_FIELDS


class CollectionResource(ArchiveResource):
    class Meta:
        model = Collection
        fields = (
            "reference",
            "title",
            "summary",
            "given_by",
            "terms",
            "date",
            *PUBLICATION_FIELDS,
        )
