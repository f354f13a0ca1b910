from archive.imports.resources import ArchiveResource
from archive.models import Event
from archive.models.archive_object import PUBLICATION_FIELDS


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
            *PUBLICATION_FIELDS,
        )
