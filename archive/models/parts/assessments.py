"""Assessments: who examined a recording, and what they concluded."""

from django.db import models

from archive.models.base.fields import ImpreciseDateField
from archive.models.base.protection import PartProtection
from archive.models.log.mentions import ProseField
from archive.models.parts.part import Part
from archive.vocabularies import Scheme


class Assessment(Part):
    """What one organisation concluded from examining one recording."""

    noun = "assessments"
    prefix = "ASM"
    parent_field = "video"
    protection = PartProtection(
        shown=("video", "assessor", "findings", "method", "date", "citation", "conclusions"),
        seen_with=("video", "citation__source", "assessor"),
    )

    video = models.ForeignKey("archive.VideoEvidence", on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(
        "archive.Organisation", on_delete=models.PROTECT, related_name="assessments", help_text="Who examined it."
    )
    conclusions = models.ManyToManyField(
        "archive.Term",
        blank=True,
        related_name="assessments",
        limit_choices_to={"scheme": Scheme.CONCLUSIONS},
        help_text="What they concluded, in kind.",
    )
    findings = ProseField(blank=True, help_text="What they concluded, in the archive's own words.")
    method = models.CharField(max_length=300, blank=True, help_text="How they examined it, if they say so.")
    date = ImpreciseDateField(help_text="When they published it.")
    citation = models.ForeignKey(
        "archive.Citation", on_delete=models.PROTECT, related_name="assessments", help_text="Who says so, and where."
    )

    class Meta:
        ordering = ["accession__number"]

    def __str__(self):
        return f"{self.assessor_id}, {self.video_id}"
