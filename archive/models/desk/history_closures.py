"""History closures: up to which change the history of a record is closed to the public."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models.base.accessions import Accession
from archive.models.log.changes import Change


class HistoryClosure(models.Model):
    """That the states of a record up to one change are not to be read in public any more, and why."""

    subject = models.ForeignKey(Accession, on_delete=models.PROTECT, related_name="closings")
    until = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=500)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return _("{reference} up to {change}").format(reference=self.subject_id, change=self.until_id)
