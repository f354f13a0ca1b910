from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import Repatriation


class RepatriationResource(ArchiveResource):
    class Meta:
        model = Repatriation
        fields = (
            "reference",
            "title",
            "date",
            "number",
            "counted_as",
            "mediators",
            "people",
            "places",
            "cases",
            "summary",
            "verification",
            "content_warning",
            *PUBLICATION_COLUMNS,
        )
