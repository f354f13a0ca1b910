"""Events: dated things that the other records need."""

from django.db import models

from archive.models.records.record import Record
from archive.vocabularies import EventKind


class Event(Record):
    """One dated thing that others refer to: hostilities, an agreement, a campaign, a protest, a publication."""

    noun = "events"
    prefix = "EVE"
    protection = Record.protection.extended(shown=("kind", "organisers"))
    labels = {"organisers": "Carried out by"}

    kind = models.CharField(max_length=12, choices=EventKind, help_text="What sort of event it is.")
    organisers = models.ManyToManyField(
        "archive.Organisation", blank=True, related_name="events", help_text="Who carried it out, as sources say."
    )
