from archive.imports.resources import ArchiveResource
from archive.models import DiplomaticStatement
from archive.models.archive_object import PUBLICATION_FIELDS


class DiplomaticStatementResource(ArchiveResource):
    class Meta:
        model = DiplomaticStatement
        fields = (
            "reference",
            "title",
            "issuer",
            "speaker",
            "speaker_label",
            "form",
            "addressees",
            "date",
            "places",
            "positions",
            "text",
            "cases",
            "summary",
            "verification",
            "content_warning",
            *PUBLICATION_FIELDS,
        )
