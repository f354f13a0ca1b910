from archive.imports.resources import ArchiveResource
from archive.models import Assessment


class AssessmentResource(ArchiveResource):
    cleaned_with = ("citation",)

    class Meta:
        model = Assessment
        fields = (
            "reference",
            "video",
            "assessor",
            "conclusions",
            "findings",
            "method",
            "date",
            "citation",
        )
