"""Assessments: who examined a recording, and what they concluded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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

    video = models.ForeignKey(
        "archive.VideoEvidence", verbose_name=_("video"), on_delete=models.PROTECT, related_name="assessments"
    )
    assessor = models.ForeignKey(
        "archive.Organisation",
        verbose_name=_("assessor"),
        on_delete=models.PROTECT,
        related_name="assessments",
        help_text=_("Who examined it."),
    )
    conclusions = models.ManyToManyField(
        "archive.Term",
        verbose_name=_("conclusions"),
        blank=True,
        related_name="assessments",
        limit_choices_to={"scheme": Scheme.CONCLUSIONS},
        help_text=_("What they concluded, in kind."),
    )
    findings = ProseField(_("findings"), blank=True, help_text=_("What they concluded, in the archive's own words."))
    method = models.CharField(
        _("method"), max_length=300, blank=True, help_text=_("How they examined it, if they say so.")
    )
    date = ImpreciseDateField(_("date"), help_text=_("When they published it."))
    citation = models.ForeignKey(
        "archive.Citation",
        verbose_name=_("citation"),
        on_delete=models.PROTECT,
        related_name="assessments",
        help_text=_("The source, and where it says so."),
    )

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["accession__number"]

    def __str__(self):
        return f"{self.assessor_id}, {self.video_id}"
