from archive.imports.resources import ArchiveResource
from archive.models import Name


class NameResource(ArchiveResource):
    class Meta:
        model = Name
        fields = (
            "reference",
            "subject",
            "text",
            "language",
            "script",
            "kind",
        )
