"""Citations: where a source says what a record says."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.base.fields import ImpreciseDateField
from archive.models.base.protection import PartProtection
from archive.models.log.mentions import ProseField
from archive.models.parts.part import GenericPart


class Citation(GenericPart):
    """One place in one source on which a record, or one field of it, rests."""

    noun = "citations"
    prefix = "CIT"
    protection = PartProtection(  # the source of a protected subject is shown, its words are not
        shown=("subject", "source", "reported_by", "reported_on"),
        seen_with=("subject", "source"),
        masked_with={"subject": ("locator", "quotation")},
        masked_with_field=("field", "locator", "quotation"),
    )

    source = models.ForeignKey(
        "archive.Source",
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="citations",
        help_text=_("The publication that says it."),
    )
    locator = models.CharField(
        _("locator"),
        max_length=300,
        blank=True,
        help_text=_("Where in the source: a page, a section, a row, a minute."),
    )
    field = models.CharField(
        _("field"),
        max_length=40,
        blank=True,
        help_text=_("The field that this supports, such as date. Empty for the whole record."),
    )
    quotation = ProseField(_("quotation"), blank=True, help_text=_("The source's own words, kept short."))
    reported_by = models.ForeignKey(
        "archive.Organisation",
        verbose_name=_("reported by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="relayed_citations",
        help_text=_("Whose words or findings the source reports, if not its own."),
    )
    reported_on = ImpreciseDateField(
        _("reported on"), help_text=_("When they were first said or published, if the source says so.")
    )

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["accession__number"]

    def __str__(self):
        return f"{self.reference}: {self.source_id}, {self.subject_id}"
