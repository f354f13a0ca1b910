from archive.imports.resources import ArchiveResource
from archive.models import Consent


class ConsentResource(ArchiveResource):
    class Meta:
        model = Consent
        fields = (
            "reference",
            "testimony",
            "use",
            "given_on",
            "language",
            "scope",
            "withdrawn_on",
        )
