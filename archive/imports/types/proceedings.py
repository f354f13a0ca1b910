from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import LegalProceeding


class LegalProceedingResource(ArchiveResource):
    class Meta:
        model = LegalProceeding
        fields = (
            "reference",
            "title",
            "kind",
            "forum",
            "date",
            "places",
            "charge",
            "outcome",
            "cases",
            "summary",
            "verification",
            "content_warning",
            *PUBLICATION_COLUMNS,
        )
