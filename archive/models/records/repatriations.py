"""Repatriations: each one hand-over of people who were held."""

from django.core.validators import MinValueValidator
from django.db import models

from archive.models.records.record import Record


class Repatriation(Record):
    """One hand-over; its date is the day of it."""

    noun = "repatriations"
    prefix = "REP"
    protection = Record.protection.extended(shown=("number", "counted_as", "mediators", "people", "cases"))
    labels = {"date": "Anything over on", "number": "Number handed over", "mediators": "Mediated by"}

    number = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="How many were handed over. Empty where no source counts them.",
    )
    counted_as = models.CharField(
        max_length=100, blank=True, help_text="Whom the number counts, in the source's own word: “POWs”."
    )
    mediators = models.ManyToManyField(
        "archive.Organisation", blank=True, related_name="mediated_repatriations", help_text="Who mediated it."
    )
    people = models.ManyToManyField(
        "archive.Person", blank=True, related_name="repatriations", help_text="Who was handed over, as far as is known."
    )
    cases = models.ManyToManyField("archive.Case", blank=True, related_name="repatriations", help_text="Their cases.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__isnull=True) | models.Q(number__gte=1), name="a_hand_over_is_of_someone"
            )
        ]
