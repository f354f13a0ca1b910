"""Diplomatic statements: what states and institutions said, called for, adopted or disputed."""

from django.db import models

from archive.models.log.mentions import ProseField
from archive.models.records.record import Record
from archive.vocabularies import Scheme


class DiplomaticStatement(Record):
    """One statement, resolution, motion, amendment or call; its date is when it was issued."""

    noun = "statements"
    prefix = "STA"
    protection = Record.protection.extended(
        shown=("issuer", "speaker", "speaker_label", "form", "text", "addressees", "positions", "cases")
    )
    labels = {"date": "Issued on", "issuer": "Issued by", "speaker_label": "Spoken by", "addressees": "Addressed to"}
    search_fields = ("title", "summary", "speaker_label", "text")

    issuer = models.ForeignKey(
        "archive.Organisation",
        on_delete=models.PROTECT,
        related_name="statements",
        help_text="The body that issued it. Its country may be unknown.",
    )
    speaker = models.ForeignKey(
        "archive.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        help_text="The person who spoke, in an office.",
    )
    speaker_label = models.CharField(
        max_length=200, blank=True, help_text="A described group or office in place of a person: “UN experts”."
    )
    form = models.ForeignKey(
        "archive.Term",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements_of_this_form",
        limit_choices_to={"scheme": Scheme.FORMS},
        help_text="A statement, a resolution, a motion, an amendment, a call.",
    )
    addressees = models.ManyToManyField(
        "archive.Organisation", blank=True, related_name="statements_received", help_text="Whom it is addressed to."
    )
    positions = models.ManyToManyField(
        "archive.Term",
        blank=True,
        related_name="statements",
        limit_choices_to={"scheme": Scheme.POSITIONS},
        help_text="What it does: calls for release, condemns, welcomes, disputes the status.",
    )
    text = ProseField(blank=True, help_text="Its own words, as far as the source quotes them.")
    cases = models.ManyToManyField(
        "archive.Case", blank=True, related_name="statements", help_text="The cases that it speaks of."
    )
