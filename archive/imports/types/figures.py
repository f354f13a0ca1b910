from archive.imports.resources import ArchiveResource
from archive.imports.schema.resources import PUBLICATION_COLUMNS
from archive.models import ReportedFigure


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
            *PUBLICATION_COLUMNS,
        )
