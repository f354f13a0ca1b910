"""Receiving a batch: files kept as they came, and how each table in them is most likely to be read."""

from contextlib import ExitStack
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive import encodings
from archive.imports.batch.batches import stop
from archive.imports.batch.file_nouns import noun_of
from archive.imports.batch.permissions import may_import
from archive.imports.batch.staging import FREE_POSITION
from archive.imports.batch.stored_files import open_member
from archive.imports.files import tables, zips
from archive.imports.files.errors import TableError, Unreadable
from archive.imports.schema import mapping
from archive.imports.schema.sheets import SHEETS, Sheet
from archive.media import storage
from archive.models import Batch, BatchFile
from archive.processes import limited
from archive.streams import LARGEST_UNFOLDED
from archive.vocabularies import BatchStatus

BOUNDS = limited.Bounds("tables", megabytes=600, seconds=60, written=LARGEST_UNFOLDED)  # of looking at one table


SAMPLE_LINES = 50  # lines by which a table is looked at before it is read


SAMPLES = 3  # rows that show what columns hold


SAMPLE = 200  # letters of each of their cells


LAST_CHOICES = 10  # earlier files of the same noun whose mapping counts


def create_batch(content: File, name: str, *, user=None, noun: str = "", only_exact=False, **how) -> Batch:
    """Keep what was handed in as a batch, and say how its tables are most likely to be read.

    ``noun`` is what a single table is of; "" lets its headings, or in a ZIP its name, tell. What can't be read is kept,
    too: the batch says why, and goes no further. ``how`` a table is read can be told, as `detect_format` takes it.
    """
    return create_batch_from_files([(content, name, noun)], user=user, only_exact=only_exact, **how)


def create_batch_from_files(parts: list[tuple[File, str, str]], *, user=None, only_exact=False, **how) -> Batch:
    """Keep several files, each with its name and what it is of, as one batch; see `create_batch`."""
    name = parts[0][1]
    others = _(" and {number} more").format(number=len(parts) - 1) if len(parts) > 1 else ""
    return _received(
        Batch(user=user, language=get_language(), name=f"{name[: 100 - len(others)]}{others}", only_exact=only_exact),
        parts,
        **how,
    )


def create_batch_from_folder(folder: Path, *, user=None) -> Batch:
    """Keep every table in ``folder``, each named after its noun, as one batch."""
    found = [(noun, folder / f"{noun}.csv") for noun in SHEETS if (folder / f"{noun}.csv").exists()]
    unknown = sorted(path.name for path in folder.glob("*.csv") if path.stem not in SHEETS)
    if unknown or not found:
        raise TableError(
            _("{folder} contains {found}. Expected {sheets}, each .csv.").format(
                folder=folder, found=", ".join(unknown) or _("no table"), sheets=", ".join(SHEETS)
            )
        )
    with ExitStack() as stack:
        parts = [(File(stack.enter_context(path.open("rb"))), path.name, noun) for noun, path in found]
        return _received(Batch(user=user, language=get_language(), name=folder.name[:100], only_exact=True), parts)


def _received(batch: Batch, parts: list[tuple[File, str, str]], **how) -> Batch:
    _keep(batch, parts)
    inspections = _inspect_all(
        batch, how.get("reading")
    )  # which may take its time: nobody waits for the database meanwhile
    try:
        with transaction.atomic():
            messages = [
                _recognise_file(table, inspections, alone=len(parts) == 1, **how) for table in list(batch.files.all())
            ]
            _put_in_order(batch)
            batch.status, batch.message = BatchStatus.ASKING, " ".join(filter(None, messages))
            batch.save()
    except TableError as error:
        return stop(batch, error)
    return batch


def _keep(batch: Batch, parts: list[tuple[File, str, str]]) -> None:
    """Keep what was handed in, and know where it lies, before anything in it is looked at."""
    uploads = storage.uploads()
    batch.status, batch.message = BatchStatus.STOPPED, _("It was not read to its end. Upload it again.")
    batch.save()
    for position, (content, name, noun) in enumerate(parts):
        table = BatchFile(
            batch=batch, position=position, stored=uploads.save(name, content), name=name[:200], noun=noun
        )
        with uploads.open(table.stored) as file:
            table.sha256 = storage.sha256(file)
        table.save()


Inspection = tuple[tables.TableFormat, list[str], list[list[str]]]  # how a table is read, its headings, its first rows


Inspections = dict[tuple[str, str], Inspection | TableError]


def _inspect_all(batch: Batch, reading: tables.TableFormat | None) -> Inspections:
    """What is seen in each table that was handed in, by the file that it lies in and its name within a ZIP."""
    found: Inspections = {}
    for kept in batch.files.all():
        try:
            with storage.uploads().open(kept.stored) as file:
                members = zips.tables_in(file) if zips.is_zip(file) else [""]
        except TableError:  # told of the file as a whole, as it is looked into
            continue
        for member in members:
            try:
                found[kept.stored, member] = _inspected(kept.stored, member, reading)
            except TableError as error:
                found[kept.stored, member] = error
    return found


def _recognise_file(kept: BatchFile, inspections: Inspections, *, alone: bool, **how) -> str:
    """Look at the table in one file that is kept, or, in its place, at those that a ZIP holds.

    Return why what can't be read yet can't be; "" where all can.
    """
    with storage.uploads().open(kept.stored) as file:
        members = zips.tables_in(file) if zips.is_zip(file) else None
    if members is None:
        kept.noun = kept.noun or noun_of(kept.name)
        return _recognise_table(kept, kept.name if not alone else "", inspections, **how)
    if not alone:
        raise TableError(
            _("{name} is a ZIP file. Expected a ZIP alone, or tables that are not in a ZIP.").format(name=kept.name)
        )
    kept.delete()
    messages = []
    for n, member in enumerate(members):
        table = BatchFile(batch=kept.batch, stored=kept.stored, sha256=kept.sha256, noun=noun_of(member))
        table.position, table.name, table.member = n, member[:200], member
        table.save()
        messages.append(_recognise_table(table, member, inspections, **how))
    return " ".join(filter(None, messages))


def _recognise_table(table: BatchFile, name: str, inspections: Inspections, **how) -> str:
    try:
        detect_format(table, table.batch.user, inspection=inspections.get((table.stored, table.member)), **how)
    except TableError as error:
        message = f"{name}: {error}" if name else str(error)
        if isinstance(error, Unreadable) and not table.batch.only_exact:
            return message  # whoever handed it in says how it is read
        raise TableError(message) from error
    return ""


def _put_in_order(batch: Batch) -> None:
    """Have the tables taken in an order in which most links are there before they are used."""
    order = list(SHEETS)
    tables_ = sorted(batch.files.all(), key=lambda table: (order.index(table.noun), table.position))
    for offset in (FREE_POSITION, 0):  # two tables never have the same position, not even on the way
        for n, table in enumerate(tables_):
            BatchFile.objects.filter(pk=table.pk).update(position=offset + n)


def detect_format(
    table: BatchFile,
    user=None,
    reading: tables.TableFormat | None = None,
    constants: dict | None = None,
    *,
    inspection: Inspection | TableError | None = None,
) -> None:
    """Recognise how ``table`` is read, or read it as told, and suggest what its columns mean.

    ``constants`` are the cells of fields that one value fills for all rows; ``inspection`` is what was seen before.

    Raise `Unreadable` where it can't be read so: how that was is kept with it, to be corrected.
    """
    open_ones = [one for noun, one in SHEETS.items() if user is None or may_import(user, noun)] or list(SHEETS.values())
    is_guessed = not table.noun or (not table.headings and table.mapping.get("is_guessed", False))
    was_told = reading is not None
    try:
        if isinstance(inspection, TableError):
            raise inspection
        reading, headings, rows = inspection or _inspected(table.stored, table.member, reading)
    except Unreadable as error:
        table.noun, table.headings, table.samples = table.noun or open_ones[0].noun, [], []
        table.reading = error.reading.stored()
        table.mapping = mapping.suggested(SHEETS[table.noun], []) | {"is_guessed": is_guessed}
        table.save()
        raise
    sheet = mapping.best_sheet(open_ones, headings, rows) if is_guessed else SHEETS[table.noun]
    table.noun, table.headings, table.reading = sheet.noun, headings, reading.stored()
    table.samples = [[cell[:SAMPLE].replace("\x00", "\ufffd") for cell in row] for row in rows[:SAMPLES]]
    if table.batch.only_exact:
        _require_unicode(reading, was_told=was_told)
        table.mapping = mapping.exact(sheet, headings, constants)
    else:
        table.mapping = mapping.suggested(sheet, headings, earlier_mappings(sheet, user)) | {"is_guessed": is_guessed}
        table.mapping["constants"] = constants or {}
    table.save()


def _inspected(stored: str, member: str, reading: tables.TableFormat | None) -> Inspection:
    """How a table is read, its headings and its first rows; in a process of its own, whatever the file may be."""
    try:
        kept = storage.uploads().path(stored)
        return limited.run(inspect_table, kept, member, reading, SAMPLE_LINES, bounds=BOUNDS)
    except limited.TooCostly as error:
        raise TableError(
            _("The file takes too much memory or time to open. Expected a simpler one, such as CSV.")
        ) from error
    except limited.Busy as error:
        raise TableError(_("Other files are being checked now. Upload it again in a moment.")) from error


def inspect_table(
    kept: str, member: str, reading: tables.TableFormat | None, lines: int
) -> tuple[tables.TableFormat, list[str], list[list[str]]]:
    """How the table in a file, or in a ZIP, is read, its headings, and its rows within so many ``lines``."""
    with open_member(open(kept, "rb"), member) as file:
        reading = reading or tables.recognise(file)
        try:
            read = tables.read(file, reading, within=lines)
            return reading, read.headings, [cells for _, cells in read.rows]
        except Unreadable as error:
            error.reading = error.reading or reading
            raise


def _require_unicode(reading: tables.TableFormat, *, was_told: bool) -> None:
    """Other encodings are guessed, and a guess is confirmed by a person."""
    if reading.encoding not in encodings.UNICODE and not was_told:
        raise TableError(
            _(
                "The file is not Unicode; it may be {encoding}. Save it as UTF-8, or upload it at the desk, "
                "where you can confirm its encoding."
            ).format(encoding=encodings.NAMES[reading.encoding])
        )


def earlier_mappings(sheet: Sheet, user) -> list[dict]:
    """How the last files of the same noun were read, those of the same person."""
    confirmed = BatchFile.objects.filter(noun=sheet.noun, batch__user=user, batch__only_exact=False)
    confirmed = confirmed.exclude(batch__status__in=(BatchStatus.ASKING, BatchStatus.STOPPED)).order_by("-pk")
    return [{"columns": one["columns"]} for one in confirmed.values_list("mapping", flat=True)[:LAST_CHOICES] if one]
