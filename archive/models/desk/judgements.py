"""What somebody who compared two records said of them: the same, different or undecided, and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from archive.models.base.accessions import Accession
from archive.vocabularies import DuplicateVerdict


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def of(self, one: str, other: str):
        """Those on this pair, whichever is named first, the latest first."""
        first, second = sorted((one, other))
        return self.filter(first=first, second=second).select_related("user").order_by("-created_at", "-pk")

    def different_from(self, reference: str) -> set[str]:
        """The references that were last called different from ``reference``."""
        last = {}
        for judgement in self.filter(models.Q(first=reference) | models.Q(second=reference)).order_by(
            "created_at", "pk"
        ):
            other = judgement.second_id if judgement.first_id == reference else judgement.first_id
            last[other] = judgement.verdict
        return {other for other, verdict in last.items() if verdict == DuplicateVerdict.DIFFERENT}


class Judgement(models.Model):
    """One judgement on one pair, whose references stand in order. The last one counts; the earlier ones are kept."""

    first = models.ForeignKey(Accession, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Accession, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=DuplicateVerdict)
    reason = models.CharField(max_length=500)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["first", "second"])]

    def __str__(self):
        return f"{self.first_id} and {self.second_id}: {self.get_verdict_display()}"
