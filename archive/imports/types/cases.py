from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import Case


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
            *PUBLICATION_COLUMNS,
        )
