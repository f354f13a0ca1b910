"""Merges: that one record was merged into another, and each write that did it."""

import json

from django.conf import settings
from django.db import models
from django.utils import timezone

from archive.models.base.accessions import Accession


class Merge(models.Model):
    """That one record was merged into another: by whom, why, and the undo log of all that was written."""

    kept = models.ForeignKey(Accession, on_delete=models.PROTECT, related_name="took_in")
    absorbed = models.ForeignKey(Accession, on_delete=models.PROTECT, related_name="went_into")
    note = models.CharField(max_length=500, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    undo_log = models.TextField(help_text="Each write, in canonical JSON, in order.")
    kept_state = models.TextField(help_text="The kept record's own state as the merge left it, in canonical JSON.")
    unmerged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    unmerged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return f"{self.absorbed_id} into {self.kept_id}"

    @property
    def entries(self) -> list[dict]:
        """The undo log, entry by entry."""
        return json.loads(self.undo_log)
