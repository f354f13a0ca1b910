"""Cases: each one documented captivity or incident."""

from django.db import models

from archive.models.records.record import Record
from archive.vocabularies import CaseKind, Scheme


class Case(Record):
    """One documented captivity or incident; its date is when somebody was captured, or when it happened."""

    noun = "cases"
    prefix = "CAS"
    protection = Record.protection.extended(shown=("kind", "captured_by", "acts"))
    labels = {"date": "When"}

    kind = models.CharField(max_length=24, choices=CaseKind, help_text="What sort of case it is.")
    captured_by = models.ForeignKey(
        "archive.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="captures",
        help_text="Who took the captives, as the sources say.",
    )
    acts = models.ManyToManyField(
        "archive.Term",
        blank=True,
        related_name="cases",
        limit_choices_to={"scheme": Scheme.ACTS},
        help_text="What sources say was done.",
    )
