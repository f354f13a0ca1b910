from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import DiplomaticStatement


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
            *PUBLICATION_COLUMNS,
        )
