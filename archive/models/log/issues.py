"""The public log: which record a stranger reads otherwise than before, since which day, and nothing else.

It is added to only where what anybody may read of a record changed; a change of what is hidden leaves no trace in it.
`archive.domain.public_log` writes it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Self

from django.db import connection, models
from django.db.models.functions import Random
from django.utils import timezone

from archive.models.base.accessions import Accession
from archive.models.base.chunks import chunks
from archive.models.base.compiled_queries import compiled
from archive.models.base.types import Rows
from archive.vocabularies import IssueKind

SALT_BYTES = 16
CHANGING_KINDS = (IssueKind.OPENED.value, IssueKind.CHANGED.value)  # after which a record says something else


class LastIssue(NamedTuple):
    """What the last issue of a record says."""

    what: str
    commitment: str


class IssueQuerySet(models.QuerySet["Issue"]):
    def last_of(self, references: Sequence[str]) -> dict[str, LastIssue]:
        """What the last issue says of each of ``references`` that has one."""
        rows = _issues_of.values(references)
        return {subject: LastIssue(what, commitment) for subject, what, commitment, _ in rows}

    def days_of_change(self, references: Sequence[str]) -> dict[str, date]:
        """The day since which each of ``references`` reads as it does, for anyone.

        What nobody may read is left out, and what has not changed since the log began.
        """
        found: dict[str, date] = {}
        for subject, what, _, day in _issues_of.values(references):
            if what in CHANGING_KINDS:
                found[subject] = date.fromisoformat(str(day))
            elif what != IssueKind.STATED:
                found.pop(subject, None)
        return found

    def append(self, entries: Iterable[tuple[str, str, str, bool]]) -> None:
        """Add an issue for each of ``entries``; the log is held.

        An entry is a reference, what became of it, a commitment, and whether what links to it is counted otherwise.
        """
        last = self.aggregate(last=models.Max("number"))["last"] or 0
        day = connection.ops.adapt_datefield_value(timezone.now().date())
        rows = [(last + 1 + n, day, *entry) for n, entry in enumerate(entries)]
        with connection.cursor() as cursor:  # a hundred thousand of them: past the layer that makes objects
            cursor.executemany(
                "INSERT INTO archive_issue (number, day, subject_id, what, commitment, recounts) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                rows,
            )

    def latest_ones(self) -> Self:
        """The last issue of every record that ever had one."""
        later = Issue.objects.filter(subject=models.OuterRef("subject"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later))

    def update(self, **values: object) -> int:
        raise TypeError("The public log is only ever added to.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The public log is only ever added to.")


class Issue(models.Model):
    """One entry of the public log: that a record reads otherwise than before, for whoever has no account.

    Issues are numbered without gaps in the order in which they are committed, and those of one write in no order. They
    bear the day (UTC) and no time: nobody is to tell from them what one edit changed together.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    subject = models.ForeignKey(  # indexed below, with the number
        Accession, on_delete=models.PROTECT, related_name="issues", db_index=False
    )
    day = models.DateField()
    what = models.CharField(max_length=7, choices=IssueKind)
    commitment = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the salt of its record and of the reading; empty when closed."
    )
    recounts = models.BooleanField(
        default=False,
        help_text="Whether more than its words changed, so that what links to it may be counted otherwise. Never told.",
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["subject", "number"], name="issues_of_a_record")]

    def __str__(self):
        return f"{self.number} {self.subject_id} {self.what}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The public log is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The public log is only ever added to.")


@compiled
def _issues_of(references: list[str]) -> Rows:
    """The issues of ``references``, the last one of each last."""
    rows = Issue.objects.filter(subject__in=references).order_by("number")
    return rows.values_list("subject_id", "what", "commitment", "day")


class ReadingSaltQuerySet(models.QuerySet["ReadingSalt"]):
    def of(self, references: Sequence[str]) -> dict[str, str]:
        """The salt of each of ``references`` that has one."""
        return {subject: salt for subject, salt in _salts_of.values(references)}  # noqa: C416 – of two, as mypy reads it

    def keep(self, salts: dict[str, str]) -> None:
        with connection.cursor() as cursor:
            rows = list(salts.items())
            cursor.executemany("INSERT INTO archive_readingsalt (subject_id, salt) VALUES (%s, %s)", rows)


class ReadingSalt(models.Model):
    """What the readings of one record are salted with, so that nobody can test a guess against its commitments.

    `archive.domain.erasing` destroys it with the record.
    """

    subject = models.OneToOneField(Accession, primary_key=True, on_delete=models.PROTECT, related_name="+")
    salt = models.CharField(max_length=2 * SALT_BYTES, help_text="Made at random, in hexadecimal digits.")

    objects = ReadingSaltQuerySet.as_manager()

    def __str__(self):
        return f"salt of {self.subject_id}"


@compiled
def _salts_of(references: list[str]) -> Rows:
    return ReadingSalt.objects.filter(subject__in=references).values_list("subject_id", "salt")


class DeferredReadings(NamedTuple):
    """What was deferred, and what is to be said of some of it."""

    references: list[str]
    recounting: set[str]
    restated: set[str]


class PendingReadingQuerySet(models.QuerySet["PendingReading"]):
    def in_order(self, limit: int) -> list[tuple[str, float, bool]]:
        """The first ``limit`` deferred records: the reference of each, its rank, and whether it has an issue."""
        rows = self.annotate(is_told=models.Exists(Issue.objects.filter(subject=models.OuterRef("pk"))))
        return list(rows.order_by("rank").values_list("pk", "rank", "is_told")[:limit])

    def defer_anew(self, references: Collection[str]) -> set[str]:
        """Give those of ``references`` that are deferred another rank, and return them: they were written again."""
        found: set[str] = set()
        for some in chunks(sorted(references)):
            waiting = [row[0] for row in _deferred_of.values(some)]
            if waiting:
                self.filter(pk__in=waiting).update(rank=Random(), is_restated=False, recounts=True)
                found.update(waiting)
        return found

    def take(self, ranks: Mapping[str, float]) -> DeferredReadings:
        """Take away those that are deferred with the same rank as in ``ranks``."""
        rows = [row for row in _deferred_of.values(sorted(ranks)) if row[1] == ranks[row[0]]]
        for some in chunks([subject for subject, _, _, _ in rows]):
            self.filter(pk__in=some)._raw_delete(self.db)
        return DeferredReadings(
            [subject for subject, _, _, _ in rows],
            {subject for subject, _, recounts, _ in rows if recounts},
            {subject for subject, _, _, is_restated in rows if is_restated},
        )


class PendingReading(models.Model):
    """A record that may read otherwise since a large write, and is still to be compared with its last issue."""

    subject = models.OneToOneField(Accession, primary_key=True, on_delete=models.PROTECT, related_name="+")
    rank = models.FloatField(
        help_text="From 0 to 1, made at random whenever the record is deferred: issues are appended in its order."
    )
    is_restated = models.BooleanField(
        default=False, help_text="Whether nothing was written: the log began, or readings took another format."
    )
    recounts = models.BooleanField(default=False, help_text="As of an issue.")

    objects = PendingReadingQuerySet.as_manager()

    def __str__(self):
        return f"{self.subject_id} is to be compared"


@compiled
def _deferred_of(references: list[str]) -> Rows:
    rows = PendingReading.objects.filter(subject__in=references)
    return rows.values_list("subject_id", "rank", "recounts", "is_restated")


class PublicLogState(models.Model):
    """Up to where the public log is brought, besides the changes: the only row has the key 1."""

    day = models.DateField(help_text="The last day (UTC) of which all that the calendar opens has been taken in.")
    reading_format = models.CharField(max_length=40, help_text="Of the readings to which the last issues commit.")

    def __str__(self):
        return f"the public log, up to {self.day:%-d %B %Y}"
