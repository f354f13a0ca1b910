"""Batches: tables that were handed in, row by row as they stood, and what becomes or became of each row.

A batch is kept whatever becomes of it. Nothing of it touches a record until somebody applies it.
"""

from collections.abc import Iterator
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from archive.models.access.viewers import viewer_for
from archive.models.base.registry import RegisteredModel, model_for, registered_models
from archive.models.base.states import stored_fields
from archive.models.log.changes import Change
from archive.vocabularies import BatchStatus, ChangeAction, Role, RowOutcome

WORKED_ON = (BatchStatus.CHECKING, BatchStatus.APPLYING, BatchStatus.UNDOING)


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user):
        """Those that ``user`` may look into: their own, and for reviewers those that wait; for stewards, all.

        A batch holds what its file says of anybody: once it was applied, it is with the stewards and whoever sent it.
        Which of its rows they may see is asked of each row (`archive.imports.batch.visible_rows`).
        """
        if viewer_for(user).sees_everything:
            return self
        own = models.Q(user=user.pk) | models.Q(applied_by=user.pk)
        if Role.REVIEWER in user.roles:
            return self.filter(own | models.Q(status=BatchStatus.READY, user__is_steward=False))
        return self.filter(own)

    def to_work_on(self) -> Self:
        return self.filter(status__in=WORKED_ON).order_by("pk")


class Batch(models.Model):
    """One delivery of tables, from one person, that is applied or undone as a whole."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=100, help_text="What was handed in: the name of the file.")
    status = models.CharField(max_length=10, choices=BatchStatus, default=BatchStatus.ASKING)
    message = models.TextField(blank=True, help_text="Why it stands as it does, where that needs words.")
    language = models.CharField(
        max_length=12,
        default=settings.LANGUAGE_CODE,
        help_text="That of whoever last asked for something: what is told of it is told in it.",
    )
    only_exact = models.BooleanField(default=False, help_text="Whether columns that are not known are refused.")
    auto_create = models.JSONField(
        default=dict, help_text="Nouns of which what is not known is made new, and of what kind: of this batch alone."
    )
    tries = models.PositiveSmallIntegerField(default=0, help_text="Times that a worker began on what is to be done.")
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    revisions = models.ManyToManyField("archive.Revision", related_name="batches")
    first_change = models.BigIntegerField(null=True, help_text="The first of its changes in the log.")
    last_change = models.BigIntegerField(null=True, help_text="The last of them: while it was applied, nobody else's.")

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "batches"

    def __str__(self):
        return f"batch {self.pk}: {self.name}"

    def count(self, *outcomes: str) -> int:
        return sum(
            file.counts.get(outcome, 0) for file in self.files.all() for outcome in outcomes or RowOutcome.values
        )

    def uploaded_files(self) -> models.QuerySet:
        """Its tables that came in a file; the others hold what it makes new."""
        return self.files.exclude(stored="")

    @property
    def is_worked_on(self) -> bool:
        return self.status in WORKED_ON

    def rows(self) -> "BatchRowQuerySet":
        return BatchRow.objects.filter(file__batch=self)


class BatchFile(models.Model):
    """One table of a batch: the bytes that were handed in, how they are read, and how far they were checked."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField(help_text="Its place in the order in which the tables are taken.")
    noun = models.CharField(max_length=24)
    name = models.CharField(max_length=200)
    stored = models.CharField(
        max_length=80, blank=True, help_text="Under which name its bytes are kept; empty where it came from no file."
    )
    member = models.CharField(max_length=300, blank=True, help_text="Its name within a ZIP.")
    sha256 = models.CharField(max_length=64, blank=True)
    reading = models.JSONField(default=dict, help_text="Kind, encoding, separator and quoting.")
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    samples = models.JSONField(default=list, help_text="The cells of its first rows, to show what its columns hold.")
    known_as = models.CharField(max_length=100, blank=True, help_text="The named mapping by which it is read.")
    links_within = models.BooleanField(default=False, help_text="Whether rows link to rows of the same batch.")
    total = models.PositiveIntegerField(default=0, help_text="Rows in it.")
    done = models.PositiveIntegerField(default=0, help_text="The number of the last row that was checked.")
    counts = models.JSONField(default=dict)
    unknown = models.JSONField(default=dict, help_text="By column, values that are not known, and how often.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="a_batch_takes_one_file_at_a_time")]

    def __str__(self):
        return self.name

    @property
    def kind(self) -> str:
        """What its rows are, in words; "" where that is not known."""
        return str(self.model._meta.verbose_name_plural) if self.noun else ""

    @cached_property
    def model(self) -> type[RegisteredModel]:
        return model_for(self.noun)


class BatchRowQuerySet(models.QuerySet["BatchRow"]):
    def new_or_changed(self):
        return self.filter(outcome__in=(RowOutcome.NEW, RowOutcome.CHANGED))

    def applied(self):
        return self.filter(file__batch__status=BatchStatus.APPLIED)

    def applied_to(self, reference: str):
        """The rows of applied batches from which the record of ``reference`` came, or its parts."""
        return self.applied().new_or_changed().filter(subject=reference).select_related("file__batch").order_by("pk")


class BatchRow(models.Model):
    """One row of a table, as it stood there, and what it makes of the record that it speaks of."""

    file = models.ForeignKey(BatchFile, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="In the file, the headings being row 1.")
    outcome = models.CharField(max_length=8, choices=RowOutcome)
    reference = models.CharField(max_length=16, blank=True, help_text="Of its record; empty until it is given one.")
    subject = models.CharField(max_length=16, blank=True, db_index=True, help_text="The record that it is part of.")
    key = models.CharField(max_length=160, blank=True, help_text="By what the row is known again, if not a reference.")
    cells = models.TextField(help_text="The cells as they stand in the file: a JSON list.")
    before = models.TextField(blank=True, help_text="How the record read: canonical JSON.")
    state = models.TextField(blank=True, help_text="How the row has it: canonical JSON.")
    problems = models.TextField(
        blank=True, help_text="Why it is refused: a JSON list of column, value, expected, nearest."
    )

    objects = BatchRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="a_row_is_staged_once")]
        indexes = [
            models.Index(fields=["file", "outcome", "number"], name="batch_rows_by_outcome"),
            models.Index(fields=["key"], condition=~models.Q(key=""), name="batch_rows_by_key"),
        ]

    def __str__(self):
        return f"row {self.number} of {self.file}"

    @property
    def placeholder(self) -> str:
        """What links to this row say until it is given a reference."""
        return placeholder(self.file.position, self.number)


class Mapping(models.Model):
    """A named way of reading the columns of a table of one noun, kept for the next file of the same making."""

    noun = models.CharField(max_length=24)
    name = models.CharField(max_length=100, help_text="What you call it, such as who sends these files.")
    mapping = models.JSONField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["noun", "name"]
        constraints = [models.UniqueConstraint(fields=["noun", "name"], name="a_mapping_has_a_name_of_its_own")]

    def __str__(self):
        return self.name


def placeholder(position: int, number: int) -> str:
    """What stands for a row that has no reference yet: the place of its file in the batch, and its number there."""
    return f"#{position}:{number}"


def links_of(model: type[RegisteredModel]) -> list[str]:
    """The names of the fields by which rows of ``model`` link to others."""
    return [field.name for field in (*stored_fields(model), *model._meta.many_to_many) if field.is_relation]


def placeholders_in(state: dict, links: list[str]) -> Iterator[str]:
    """What stands in the ``links`` of ``state`` for rows that have no reference yet."""
    for name in links:
        value = state[name]
        for one in value if isinstance(value, list) else (value,):
            if one and one[0] == "#":
                yield one


def log_new_rows(batch: Batch, user, reason: str) -> models.QuerySet[BatchRow]:
    """Log every new record of ``batch`` as its row has it, within the database; whoever calls holds the log.

    A record on which other rows of the batch hang is left out: its state has those, too, and it was touched. Return a
    query for the rows of those that were logged.
    """
    rows = BatchRow.objects.filter(file__batch=batch, outcome=RowOutcome.NEW)
    hooked = [model.noun for model in registered_models() if model.parent_field]
    hanging = rows.filter(file__noun__in=hooked)
    rows = rows.exclude(file__noun__in=hooked)
    if hanging.exists():
        rows = rows.exclude(subject__in=hanging.values("subject"))
    states = rows.order_by("pk").values_list("reference", "state")
    Change.objects.append_all(states, user, reason, str(batch), ChangeAction.SAVED)
    return rows
