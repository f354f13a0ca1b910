"""Video evidence: recordings that show what was done."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.media import images, storage
from archive.models.base.fields import AddressField, ImpreciseDateField, PerceptualHashField
from archive.models.base.protection import Masked
from archive.models.base.strictness import either, first_of_both
from archive.models.base.validators import validate_sha256
from archive.models.log.mentions import ProseField
from archive.models.records.record import Record
from archive.vocabularies import Scheme

MAX_DURATION = 7 * 24 * 60 * 60


class VideoEvidence(Record):
    """One recording, or one set that a source treats as one; its date is when it was filmed."""

    noun = "videos"
    prefix = "VID"
    protection = Record.protection.extended(
        shown=("extent", "platform", "first_seen", "duration", "acts", "cases"),
        masked=(
            Masked(("file", "sha256", "address", "showing_ground")),
            Masked(("still", "still_redacted"), unless=~Q(showing_ground="")),
            Masked(("still",), unless=Q(still_redacted="")),
        ),
        guards={"showing_ground": first_of_both, "still_redacted": either},
    )
    labels = {
        "date": _("Filmed on"),
        "first_seen": _("First seen"),
        "acts": _("Acts depicted"),
        "places": _("Filmed at"),
    }
    search_fields = ("title", "summary", "extent")

    extent = models.CharField(
        _("extent"),
        max_length=200,
        blank=True,
        help_text=_("How much it is, in the source's words: “more than 20 videos”."),
    )
    platform = models.ForeignKey(
        "archive.Term",
        verbose_name=_("platform"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="videos_on_it",
        limit_choices_to={"scheme": Scheme.PLATFORMS},
        help_text=_("Where it was posted."),
    )
    address = AddressField(_("address"), max_length=500, blank=True, help_text=_("Where it was posted. Staff only."))
    first_seen = ImpreciseDateField(_("first seen"), help_text=_("When it was first seen in public."))
    duration = models.PositiveIntegerField(
        _("duration"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_DURATION)],
        help_text=_("Length in seconds."),
    )
    acts = models.ManyToManyField(
        "archive.Term",
        verbose_name=_("acts"),
        blank=True,
        related_name="videos",
        limit_choices_to={"scheme": Scheme.ACTS},
        help_text=_("What sources say it shows."),
    )
    cases = models.ManyToManyField(
        "archive.Case", verbose_name=_("cases"), blank=True, related_name="videos", help_text=_("The cases it shows.")
    )
    still = models.ImageField(
        _("still"),
        blank=True,
        storage=storage.originals,
        validators=[images.validate],
        help_text=_("One picture from it. Hidden from the public until a reason is recorded."),
    )
    still_hash = PerceptualHashField(of="still")
    still_redacted = models.ImageField(
        _("still redacted"),
        blank=True,
        editable=False,
        storage=storage.originals,
        help_text="The picture with parts of it destroyed. Where there is one, the original is for the desk alone.",
    )
    file = models.FileField(_("file"), blank=True, storage=storage.originals, help_text=_("The recording, staff only."))
    sha256 = models.CharField(
        _("sha256"),
        max_length=64,
        blank=True,
        validators=[validate_sha256],
        help_text=_("Checksum (SHA-256) of the recording."),
    )
    showing_ground = ProseField(
        _("reason for showing"),
        blank=True,
        help_text=_(
            "Why the still may be shown, prisoners in it being identifiable or not (Geneva Convention III, "
            "article 13). Empty: it is not shown."
        ),
    )

    class Meta:
        verbose_name = _("video record")
        verbose_name_plural = _("video evidence")
        constraints = [
            models.CheckConstraint(
                condition=Q(duration__isnull=True) | Q(duration__range=(1, MAX_DURATION)),
                name="a_recording_lasts_up_to_a_week",
            )
        ]
