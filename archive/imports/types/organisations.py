from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import Organisation


class OrganisationResource(ArchiveResource):
    class Meta:
        model = Organisation
        fields = (
            "reference",
            "title",
            "kind",
            "country",
            "part_of",
            "summary",
            *PUBLICATION_COLUMNS,
        )
