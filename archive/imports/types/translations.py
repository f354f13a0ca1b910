from archive.imports.resources import ArchiveResource
from archive.models import Translation


class TranslationResource(ArchiveResource):
    class Meta:
        model = Translation
        fields = (
            "reference",
            "subject",
            "field",
            "language",
            "text",
            "translated_by",
        )
