from archive.imports.resources import ArchiveResource
from archive.models import Organisation
from archive.models.archive_object import PUBLICATION_FIELDS


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
            *PUBLICATION_FIELDS,
        )
