"""Events: dated things that the other records need."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.records.record import Record
from archive.vocabularies import EventKind


class Event(Record):
    """One dated thing that others refer to: hostilities, an agreement, a campaign, a protest, a publication."""

    noun = "events"
    prefix = "EVE"
    protection = Record.protection.extended(shown=("kind", "organisers"))
    labels = {"organisers": _("Carried out by")}

    kind = models.CharField(_("kind"), max_length=12, choices=EventKind, help_text=_("What sort of event it is."))
    organisers = models.ManyToManyField(
        "archive.Organisation",
        verbose_name=_("organisers"),
        blank=True,
        related_name="events",
        help_text=_("Who carried it out, as sources say."),
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
