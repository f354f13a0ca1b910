from archive.imports.resources import ArchiveResource
from archive.models import EditorialNote


class EditorialNoteResource(ArchiveResource):
    class Meta:
        model = EditorialNote
        fields = (
            "reference",
            "subject",
            "field",
            "text",
            "signed",
            "noted_on",
        )
