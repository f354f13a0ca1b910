"""Stages: the dated steps of a legal proceeding."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.base.fields import ImpreciseDateField
from archive.models.base.protection import PartProtection
from archive.models.parts.part import Part
from archive.vocabularies import StageStep


class Stage(Part):
    """One dated step of one proceeding."""

    noun = "stages"
    prefix = "STG"
    parent_field = "proceeding"
    protection = PartProtection(
        shown=("proceeding", "step", "date", "note", "citation"), seen_with=("proceeding", "citation__source")
    )

    proceeding = models.ForeignKey(
        "archive.LegalProceeding", verbose_name=_("proceeding"), on_delete=models.PROTECT, related_name="stages"
    )
    step = models.CharField(_("step"), max_length=20, choices=StageStep, help_text=_("What happened."))
    date = ImpreciseDateField(_("date"), help_text=_("When, as the source gives it."))
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("What the source adds."))
    citation = models.ForeignKey(
        "archive.Citation",
        verbose_name=_("citation"),
        on_delete=models.PROTECT,
        related_name="stages",
        help_text=_("The source, and where it says so."),
    )

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["accession__number"]

    def __str__(self):
        return f"{self.proceeding_id} {self.get_step_display()} {self.date}".strip()
