"""`manage.py import_records KIND FILE`, `--all FOLDER`, or `--batch N` with `--apply` or `--undo`."""

import sys
import time
from pathlib import Path

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError

from archive.imports import SHEETS, batches
from archive.imports.authorities import MADE, kinds_of
from archive.imports.errors import TableError
from archive.imports.folders import FILES, faults_of, take_in_originals
from archive.imports.loading import reports_of
from archive.imports.watch import Watch
from archive.imports.working import alone_with, ask_for, work_on
from archive.models import Batch, Mapping
from archive.models.holding import Refused
from archive.vocabularies import BatchStanding, RowOutcome


class Bar(Watch):
    """How far the work is, on one line of a terminal; silent where there is none."""

    def __init__(self, out):
        self.out = out
        self.what, self.total, self.since = "", 0, time.time()

    def begin(self, what, total, name=""):
        self.what, self.total, self.since = what.format(name=name), total, time.time()

    def at(self, done):
        if not self.out.isatty():
            return
        rate = done / max(time.time() - self.since, 0.001)
        filled = round(30 * done / self.total) if self.total else 0
        left = f", {(self.total - done) / rate:.0f} s left" if self.total and rate else ""
        bar = f"[{'#' * filled}{' ' * (30 - filled)}] " if self.total else ""
        self.out.write(f"\r\x1b[K{bar}{self.what}: {done:,} rows, {rate:,.0f} a second{left}", ending="")
        self.out.flush()


class Command(BaseCommand):
    help = "Import records from CSV, TSV, XLSX or ZIP. One bad row means that nothing is written; every one is named."

    def add_arguments(self, parser):
        parser.add_argument("kind", nargs="?", choices=list(SHEETS), metavar="KIND", help=", ".join(SHEETS))
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--all", type=Path, metavar="FOLDER", help="every KIND.csv in FOLDER, as one batch")
        parser.add_argument("--mapping", metavar="NAME", help="read the columns by this mapping, kept at the desk")
        parser.add_argument(
            "--new",
            action="append",
            default=[],
            metavar="NOUN=KIND",
            help="make new what rows name and the archive has not, such as places=settlement or organisations=ngo",
        )
        parser.add_argument("--dry-run", action="store_true", help="check and count, and keep the batch for later")
        parser.add_argument("--batch", type=int, metavar="N", help="a batch that was checked or applied before")
        parser.add_argument("--apply", action="store_true", help="apply the batch, without the rows that are refused")
        parser.add_argument("--undo", action="store_true", help="undo the batch as a whole")

    def handle(self, *, kind, file, all, mapping, dry_run, batch, apply, undo, new, **options):
        beside = ((apply or undo) and not batch) or (mapping and not file)
        if sum(map(bool, (all, kind and file, batch))) != 1 or (batch and apply == undo) or beside:
            raise CommandError(
                "Name a KIND and a FILE, or --all and a FOLDER, or --batch and its number with --apply or --undo."
            )
        try:
            if batch:
                self._go_on(batch, BatchStanding.UNDOING if undo else BatchStanding.APPLYING)
            else:
                makes = _makes(new)
                received = self._received(kind, file, all, mapping)
                received.makes = makes
                received.save()
                self._take(received, dry_run)
        except (OSError, TableError, Refused) as error:
            raise CommandError(str(error)) from error

    def _received(self, kind, file, folder, name) -> Batch:
        if folder:
            if not folder.is_dir():
                raise CommandError(f"{folder} is not a folder. Expected one with a file for each noun, as cases.csv.")
            missing, changed = faults_of(folder)
            if missing:
                raise CommandError(f"The export in {folder} is not whole. Missing: {', '.join(missing)}.")
            for table in changed:
                self.stderr.write(f"{table} was changed since it was exported.")
            take_in_originals(folder / FILES)
            return batches.receive_folder(folder)
        kept = Mapping.objects.filter(noun=kind, name=name).first() if name else None
        if name and kept is None:
            names = ", ".join(Mapping.objects.filter(noun=kind).values_list("name", flat=True)) or "none is kept"
            raise CommandError(f"There is no mapping “{name}” for {kind}. Expected one of: {names}.")
        with file.open("rb") as content:
            batch = batches.receive(File(content), file.name, noun=kind, only_exact=not name)
        if kept and batch.standing == BatchStanding.ASKING:
            for table in batch.files.filter(noun=kind):
                batches.read_by(table, kept)
        return batch

    def _take(self, batch: Batch, dry_run: bool) -> None:
        if batch.standing == BatchStanding.STOPPED:
            raise TableError(batch.told)
        with alone_with(batch.pk) as alone:
            if not alone:
                raise TableError(f"Somebody works on batch {batch.pk}. Expected that to end first.")
            batches.confirm(batch)
            batches.check(batch, Bar(self.stdout))
        if batch.standing == BatchStanding.STOPPED:
            raise TableError(batch.told)
        self._tell(batch)
        if refused := batch.count(RowOutcome.REFUSED):
            raise CommandError(
                f"Nothing was written: {refused} rows can't be taken. They are kept as batch {batch.pk}."
            )
        if dry_run:
            self.stdout.write(f"A dry run: nothing was written. It is kept as batch {batch.pk}.")
        else:
            self._go_on(batch.pk, BatchStanding.APPLYING)

    def _tell(self, batch: Batch) -> None:
        for report in reports_of(batch):
            self.stdout.write(report.line())
            for refusal in report.refusals:
                self.stderr.write(f"{report.noun}: {refusal}")

    def _go_on(self, pk: int, standing: BatchStanding) -> None:
        batch = Batch.objects.filter(pk=pk).first()
        if batch is None:
            raise CommandError(f"There is no batch {pk}.")
        ask_for(batch, standing)
        if not work_on(pk, Bar(self.stdout)):
            raise CommandError(f"A worker has begun on batch {pk}; look at the desk how far it is.")
        batch.refresh_from_db()
        if sys.stdout.isatty():
            self.stdout.write("")
        if batch.told:
            raise CommandError(batch.told)
        self.stdout.write(f"Batch {pk} is {batch.get_standing_display()}.")


def _makes(told: list[str]) -> dict[str, str]:
    """What is to be made new: the noun, and the kind of it."""
    found = dict(one.split("=", 1) if "=" in one else (one, "") for one in told)
    for noun, kind in found.items():
        if noun not in MADE:
            raise CommandError(f"“{noun}” are not made new by an import. Expected one of: {', '.join(MADE)}.")
        if kind not in kinds_of(SHEETS[noun]):
            raise CommandError(f"“{noun}={kind}” names no kind. Expected one of: {', '.join(kinds_of(SHEETS[noun]))}.")
    return found
