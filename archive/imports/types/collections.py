from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import Collection


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
            *PUBLICATION_COLUMNS,
        )
