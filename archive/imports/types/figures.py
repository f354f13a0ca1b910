from archive.imports.resources import ArchiveResource
from archive.models import ReportedFigure
from archive.models.archive_object import PUBLICATION_FIELDS


class ReportedFigureResource(ArchiveResource):
    class Meta:
        model = ReportedFigure
        fields = (
            "reference",
            "title",
            "measure",
            "counted",
            "value",
            "value_words",
            "qualifier",
            "date",
            "reported_by",
            "places",
            "summary",
            "verification",
            "content_warning",
            *PUBLICATION_FIELDS,
        )
