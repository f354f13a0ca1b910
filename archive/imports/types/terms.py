from archive.imports.resources import ArchiveResource
from archive.models import Term
from archive.models.archive_object import PUBLICATION_FIELDS


class TermResource(ArchiveResource):
    class Meta:
        model = Term
        fields = (
            "reference",
            "scheme",
            "notation",
            "title",
            "summary",
            "broader",
            "exact_match",
            "provision",
            *PUBLICATION_FIELDS,
        )
