"""Repatriations: each one hand-over of people who were held."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.records.record import Record


class Repatriation(Record):
    """One hand-over; its date is the day of it."""

    noun = "repatriations"
    prefix = "REP"
    protection = Record.protection.extended(shown=("number", "counted_as", "mediators", "people", "cases"))
    labels = {"date": _("Handed over on"), "number": _("Number handed over"), "mediators": _("Mediated by")}

    number = models.PositiveIntegerField(
        _("number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many were handed over. Empty where no source counts them."),
    )
    counted_as = models.CharField(
        _("counted as"),
        max_length=100,
        blank=True,
        help_text=_("Whom the number counts, in the source's own word: “POWs”."),
    )
    mediators = models.ManyToManyField(
        "archive.Organisation",
        verbose_name=_("mediators"),
        blank=True,
        related_name="mediated_repatriations",
        help_text=_("Who mediated it."),
    )
    people = models.ManyToManyField(
        "archive.Person",
        verbose_name=_("people"),
        blank=True,
        related_name="repatriations",
        help_text=_("Who was handed over, as far as is known."),
    )
    cases = models.ManyToManyField(
        "archive.Case", verbose_name=_("cases"), blank=True, related_name="repatriations", help_text=_("Their cases.")
    )

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__isnull=True) | models.Q(number__gte=1), name="a_hand_over_is_of_someone"
            )
        ]
