from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import Source


class SourceResource(ArchiveResource):
    class Meta:
        model = Source
        fields = (
            "reference",
            "title",
            "kind",
            "publisher",
            "authors",
            "date",
            "address",
            "archived_address",
            "language",
            "file",
            "sha256",
            "summary",
            *PUBLICATION_COLUMNS,
        )
