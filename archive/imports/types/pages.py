from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import Page


class PageResource(ArchiveResource):
    class Meta:
        model = Page
        fields = (
            "reference",
            "slug",
            "language",
            "title",
            "summary",
            "position",
            "text",
            *PUBLICATION_COLUMNS,
        )
