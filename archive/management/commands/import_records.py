"""`manage.py import_records KIND FILE`, `--all FOLDER`, or `--batch N` with `--apply` or `--undo`."""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError

from archive import encodings
from archive.domain.locking import ActionRefused
from archive.imports.batch import batches, receiving, staging
from archive.imports.batch.auto_create import AUTO_CREATABLE, kinds_of
from archive.imports.batch.json_lines import objects_of
from archive.imports.batch.loading import reports_of
from archive.imports.batch.progress import Progress
from archive.imports.batch.working import enqueue, exclusive_lock, run
from archive.imports.files import tables
from archive.imports.files.errors import TableError, Unreadable
from archive.imports.folders import FILES, faults_of, take_in_originals
from archive.imports.schema.sheets import Sheet
from archive.imports.types import SHEETS
from archive.models import Batch, Mapping
from archive.vocabularies import BatchStatus, RowOutcome

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "stroke": "|", **{sign: sign for sign in tables.SEPARATORS}}
QUOTES = {"double": '"', "single": "'", "none": "", '"': '"', "'": "'"}
UNREAD = (BatchStatus.STOPPED, BatchStatus.ASKING)


class Bar(Progress):
    """How far the work is, on one line of a terminal; silent where there is none."""

    def __init__(self, out):
        self.out = out
        self.what, self.total, self.since = "", 0, time.time()

    def start(self, what, total, name=""):
        self.what, self.total, self.since = what.format(name=name), total, time.time()

    def update(self, done):
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
        parser.add_argument("--encoding", choices=list(encodings.NAMES), help="in which FILE is written")
        parser.add_argument("--separator", choices=list(SEPARATORS), help="by which its cells are parted")
        parser.add_argument("--quote", choices=list(QUOTES), help="by which its texts are quoted")
        parser.add_argument("--sheet", metavar="NAME", help="which sheet of a workbook is read")
        parser.add_argument("--headings", type=int, metavar="N", help="in which row the headings stand")
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="COLUMN=VALUE",
            help="what a column says where it says nothing",
        )
        parser.add_argument(
            "--json", action="store_true", help="print one object of JSON for each row, and one for the batch last"
        )
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
        self.as_json = options["json"]
        how = {name: options[name] for name in ("encoding", "separator", "quote", "sheet", "headings", "set")}
        beside = ((apply or undo) and not batch) or ((mapping or any(how.values())) and not file)
        if sum(map(bool, (all, kind and file, batch))) != 1 or (batch and apply == undo) or beside:
            raise CommandError(
                "Name a KIND and a FILE, or --all and a FOLDER, or --batch and its number with --apply or --undo."
            )
        try:
            if batch:
                self._go_on(batch, BatchStatus.UNDOING if undo else BatchStatus.APPLYING)
            else:
                auto_create = _makes(new)
                received = self._received_folder(all) if all else self._received(kind, file, mapping, how)
                received.auto_create = auto_create
                received.save()
                self._take(received, dry_run)
        except (OSError, TableError, ActionRefused) as error:
            raise CommandError(str(error)) from error

    def _received_folder(self, folder: Path) -> Batch:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder. Expected one with a file for each noun, as cases.csv.")
        missing, changed = faults_of(folder)
        if missing:
            raise CommandError(f"The export in {folder} is not whole. Missing: {', '.join(missing)}.")
        for table in changed:
            self.stderr.write(f"{table} was changed since it was exported.")
        take_in_originals(folder / FILES)
        return receiving.create_batch_from_folder(folder)

    def _received(self, kind: str, file: Path, name: str | None, how: dict) -> Batch:
        kept = Mapping.objects.filter(noun=kind, name=name).first() if name else None
        if name and kept is None:
            names = ", ".join(Mapping.objects.filter(noun=kind).values_list("name", flat=True)) or "none is kept"
            raise CommandError(f"There is no mapping “{name}” for {kind}. Expected one of: {names}.")
        with file.open("rb") as content:
            reading, constants = _reading(content, how), _constants(how["set"], SHEETS[kind])
            how = {"reading": reading, "constants": constants}
            batch = receiving.create_batch(File(content), file.name, noun=kind, only_exact=not name, **how)
        if kept and batch.status == BatchStatus.ASKING:
            for table in batch.files.filter(noun=kind):
                batches.apply_named_mapping(table, kept)
                table.mapping["constants"] = table.mapping.get("constants", {}) | constants
                table.save()
        return batch

    def _take(self, batch: Batch, dry_run: bool) -> None:
        if batch.status == BatchStatus.STOPPED or batch.message:
            raise TableError(batch.message)
        with exclusive_lock(batch.pk) as alone:
            if not alone:
                raise TableError(f"Somebody works on batch {batch.pk}. Expected that to end first.")
            batches.confirm(batch)
            staging.check(batch, Bar(self._out))
        if batch.status in UNREAD:
            raise TableError(batch.message)
        if not self.as_json:
            self._tell(batch)
        try:
            self._go_on_from(batch, dry_run=dry_run)
        finally:
            if self.as_json:
                batch.refresh_from_db()
                for one in objects_of(batch, SHEETS):
                    self.stdout.write(json.dumps(one, ensure_ascii=False))

    def _go_on_from(self, batch: Batch, *, dry_run: bool) -> None:
        """Apply a batch that was checked, unless rows are refused or it is a dry run."""
        if refused := batch.count(RowOutcome.REFUSED):
            raise CommandError(
                f"Nothing was written: {refused} rows can't be taken. They are kept as batch {batch.pk}."
            )
        if dry_run:
            self._out.write(f"A dry run: nothing was written. It is kept as batch {batch.pk}.")
        else:
            self._go_on(batch.pk, BatchStatus.APPLYING)

    def _tell(self, batch: Batch) -> None:
        for report in reports_of(batch):
            self.stdout.write(report.line())
            for refusal in report.refusals:
                self.stderr.write(f"{report.noun}: {refusal}")

    def _go_on(self, pk: int, status: BatchStatus) -> None:
        batch = Batch.objects.filter(pk=pk).first()
        if batch is None:
            raise CommandError(f"There is no batch {pk}.")
        enqueue(batch, status)
        if not run(pk, Bar(self._out)):
            raise CommandError(f"A worker has begun on batch {pk}; look at the desk how far it is.")
        batch.refresh_from_db()
        if sys.stdout.isatty():
            self.stdout.write("")
        if batch.message:
            raise CommandError(batch.message)
        self._out.write(f"Batch {pk} is {batch.get_status_display()}.")

    @property
    def _out(self):
        """Where sentences go: beside objects of JSON, to the standard error."""
        return self.stderr if self.as_json else self.stdout


def _reading(content, how: dict) -> tables.TableFormat | None:
    """How a table is read: as it is recognised, and as far as it is told; `None` where nothing is."""
    wanted = {"encoding": how["encoding"], "sheet": how["sheet"], "heading_row": how["headings"]}
    wanted |= {"separator": SEPARATORS.get(how["separator"]), "quote": QUOTES.get(how["quote"])}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    if not wanted:
        return None
    try:
        reading = tables.recognise(content)
    except Unreadable as error:
        reading = error.reading
    content.seek(0)
    sheets = {reading.sheet, *reading.left_out} - {""}
    if (sheet := wanted.get("sheet")) and sheet not in sheets:
        raise CommandError(f"There is no sheet “{sheet}”. Expected one of: {', '.join(sorted(sheets)) or 'none'}.")
    if wanted.get("heading_row", 1) < 1:
        raise CommandError("Rows are counted from 1. Expected --headings 1 or more.")
    return replace(reading, **wanted)


def _constants(constants: list[str], sheet: Sheet) -> dict[str, str]:
    """What columns say where a row says nothing."""
    for one in constants:
        if one.partition("=")[0] not in set(sheet.names) - {"reference"} or "=" not in one:
            raise CommandError(
                f"“{one}” sets no column. Expected COLUMN=VALUE, COLUMN one of: {', '.join(sheet.names)}."
            )
    return dict(one.split("=", 1) for one in constants)


def _makes(kinds: list[str]) -> dict[str, str]:
    """What is to be made new: the noun, and the kind of it."""
    found = dict(one.split("=", 1) if "=" in one else (one, "") for one in kinds)
    for noun, kind in found.items():
        if noun not in AUTO_CREATABLE:
            raise CommandError(f"“{noun}” are not made new by an import. Expected one of: {', '.join(AUTO_CREATABLE)}.")
        if kind not in kinds_of(SHEETS[noun]):
            raise CommandError(f"“{noun}={kind}” names no kind. Expected one of: {', '.join(kinds_of(SHEETS[noun]))}.")
    return found
