"""Erasures: the receipts of what was destroyed because the law demands it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from archive.models.base.accessions import Accession


class Erasure(models.Model):
    """The receipt of one erasure: what went, in numbers, and on whose decision. It holds nothing of what was erased."""

    subject = models.ForeignKey(Accession, on_delete=models.PROTECT, related_name="erasures")
    created_at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, help_text="On whose decision, and its number. Nothing of what was erased.")
    was_public = models.BooleanField(help_text="Whether its address may tell that something stood there.")
    rows = models.PositiveIntegerField(help_text="Rows destroyed, the record's own and those that hung on it.")
    states = models.PositiveIntegerField(help_text="States destroyed in the log.")
    files = models.PositiveIntegerField(help_text="Files destroyed.")
    links = models.PositiveIntegerField(help_text="Links and mentions of other records that were cut.")

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return (
            f"{self.subject_id} was erased on {self.created_at:%-d %B %Y, %H:%M} UTC: {self.rows} rows, "
            f"{self.states} states of the log and {self.files} files were destroyed, and {self.links} links to it cut. "
            f"{self.note}"
        )
