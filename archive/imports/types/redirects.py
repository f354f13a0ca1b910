from archive.imports.resources import ArchiveResource
from archive.models import Redirect


class RedirectResource(ArchiveResource):
    class Meta:
        model = Redirect
        fields = (
            "reference",
            "subject",
            "old",
        )
