"""Custody steps: what is documented of a person's captivity, step by step."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.base.fields import ImpreciseDateField
from archive.models.base.protection import PartProtection
from archive.models.parts.part import Part
from archive.vocabularies import CustodyStepKind


class CustodyStep(Part):
    """One documented step of one person's captivity. Where somebody is now is derived from these, never entered."""

    noun = "custody-steps"
    prefix = "CUS"
    parent_field = "person"
    protection = PartProtection(
        shown=("person", "step", "date", "place", "citation"),
        seen_with=("person", "citation__source"),
        masked_with={"person": ("note",)},
    )

    person = models.ForeignKey(
        "archive.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="custody_steps"
    )
    step = models.CharField(_("step"), max_length=16, choices=CustodyStepKind, help_text=_("What happened."))
    date = ImpreciseDateField(_("date"), help_text=_("When, as the source gives it."))
    place = models.ForeignKey(
        "archive.Place",
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="custody_steps",
        help_text=_("Where, or where to."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("What the source adds."))
    citation = models.ForeignKey(
        "archive.Citation",
        verbose_name=_("citation"),
        on_delete=models.PROTECT,
        related_name="custody_steps",
        help_text=_("The source, and where it says so."),
    )

    class Meta:
        verbose_name = _("custody step")
        verbose_name_plural = _("custody steps")
        ordering = ["accession__number"]

    def __str__(self):
        return f"{self.person_id} {self.get_step_display()} {self.date}".strip()
