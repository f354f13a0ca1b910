from archive.imports.resources import ArchiveResource
from archive.models import Person
from archive.models.archive_object import PUBLICATION_FIELDS


class PersonResource(ArchiveResource):
    class Meta:
        model = Person
        fields = (
            "reference",
            "title",
            "name",
            "sex",
            "born",
            "mother_tongue",
            "ethnicity",
            "document_numbers",
            "home_address",
            "health",
            "body",
            "affiliation",
            "office",
            "named_publicly",
            "naming_ground",
            "portrait",
            "portrait_redacted",
            "portrait_ground",
            "summary",
            *PUBLICATION_FIELDS,
        )
