"""Legal proceedings: matters before a court or another forum."""

from django.db import models

from archive.models.log.mentions import ProseField
from archive.models.records.record import Record
from archive.vocabularies import ProceedingKind, Scheme


class LegalProceeding(Record):
    """One matter before one forum; its date is when it began."""

    noun = "proceedings"
    prefix = "PRO"
    protection = Record.protection.extended(shown=("kind", "forum", "charge", "outcome", "cases"))
    labels = {"date": "Began"}
    search_fields = ("title", "summary", "charge")

    kind = models.CharField(max_length=24, choices=ProceedingKind, help_text="What sort of proceeding it is.")
    forum = models.ForeignKey(
        "archive.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proceedings",
        help_text="The court or body that it is before, if a source names it.",
    )
    charge = ProseField(blank=True, help_text="What is charged or complained of, in the source's words.")
    outcome = models.ForeignKey(
        "archive.Term",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proceedings",
        limit_choices_to={"scheme": Scheme.OUTCOMES},
        help_text="How it ended, if a source says so.",
    )
    cases = models.ManyToManyField("archive.Case", blank=True, related_name="proceedings", help_text="Its cases.")
