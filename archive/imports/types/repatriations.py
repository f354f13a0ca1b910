from archive.imports.resources import ArchiveResource
from archive.models import Repatriation
from archive.models.archive_object import PUBLICATION_FIELDS


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
            *PUBLICATION_FIELDS,
        )
