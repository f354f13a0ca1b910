from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import Event


class EventResource(ArchiveResource):
    class Meta:
        model = Event
        fields = (
            "reference",
            "title",
            "kind",
            "date",
            "places",
            "organisers",
            "summary",
            "verification",
            "content_warning",
            *PUBLICATION_COLUMNS,
        )
