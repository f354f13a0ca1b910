"""Check runs: what the checks of the whole archive found."""

from django.db import models
from django.utils import timezone


class CheckRun(models.Model):
    """One run of all checks, and what they found: the record, and in words that hold no name."""

    created_at = models.DateTimeField(default=timezone.now)
    findings = models.JSONField(default=list, help_text="Pairs: a reference, and what is wrong with it.")

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return f"{len(self.findings)} findings, {self.created_at:%-d %B %Y}"
