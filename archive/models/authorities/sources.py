"""Sources: the publications that claims rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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
    labels = {"date": _("Published on"), "sha256": _("Checksum of the copy (SHA-256)")}
    search_fields = ("title", "summary", "publisher", "authors")
    address_fields = ("address", "archived_address")

    kind = models.CharField(
        _("kind"), max_length=20, choices=SourceKind, help_text=_("What sort of publication it is.")
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True, help_text=_("Who published it."))
    authors = models.CharField(
        _("authors"), max_length=300, blank=True, help_text=_("Who wrote it, as it says itself.")
    )
    date = ImpreciseDateField(verbose_name=_("published on"), help_text=_("When it was published."))
    address = AddressField(_("address"), max_length=500, blank=True, help_text=_("Where it can be read."))
    archived_address = AddressField(
        _("archived address"), max_length=500, blank=True, help_text=_("Where an archived copy can be read.")
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        validators=[validate_language],
        help_text=_("Language code (BCP 47), such as en."),
    )
    file = models.FileField(
        _("file"), blank=True, storage=storage.originals, help_text=_("An archived copy, staff only.")
    )
    sha256 = models.CharField(
        _("sha256"),
        max_length=64,
        blank=True,
        validators=[validate_sha256],
        help_text=_("Checksum (SHA-256) of the archived copy."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
