from archive.imports.resources import ArchiveResource
from archive.models import LegalProceeding
from archive.models.archive_object import PUBLICATION_FIELDS


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
            *PUBLICATION_FIELDS,
        )
