"""Which records have a picture, and which file of it may be shown: the redacted one, where there is one."""

from django.db.models.fields.files import FieldFile

from archive.models.access.masking import MaskedRow
from archive.models.archive_object import ArchiveObject

PICTURED = {"videos": "still", "people": "portrait"}


def shown_picture(shown: MaskedRow) -> FieldFile | None:
    """The file that is shown to whoever reads ``shown``; ``None`` where there is none, or none for them."""
    name = PICTURED[shown.noun]
    return getattr(shown, f"{name}_redacted") or getattr(shown, name) or None


def has_picture(row: ArchiveObject) -> bool:
    return row.noun in PICTURED and bool(getattr(row, PICTURED[row.noun]))
