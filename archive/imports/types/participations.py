from archive.imports.resources import ArchiveResource
from archive.models import Participation


class ParticipationResource(ArchiveResource):
    class Meta:
        model = Participation
        fields = (
            "reference",
            "case",
            "person",
            "group",
            "count",
            "role",
        )
