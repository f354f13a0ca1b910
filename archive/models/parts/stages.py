"""Stages: the dated steps of a legal proceeding."""

from django.db import models

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

    proceeding = models.ForeignKey("archive.LegalProceeding", on_delete=models.PROTECT, related_name="stages")
    step = models.CharField(max_length=20, choices=StageStep, help_text="What happened.")
    date = ImpreciseDateField(help_text="When, as the source gives it.")
    note = models.CharField(max_length=300, blank=True, help_text="What the source adds.")
    citation = models.ForeignKey(
        "archive.Citation", on_delete=models.PROTECT, related_name="stages", help_text="Who says so, and where."
    )

    class Meta:
        ordering = ["accession__number"]

    def __str__(self):
        return f"{self.proceeding_id} {self.get_step_display()} {self.date}".strip()
