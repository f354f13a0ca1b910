"""Video evidence: recordings that show what was done."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

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
    labels = {"date": "Filmed on", "first_seen": "First seen", "acts": "Acts depicted", "places": "Filmed at"}
    search_fields = ("title", "summary", "extent")

    extent = models.CharField(
        max_length=200, blank=True, help_text="How much it is, in the source's words: “more than 20 videos”."
    )
    platform = models.ForeignKey(
        "archive.Term",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="videos_on_it",
        limit_choices_to={"scheme": Scheme.PLATFORMS},
        help_text="Where it was posted.",
    )
    address = AddressField(max_length=500, blank=True, help_text="Where it was posted. For the desk alone.")
    first_seen = ImpreciseDateField(help_text="When it was first seen in public.")
    duration = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_DURATION)],
        help_text="Length in seconds.",
    )
    acts = models.ManyToManyField(
        "archive.Term",
        blank=True,
        related_name="videos",
        limit_choices_to={"scheme": Scheme.ACTS},
        help_text="What sources say it shows.",
    )
    cases = models.ManyToManyField("archive.Case", blank=True, related_name="videos", help_text="The cases it shows.")
    still = models.ImageField(
        blank=True,
        storage=storage.originals,
        validators=[images.validate],
        help_text="One picture from it. Nobody off the desk sees it until a ground is recorded.",
    )
    still_hash = PerceptualHashField(of="still")
    still_redacted = models.ImageField(
        blank=True,
        editable=False,
        storage=storage.originals,
        help_text="The picture with parts of it destroyed. Where there is one, the original is for the desk alone.",
    )
    file = models.FileField(blank=True, storage=storage.originals, help_text="The recording, for the desk.")
    sha256 = models.CharField(
        max_length=64, blank=True, validators=[validate_sha256], help_text="Checksum (SHA-256) of the recording."
    )
    showing_ground = ProseField(
        blank=True,
        help_text="Why the still may be shown, prisoners in it being identifiable or not (Geneva Convention III, "
        "article 13). Empty: it is not shown.",
    )

    class Meta:
        verbose_name = "video record"
        verbose_name_plural = "video evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(duration__isnull=True) | Q(duration__range=(1, MAX_DURATION)),
                name="a_recording_lasts_up_to_a_week",
            )
        ]
