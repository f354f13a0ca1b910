from archive.imports.resources import ArchiveResource
from archive.models import Claim


class ClaimResource(ArchiveResource):
    cleaned_with = ("term", "citation")

    class Meta:
        model = Claim
        fields = (
            "reference",
            "subject",
            "field",
            "term",
            "place",
            "date",
            "text",
            "of_whom",
            "citation",
            "source_grade",
            "information_grade",
        )
