"""Cases: each one documented captivity or incident."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.records.record import Record
from archive.vocabularies import CaseKind, Scheme


class Case(Record):
    """One documented captivity or incident; its date is when somebody was captured, or when it happened."""

    noun = "cases"
    prefix = "CAS"
    protection = Record.protection.extended(shown=("kind", "captured_by", "acts"))
    labels = {"date": _("When")}

    kind = models.CharField(_("kind"), max_length=24, choices=CaseKind, help_text=_("What sort of case it is."))
    captured_by = models.ForeignKey(
        "archive.Organisation",
        verbose_name=_("captured by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="captures",
        help_text=_("Who took the captives, as the sources say."),
    )
    acts = models.ManyToManyField(
        "archive.Term",
        verbose_name=_("acts"),
        blank=True,
        related_name="cases",
        limit_choices_to={"scheme": Scheme.ACTS},
        help_text=_("What sources say was done."),
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
