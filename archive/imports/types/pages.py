from archive.imports.resources import ArchiveResource
from archive.models import Page
from archive.models.archive_object import PUBLICATION_FIELDS


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
            *PUBLICATION_FIELDS,
        )
