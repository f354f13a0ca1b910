from archive.imports.resources import ArchiveResource
from archive.models import Source
from archive.models.archive_object import PUBLICATION_FIELDS


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
            *PUBLICATION_FIELDS,
        )
