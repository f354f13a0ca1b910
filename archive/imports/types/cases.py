from archive.imports.resources import ArchiveResource
from archive.models import Case
from archive.models.archive_object import PUBLICATION_FIELDS


class CaseResource(ArchiveResource):
    class Meta:
        model = Case
        fields = (
            "reference",
            "title",
            "kind",
            "date",
            "places",
            "captured_by",
            "acts",
            "summary",
            "verification",
            "content_warning",
            *PUBLICATION_FIELDS,
        )
