"""Sources: the publications that claims rest on."""

from django.db import models

from archive.media import storage
from archive.models.archive_object import ArchiveObject
from archive.models.base.fields import AddressField, ImpreciseDateField
from archive.models.base.protection import Masked
from archive.models.base.validators import validate_language, validate_sha256
from archive.vocabularies import SourceKind


class Source(ArchiveObject):
    """One publication."""

    noun = "sources"
    prefix = "SRC"
    protection = ArchiveObject.protection.extended(
        shown=("kind", "publisher", "authors", "date", "address", "archived_address", "language", "sha256"),
        masked=(Masked(("file",)),),
    )
    labels = {"date": "Published on", "sha256": "Checksum of the copy (SHA-256)"}
    search_fields = ("title", "summary", "publisher", "authors")
    address_fields = ("address", "archived_address")

    kind = models.CharField(max_length=20, choices=SourceKind, help_text="What sort of publication it is.")
    publisher = models.CharField(max_length=200, blank=True, help_text="Who published it.")
    authors = models.CharField(max_length=300, blank=True, help_text="Who wrote it, as it says itself.")
    date = ImpreciseDateField(verbose_name="published on", help_text="When it was published.")
    address = AddressField(max_length=500, blank=True, help_text="Where it can be read.")
    archived_address = AddressField(max_length=500, blank=True, help_text="Where a lasting copy can be read.")
    language = models.CharField(
        max_length=12, blank=True, validators=[validate_language], help_text="Language code (BCP 47), such as en."
    )
    file = models.FileField(blank=True, storage=storage.originals, help_text="A captured copy, for the desk.")
    sha256 = models.CharField(
        max_length=64, blank=True, validators=[validate_sha256], help_text="Checksum (SHA-256) of the captured copy."
    )
