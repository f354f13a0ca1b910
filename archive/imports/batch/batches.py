"""The life of a batch: received, read as its columns are confirmed to mean, checked, applied, undone.

Checking commits some rows at a time and is taken up after the last of them; applying and undoing are one transaction
each. Whatever stops any of them on its way, a batch stands either where it stood or where it was to stand.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from archive import encodings
from archive.dates.edtf import day_in_words
from archive.imports.batch.auto_create import AUTO_CREATABLE, AutoCreator, drop_unused
from archive.imports.batch.checking import REFUSED, STORED, Problem, RowValidator, instance_of, several, stored
from archive.imports.batch.nouns import noun_of
from archive.imports.batch.permission import may_import
from archive.imports.batch.progress import Progress, forget
from archive.imports.batch.writing import Writing, insert, some_of
from archive.imports.files import tables, workbooks, zips
from archive.imports.files.errors import TableError, Unreadable
from archive.imports.schema import cells, mapping
from archive.imports.schema.batch_keys import BatchKeys
from archive.imports.schema.mapping import Columns
from archive.imports.schema.sheets import Sheet
from archive.imports.types import SHEETS
from archive.media import storage
from archive.models import Batch, BatchFile, BatchRow, Mapping, Term
from archive.models.base.hierarchies import leads_back, links_upward, looping, upward_links
from archive.models.base.labels import field_label
from archive.models.base.locking import ActionRefused
from archive.models.desk.batches import links_of, placeholder
from archive.models.log.mentions import mentioned_in
from archive.processes import limited
from archive.vocabularies import BatchStatus

FREE_POSITION = 20_000  # beyond those of tables and of what they make new
CHUNK = 1000  # rows that are checked together, and committed
UNAPPLIED = (  # nothing of it stands in a record, and nobody works on it
    BatchStatus.ASKING,
    BatchStatus.READY,
    BatchStatus.STOPPED,
    BatchStatus.DROPPED,
    BatchStatus.UNDONE,
)
BOUNDS = limited.Bounds("tables", megabytes=600, seconds=60, written=workbooks.LARGEST)  # of looking at one table
LOOKED_AT = 50  # lines by which a table is looked at before it is read
SAMPLES = 3  # rows that show what columns hold
SAMPLE = 200  # letters of each of their cells
LAST_CHOICES = 10  # earlier files of the same noun whose mapping counts


@dataclass(slots=True)
class Staged:
    """What applying needs of a row; a hundred thousand of them as Django's instances would take a second longer."""

    pk: int
    number: int
    outcome: str
    reference: str
    subject: str
    key: str
    before: str
    state: str


# Receiving


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
            _("{folder} holds {found}. Expected {sheets}, each .csv.").format(
                folder=folder, found=", ".join(unknown) or _("no table"), sheets=", ".join(SHEETS)
            )
        )
    with ExitStack() as stack:
        parts = [(File(stack.enter_context(path.open("rb"))), path.name, noun) for noun, path in found]
        return _received(Batch(user=user, language=get_language(), name=folder.name[:100], only_exact=True), parts)


def _received(batch: Batch, parts: list[tuple[File, str, str]], **how) -> Batch:
    _keep(batch, parts)
    looks = _looks_into(batch, how.get("reading"))  # which may take its time: nobody waits for the database meanwhile
    try:
        with transaction.atomic():
            messages = [_look_into(table, looks, alone=len(parts) == 1, **how) for table in list(batch.files.all())]
            _put_in_order(batch)
            batch.status, batch.message = BatchStatus.ASKING, " ".join(filter(None, messages))
            batch.save()
    except TableError as error:
        return stop(batch, error)
    return batch


def _keep(batch: Batch, parts: list[tuple[File, str, str]]) -> None:
    """Keep what was handed in, and know where it lies, before anything in it is looked at."""
    uploads = storage.uploads()
    batch.status, batch.message = BatchStatus.STOPPED, _("It was not read to its end. Hand it in again.")
    batch.save()
    for position, (content, name, noun) in enumerate(parts):
        table = BatchFile(
            batch=batch, position=position, stored=uploads.save(name, content), name=name[:200], noun=noun
        )
        with uploads.open(table.stored) as file:
            table.sha256 = storage.sha256(file)
        table.save()


Look = tuple[tables.Reading, list[str], list[list[str]]]  # how a table is read, its headings, its first rows
Looks = dict[tuple[str, str], Look | TableError]


def _looks_into(batch: Batch, reading: tables.Reading | None) -> Looks:
    """What is seen in each table that was handed in, by the file that it lies in and its name within a ZIP."""
    found: Looks = {}
    for kept in batch.files.all():
        try:
            with storage.uploads().open(kept.stored) as file:
                members = zips.tables_in(file) if zips.is_zip(file) else [""]
        except TableError:  # told of the file as a whole, as it is looked into
            continue
        for member in members:
            try:
                found[kept.stored, member] = _looked_at(kept.stored, member, reading)
            except TableError as error:
                found[kept.stored, member] = error
    return found


def _look_into(kept: BatchFile, looks: Looks, *, alone: bool, **how) -> str:
    """Look at the table in one file that is kept, or, in its place, at those that a ZIP holds.

    Return why what can't be read yet can't be; "" where all can.
    """
    with storage.uploads().open(kept.stored) as file:
        members = zips.tables_in(file) if zips.is_zip(file) else None
    if members is None:
        kept.noun = kept.noun or noun_of(kept.name)
        return _look_at(kept, kept.name if not alone else "", looks, **how)
    if not alone:
        raise TableError(
            _("{name} is a ZIP file. Expected it by itself, or tables that are not in a ZIP.").format(name=kept.name)
        )
    kept.delete()
    messages = []
    for n, member in enumerate(members):
        table = BatchFile(batch=kept.batch, stored=kept.stored, sha256=kept.sha256, noun=noun_of(member))
        table.position, table.name, table.member = n, member[:200], member
        table.save()
        messages.append(_look_at(table, member, looks, **how))
    return " ".join(filter(None, messages))


def _look_at(table: BatchFile, name: str, looks: Looks, **how) -> str:
    try:
        detect_format(table, table.batch.user, look=looks.get((table.stored, table.member)), **how)
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


def stop(batch: Batch, error: TableError) -> Batch:
    """Go no further with ``batch``; where another way to read it may do, whoever handed it in is asked for one."""
    asks = isinstance(error, Unreadable) and not batch.only_exact
    batch.status, batch.message = BatchStatus.ASKING if asks else BatchStatus.STOPPED, str(error)
    batch.save()
    return batch


def detect_format(
    table: BatchFile,
    user=None,
    reading: tables.Reading | None = None,
    constants: dict | None = None,
    *,
    look: Look | TableError | None = None,
) -> None:
    """Recognise how ``table`` is read, or read it as told, and suggest what its columns mean.

    ``constants`` are the cells of fields that one value fills for all rows, ``look`` is what was seen in it before.

    Raise `Unreadable` where it can't be read so: how that was is kept with it, to be corrected.
    """
    open_ones = [one for noun, one in SHEETS.items() if user is None or may_import(user, noun)] or list(SHEETS.values())
    is_guessed = not table.noun or (not table.headings and table.mapping.get("is_guessed", False))
    was_told = reading is not None
    try:
        if isinstance(look, TableError):
            raise look
        reading, headings, rows = look or _looked_at(table.stored, table.member, reading)
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


def _looked_at(stored: str, member: str, reading: tables.Reading | None) -> Look:
    """How a table is read, its headings and its first rows; in a process of its own, whatever the file may be."""
    try:
        kept = storage.uploads().path(stored)
        return limited.run(glance, kept, member, reading, LOOKED_AT, bounds=BOUNDS)
    except limited.TooCostly as error:
        raise TableError(
            _("The file takes too much memory or time to be opened. Expected a plainer one, such as CSV.")
        ) from error
    except limited.Busy as error:
        raise TableError(_("Other files are being looked at just now. Hand it in again in a moment.")) from error


def glance(
    kept: str, member: str, reading: tables.Reading | None, lines: int
) -> tuple[tables.Reading, list[str], list[list[str]]]:
    """How the table in a file, or in a ZIP, is read, its headings, and its rows within so many ``lines``."""
    with _opened(open(kept, "rb"), member) as file:
        reading = reading or tables.recognise(file)
        try:
            read = tables.read(file, reading, within=lines)
            return reading, read.headings, [cells for _, cells in read.rows]
        except Unreadable as error:
            error.reading = error.reading or reading
            raise


def _require_unicode(reading: tables.Reading, *, was_told: bool) -> None:
    """Other encodings are guessed, and a guess is confirmed by a person."""
    if reading.encoding not in encodings.UNICODE and not was_told:
        raise TableError(
            _(
                "The file is not Unicode; it may be {encoding}. Save it as UTF-8, or hand it in at the "
                "desk, where its encoding is confirmed."
            ).format(encoding=encodings.NAMES[reading.encoding])
        )


def earlier_mappings(sheet: Sheet, user) -> list[dict]:
    """How the last files of the same noun were read, those of the same person."""
    confirmed = BatchFile.objects.filter(noun=sheet.noun, batch__user=user, batch__only_exact=False)
    confirmed = confirmed.exclude(batch__status__in=(BatchStatus.ASKING, BatchStatus.STOPPED)).order_by("-pk")
    return [{"columns": one["columns"]} for one in confirmed.values_list("mapping", flat=True)[:LAST_CHOICES] if one]


def read_by(table: BatchFile, kept: Mapping) -> None:
    """Read the columns of ``table`` by a mapping that was kept under a name."""
    columns = {heading: kept.mapping["columns"].get(heading, "") for heading in table.headings if heading}
    table.mapping, table.known_as = kept.mapping | {"columns": columns, "is_guessed": False}, kept.name
    table.save()


def opened(table: BatchFile):
    """The bytes of ``table``, to be read and sought in; to be closed by whoever asked."""
    return _opened(storage.uploads().open(table.stored), table.member)


def _opened(kept: BinaryIO, member: str) -> BinaryIO:
    return zips.member(kept, member) if member else kept


def confirm(batch: Batch) -> None:
    """Have the batch checked as its files are mapped now, from the beginning. Raise `TableError` if a field lacks."""
    for table in batch.handed_in():
        sheet = SHEETS[table.noun]
        if not table.headings:
            raise TableError(
                _("{name} can't be read as it is said to be read. Expected another way.").format(name=table.name)
            )
        if twice := mapping.filled_twice(table.mapping):
            raise TableError(
                _("{name}: more than one column is said to be {fields}. Expected one each.").format(
                    name=table.name, fields=", ".join(field_label(table.noun, name) for name in twice)
                )
            )
        if lacks := mapping.lacking(sheet, table.mapping):
            raise TableError(
                _("{name}: nothing fills {fields}. Expected a column, or one value for all.").format(
                    name=table.name, fields=", ".join(field_label(table.noun, name) for name in lacks)
                )
            )
    forget(batch.pk)
    with transaction.atomic():
        _transition(batch, UNAPPLIED, BatchStatus.CHECKING, "")
        batch.rows().delete()
        batch.files.filter(stored="").delete()
        batch.files.update(done=0, total=0, counts={}, unknown={}, links_within=False)


def _transition(batch: Batch, before: tuple[BatchStatus, ...], status: BatchStatus, message: str) -> None:
    """Have the batch stand elsewhere; raise `ActionRefused` where it does not stand where it was seen any more."""
    if not Batch.objects.filter(pk=batch.pk, status__in=before).update(
        status=status, message=message, tries=0, language=get_language()
    ):
        raise ActionRefused(_("Nothing was done: the batch stands elsewhere by now. This is how it is."))
    batch.refresh_from_db()


def reopen_mapping(batch: Batch) -> None:
    """Have whoever handed the batch in say anew how it is read."""
    _transition(batch, (BatchStatus.READY, BatchStatus.DROPPED), BatchStatus.ASKING, "")


# Checking


def check(batch: Batch, progress: Progress) -> None:
    """Check the rows that are not checked yet; at the end the batch waits to be applied, or says why it can't be."""
    try:
        _check(batch, progress)
    finally:
        zips.forget(batch.pk)


def _check(batch: Batch, progress: Progress) -> None:
    files = list(batch.handed_in())
    try:
        unpacked = zips.unpack(batch.pk, files[0].stored) if files[0].member else None
        keys = _survey(batch, files, progress)
    except TableError as error:
        stop(batch, error)
        return
    authorities = AutoCreator(batch, SHEETS)
    total = sum(table.total for table in files)
    before = 0
    for table in files:
        checking = _checking(batch, table, keys, unpacked)
        checking.create_missing = authorities.create_missing
        progress.start(gettext_noop("checking {name}"), total, table.name)
        for rows in _chunks(_rows_of(table), after=table.done):
            _stage(table, checking, rows, authorities)
            progress.update(before + table.done - 1)
        before += table.total
    _refuse_loops(batch)
    _refuse_what_links_to_refused(batch)
    with transaction.atomic():
        drop_unused(batch, (row.state for table in files for rows in chunks_of(table) for row in rows))
    batch.status = BatchStatus.READY
    batch.save(update_fields=["status"])


def _survey(batch: Batch, files: list[BatchFile], progress: Progress) -> BatchKeys:
    """Read every table through once: how many rows it has, and by what its rows are called."""
    keys = BatchKeys()
    for table in files:
        progress.start(gettext_noop("reading {name}"), 0, table.name)
        table.total = 0
        columns = Columns(SHEETS[table.noun], table.headings, table.mapping)
        called = _callers(SHEETS[table.noun], columns)
        for number, row in _rows_of(table):
            table.total = number - 1  # the headings are row 1
            if len(row) == columns.width:
                _call(
                    keys,
                    table,
                    number,
                    {name: cells.cleaned(cells.restore(row[at])) for name, at in called.items()},
                )
            if not number % CHUNK:
                progress.update(number)
        table.save(update_fields=["total"])
    return keys


def _callers(sheet: Sheet, columns: Columns) -> dict[str, int]:
    """The positions of the cells by which other rows may call a row of ``sheet``."""
    names = ["reference", *(["scheme", "notation"] if sheet.model is Term else ["title"])]
    at = {name: columns.position(name) for name in names}
    at[mapping.OWN_NUMBER] = columns.own_number
    return {name: position for name, position in at.items() if position is not None}


def _call(keys: BatchKeys, table: BatchFile, number: int, called: dict[str, str]) -> None:
    reference = called.get("reference", "")
    meant = reference or placeholder(table.position, number)
    if reference:
        keys.add_reference(reference)
    if "scheme" in called:
        keys.register_key(table.noun, f"{called['scheme']}:{called.get('notation', '')}", meant)
    if not reference or table.noun in AUTO_CREATABLE:  # of the rest, titles would fill the memory, and references do
        keys.register_key(table.noun, called.get("title", ""), meant)
    keys.register_key(table.noun, called.get(mapping.OWN_NUMBER, ""), meant)


def _checking(batch: Batch, table: BatchFile, keys: BatchKeys, unpacked) -> RowValidator:
    sheet = SHEETS[table.noun]
    columns = Columns(sheet, table.headings, table.mapping)
    checking = RowValidator(sheet, columns, keys, user=batch.user, files=unpacked, known_as=table.known_as)
    checking.links_within = table.links_within
    checking.earlier = lambda field, values: _earlier(batch, table, field, values)
    checking.staged_as = lambda wanted: _staged_as(batch, wanted)
    checking.staged = lambda model, wanted: _staged(batch, model, wanted)
    for column, counts in table.unknown.items():
        checking.unknown[column].update(counts)
    return checking


def _earlier(batch: Batch, table: BatchFile, field: str, values: set[str]) -> dict[str, str]:
    """By value of ``field``, in words, the first row of the batch that was checked and has it."""
    rows = batch.rows().filter(file__noun=table.noun, **{f"{field}__in": values}).order_by("-pk")
    found = rows.values_list(field, "number", "file", "file__name")
    return {
        value: _("row {number}").format(number=row)
        if file == table.pk
        else _("row {number} of {name}").format(number=row, name=name)
        for value, row, file, name in found
    }


def _staged(batch: Batch, model, wanted: set[str]) -> dict:
    """Those of ``wanted`` that rows of the batch, checked before, are to become: instances by what links say."""
    if not wanted:
        return {}
    rows = batch.rows().filter(file__noun=model.noun, reference__in=wanted).written()
    found = {row.reference: row for row in rows} | _staged_as(batch, {one for one in wanted if one[0] == "#"})
    return {key: instance_of(model, json.loads(row.state), adding=True) for key, row in found.items() if row.state}


def _staged_as(batch: Batch, wanted: set[str]) -> dict[str, BatchRow]:
    """By what stands for them, the rows of the batch that were checked before."""
    numbers = defaultdict(list)
    for position, number in (one[1:].split(":") for one in wanted):
        numbers[position].append(number)
    rows = (batch.rows().filter(file__position=one, number__in=some) for one, some in numbers.items())
    return {row.placeholder: row for some in rows for row in some.select_related("file")}


def _stage(
    table: BatchFile, checking: RowValidator, rows: list[tuple[int, list[str]]], authorities: AutoCreator
) -> None:
    """Check ``rows`` and keep what becomes of them, in one transaction with how far the table is."""
    with transaction.atomic():
        checked = checking.check(rows)
        if checking.sheet.has_rules:
            Writing(checking.sheet.model).try_out([row for row in checked if row.outcome in ("new", "changed")])
        insert(BatchRow, STORED, stored(checked, checking.sheet, table.pk))
        authorities.keep()
        table.counts = dict(Counter(table.counts) + Counter(str(row.outcome) for row in checked))
        table.unknown = {name: dict(counts) for name, counts in checking.unknown.items() if counts}
        table.links_within = checking.links_within
        table.done = checked[-1].number
        table.save(update_fields=["counts", "unknown", "done", "links_within"])
        Batch.objects.filter(pk=table.batch_id).update(tries=0)  # whoever is killed now got on


def _refuse_loops(batch: Batch) -> None:
    """Rows of which each leads to the next, and the last to the first, can't stand together."""
    for table in batch.files.filter(links_within=True):
        for name in upward_links(table.model):
            rows = {}
            links = links_upward(table.model, name)
            for row in (row for some in chunks_of(table) for row in some):
                called = row.reference or placeholder(table.position, row.number)
                links[called], rows[called] = json.loads(row.state)[name], row
            for called in looping({one: above for one, above in links.items() if above}, rows):
                staged = BatchRow.objects.select_related("file").get(pk=rows[called].pk)
                _refuse_later(staged, name, leads_back(json.loads(staged.state)["title"]))


def _refuse_what_links_to_refused(batch: Batch) -> None:
    """A row that links to a row of the batch that is refused can't stand without it."""
    refused = batch.rows().filter(outcome=REFUSED).select_related("file")
    gone = {name for row in refused.iterator() for name in (row.reference, row.placeholder) if name}
    tables_ = [table for table in batch.files.all() if table.links_within]
    while gone and tables_:
        found = {
            row.pk: link
            for table in tables_
            for rows in chunks_of(table)
            for row in rows
            for link in _links_of(table, row, gone)
        }
        if not found:
            return
        with transaction.atomic():
            gone = set()
            for some in some_of(list(found), CHUNK):
                for row in batch.rows().filter(pk__in=some).select_related("file"):
                    gone |= {name for name in (row.reference, row.placeholder) if name}
                    column, linked = found[row.pk]
                    linked = _row_in_words(batch, linked)
                    _refuse_later(
                        row,
                        column,
                        _("a link to a row that can be taken; {linked} is refused").format(linked=linked),
                        linked,
                    )


def _row_in_words(batch: Batch, called: str) -> str:
    """A reference as it is, and a row that has none by its number."""
    if called[0] != "#":
        return called
    position, number = called[1:].split(":")
    return _("row {number} of {name}").format(number=number, name=batch.files.get(position=position).name)


def _refuse_later(row: BatchRow, column: str, expected: str, typed: str = "") -> None:
    """Refuse a row that was taken when it was looked at alone. ``typed`` is what it says where no column says it."""
    table = BatchFile.objects.select_for_update(no_key=True).get(pk=row.file_id)
    columns = Columns(SHEETS[table.noun], table.headings, table.mapping)
    typed = columns.typed_of(column, json.loads(row.cells)) if column else typed
    table.counts = dict(Counter(table.counts) - Counter([row.outcome]) + Counter([str(REFUSED)]))
    table.save(update_fields=["counts"])
    row.outcome, row.state, row.before = REFUSED, "", ""
    row.problems = json.dumps([Problem(column, typed, expected).stored()], ensure_ascii=False)
    row.save()


def _links_of(table: BatchFile, row: Staged, gone: set[str]) -> Iterator[tuple[str, str]]:
    """The first link or mention of ``row`` that leads to one of ``gone``, with the field that it stands in."""
    state = json.loads(row.state)
    for name in links_of(table.model):
        value = state[name]
        for one in several(value):
            if one in gone:
                yield name, one
                return
    yield from (("", one) for one in sorted(gone & mentioned_in(row.state))[:1])


def _rows_of(table: BatchFile) -> Iterator[tuple[int, list[str]]]:
    with opened(table) as file:
        yield from tables.read(file, tables.Reading(**table.reading)).rows


def _chunks(rows: Iterator[tuple[int, list[str]]], after: int) -> Iterator[list[tuple[int, list[str]]]]:
    rest = (row for row in rows if row[0] > after)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def chunks_of(table: BatchFile) -> Iterator[list[Staged]]:
    """The rows to be written, in the order of the file, some at a time."""
    last = 0
    chosen = table.rows.written().order_by("number").values_list(*(one.name for one in fields(Staged)))
    while rows := [Staged(*values) for values in chosen.filter(number__gt=last)[:CHUNK]]:
        yield rows
        last = rows[-1].number


def discard(batch: Batch) -> None:
    """Leave a batch that was not applied; what was handed in is kept, with its rows."""
    message = _("Dropped on {day}.").format(day=day_in_words(timezone.now()))
    _transition(batch, (BatchStatus.READY, BatchStatus.ASKING), BatchStatus.DROPPED, message)
