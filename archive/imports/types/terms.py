from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import Term


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
            *PUBLICATION_COLUMNS,
        )
