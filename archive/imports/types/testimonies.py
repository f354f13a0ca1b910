from archive.imports.resources import ArchiveResource
from archive.models import Testimony
from archive.models.archive_object import PUBLICATION_FIELDS


class TestimonyResource(ArchiveResource):
    class Meta:
        model = Testimony
        fields = (
            "reference",
            "title",
            "told_by",
            "told_by_label",
            "collected_by",
            "date",
            "places",
            "medium",
            "original_language",
            "text",
            "translation",
            "acts",
            "cases",
            "consent",
            "may_be_same_as",
            "summary",
            "verification",
            "content_warning",
            *PUBLICATION_FIELDS,
        )
