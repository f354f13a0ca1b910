"""Legal proceedings: matters before a court or another forum."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.log.mentions import ProseField
from archive.models.records.record import Record
from archive.vocabularies import ProceedingKind, Scheme


class LegalProceeding(Record):
    """One matter before one forum; its date is when it began."""

    noun = "proceedings"
    prefix = "PRO"
    protection = Record.protection.extended(shown=("kind", "forum", "charge", "outcome", "cases"))
    labels = {"date": _("Began")}
    search_fields = ("title", "summary", "charge")

    kind = models.CharField(
        _("kind"), max_length=24, choices=ProceedingKind, help_text=_("What sort of proceeding it is.")
    )
    forum = models.ForeignKey(
        "archive.Organisation",
        verbose_name=_("forum"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proceedings",
        help_text=_("The court or body that it is before, if a source names it."),
    )
    charge = ProseField(
        _("charge"), blank=True, help_text=_("What is charged or complained of, in the source's words.")
    )
    outcome = models.ForeignKey(
        "archive.Term",
        verbose_name=_("outcome"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proceedings",
        limit_choices_to={"scheme": Scheme.OUTCOMES},
        help_text=_("How it ended, if a source says so."),
    )
    cases = models.ManyToManyField(
        "archive.Case", verbose_name=_("cases"), blank=True, related_name="proceedings", help_text=_("Its cases.")
    )

    class Meta:
        verbose_name = _("proceeding")
        verbose_name_plural = _("proceedings")
