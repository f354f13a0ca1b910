"""Proposed revisions: what stands beside a published record until a reviewer has gone through it, field by field."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models.base.accessions import Accession
from archive.models.base.states import read_state
from archive.models.log.changes import Change, last_change, last_state
from archive.models.log.differences import Difference, compare
from archive.vocabularies import RevisionStatus

WAITING = (RevisionStatus.OPEN, RevisionStatus.QUERIED)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def waiting(self) -> Self:
        return self.filter(status__in=WAITING)

    def waiting_for(self, reference: str) -> "Revision | None":
        """The one that waits for the record of ``reference``, or ``None``."""
        return self.waiting().filter(subject_id=reference).first()


class Revision(models.Model):
    """One proposal of how a published record should read, made on top of one state of it."""

    subject = models.ForeignKey(Accession, on_delete=models.PROTECT, related_name="revisions")
    base = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+")
    state = models.TextField(help_text="The whole record as proposed, in canonical JSON.")
    note = models.CharField(max_length=500, blank=True)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=12, choices=RevisionStatus, default=RevisionStatus.OPEN)
    verdicts = models.JSONField(default=dict, help_text="By difference: the verdict, and what is said of it.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(status__in=WAITING), name="one_revision_waits_at_a_time"
            )
        ]

    def __str__(self):
        return _("revision of {reference}").format(reference=self.subject_id)

    @property
    def authors_in_words(self) -> str:
        return ", ".join(author.get_full_name() for author in self.authors.all())

    @property
    def proposed(self) -> dict:
        return read_state(self.state)

    def differences(self) -> list[Difference]:
        """What it would change of the state that it was made on."""
        return compare(read_state(self.base.state), self.proposed)

    def changed_meanwhile(self) -> dict[str, Difference]:
        """By key, what of that has changed since, otherwise than it proposes."""
        current = last_state(self.subject_id)
        since = {one.key: one for one in compare(read_state(self.base.state), current)}
        return {
            one.key: since[one.key]
            for one in self.differences()
            if one.key in since and since[one.key].after != one.after
        }

    def token(self) -> str:
        """Changes with the proposal and with the record: a page that shows an older one is out of date."""
        return f"{self.proposed_at.timestamp()}-{last_change(self.subject_id).pk}"
