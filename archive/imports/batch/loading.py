"""A file or a folder taken in at once: received, checked and, if no row is refused, applied. For the command line."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.base import File

from archive.imports.batch import batches, receiving, staging
from archive.imports.batch.applying import apply
from archive.imports.batch.progress import Progress
from archive.imports.files.errors import TableError
from archive.imports.folders import FILES, take_in_originals
from archive.models import Batch
from archive.vocabularies import BatchStatus, RowOutcome


@dataclass(frozen=True)
class Refusal:
    """Why one row can't be taken: where, what stands there, what was expected, and what comes close."""

    row: int
    column: str
    value: str
    expected: str
    nearest: str = ""

    def __str__(self):
        where = f"Row {self.row}, column {self.column}" if self.column else f"Row {self.row}"
        shown = self.value if len(self.value) <= 80 else f"{self.value[:77]}…"
        message = f"{where}: “{shown}”. Expected {self.expected}"
        return f"{message}. Nearest: {self.nearest}" if self.nearest else message


@dataclass
class Report:
    """What the import of one table did, or would do."""

    noun: str
    counts: Counter = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)

    def line(self) -> str:
        parts = [f"{self.counts[outcome]} {outcome}" for outcome in RowOutcome.values]
        return f"{self.noun}: {', '.join(parts)}"


def reports_of(batch: Batch) -> list[Report]:
    return [Report(table.noun, Counter(table.counts), list(refusals_of(table))) for table in batch.files.all()]


def refusals_of(table) -> Iterator[Refusal]:
    rows = table.rows.filter(outcome=RowOutcome.REFUSED).order_by("number")
    for number, problems in rows.values_list("number", "problems").iterator():
        for problem in json.loads(problems):
            yield Refusal(number, *problem)


def run_batch(batch: Batch, progress: Progress | None = None, *, dry_run=False) -> Batch:
    """Check ``batch`` and, unless rows are refused or it is a dry run, apply it. Raise `TableError` for a bad file."""
    progress = progress or Progress()
    if batch.status == BatchStatus.STOPPED:
        raise TableError(batch.message)
    batches.confirm(batch)
    staging.check(batch, progress)
    if batch.status == BatchStatus.STOPPED:
        raise TableError(batch.message)
    if not dry_run and not batch.count(RowOutcome.REFUSED):
        apply(batch, progress)
    return batch


def import_file(content, name: str, noun: str, *, user=None, dry_run=False) -> Report:
    """Take in one table whose columns are those of ``noun``."""
    batch = receiving.create_batch(File(content, name=name), name, user=user, noun=noun, only_exact=True)
    return reports_of(run_batch(batch, dry_run=dry_run))[0]


def import_folder(folder: Path, *, user=None, dry_run=False) -> list[Report]:
    """Take in every table in ``folder`` as one batch; one bad row anywhere means that nothing is written."""
    if not folder.is_dir():
        raise NotADirectoryError(
            f"{folder} is not a folder. Expected one with a file for each noun, such as cases.csv."
        )
    take_in_originals(folder / FILES)
    return reports_of(run_batch(receiving.create_batch_from_folder(folder, user=user), dry_run=dry_run))
