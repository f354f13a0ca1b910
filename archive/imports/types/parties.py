from archive.imports.resources import ArchiveResource
from archive.models import Party


class PartyResource(ArchiveResource):
    class Meta:
        model = Party
        fields = (
            "reference",
            "proceeding",
            "role",
            "organisation",
            "person",
            "group",
        )
