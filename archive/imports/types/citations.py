from archive.imports.resources import ArchiveResource
from archive.models import Citation


class CitationResource(ArchiveResource):
    class Meta:
        model = Citation
        fields = (
            "reference",
            "subject",
            "source",
            "locator",
            "field",
            "quotation",
            "reported_by",
            "reported_on",
        )
