"""Staging: each row of a batch checked and kept with what it would make of its record, some at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.imports.batch.auto_create import AUTO_CREATABLE, AutoCreator, drop_unused
from archive.imports.batch.batches import stop
from archive.imports.batch.checking import RowValidator
from archive.imports.batch.cross_checks import _refuse_loops, _refuse_what_links_to_refused
from archive.imports.batch.progress import Progress
from archive.imports.batch.rows import STORED, batch_row_values, instance_of
from archive.imports.batch.staged import chunks_of
from archive.imports.batch.stored_files import open_table
from archive.imports.batch.writing import BulkWriter, insert
from archive.imports.files import tables, zips
from archive.imports.files.errors import TableError
from archive.imports.schema import cells, mapping
from archive.imports.schema.batch_keys import BatchKeys
from archive.imports.schema.mapping import Columns
from archive.imports.schema.sheets import SHEETS, Sheet
from archive.models import Batch, BatchFile, BatchRow, Term
from archive.models.base.states import read_state
from archive.models.desk.batches import placeholder
from archive.vocabularies import BatchStatus

ROWS_PER_COMMIT = 1000  # rows that are checked together, and committed

FREE_POSITION = 20_000  # beyond those of tables and of what they make new


def check(batch: Batch, progress: Progress) -> None:
    """Check the rows that are not checked yet; at the end the batch waits to be applied, or says why it can't be."""
    try:
        _check(batch, progress)
    finally:
        zips.delete_unpacked(batch.pk)


def _check(batch: Batch, progress: Progress) -> None:
    files = list(batch.uploaded_files())
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
        called = _key_positions(SHEETS[table.noun], columns)
        for number, row in _rows_of(table):
            table.total = number - 1  # the headings are row 1
            if len(row) == columns.width:
                _register_row_keys(
                    keys,
                    table,
                    number,
                    {name: cells.cleaned(cells.unescape_formula(row[at])) for name, at in called.items()},
                )
            if not number % ROWS_PER_COMMIT:
                progress.update(number)
        table.save(update_fields=["total"])
    return keys


def _key_positions(sheet: Sheet, columns: Columns) -> dict[str, int]:
    """The positions of the cells by which other rows may call a row of ``sheet``."""
    names = ["reference", *(["scheme", "notation"] if sheet.model is Term else ["title"])]
    at = {name: columns.position(name) for name in names}
    at[mapping.OWN_NUMBER] = columns.own_number
    return {name: position for name, position in at.items() if position is not None}


def _register_row_keys(keys: BatchKeys, table: BatchFile, number: int, called: dict[str, str]) -> None:
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
    rows = batch.rows().filter(file__noun=model.noun, reference__in=wanted).new_or_changed()
    found = {row.reference: row for row in rows} | _staged_as(batch, {one for one in wanted if one[0] == "#"})
    return {key: instance_of(model, read_state(row.state), adding=True) for key, row in found.items() if row.state}


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
        if checking.sheet.has_rules():
            BulkWriter(checking.sheet.model).try_out([row for row in checked if row.outcome in ("new", "changed")])
        insert(BatchRow, STORED, batch_row_values(checked, checking.sheet, table.pk))
        authorities.keep()
        table.counts = dict(Counter(table.counts) + Counter(str(row.outcome) for row in checked))
        table.unknown = {name: dict(counts) for name, counts in checking.unknown.items() if counts}
        table.links_within = checking.links_within
        table.done = checked[-1].number
        table.save(update_fields=["counts", "unknown", "done", "links_within"])
        Batch.objects.filter(pk=table.batch_id).update(tries=0)  # whoever is killed now got on


def _rows_of(table: BatchFile) -> Iterator[tuple[int, list[str]]]:
    with open_table(table) as file:
        yield from tables.read(file, tables.TableFormat(**table.reading)).rows


def _chunks(rows: Iterator[tuple[int, list[str]]], after: int) -> Iterator[list[tuple[int, list[str]]]]:
    rest = (row for row in rows if row[0] > after)
    while chunk := list(islice(rest, ROWS_PER_COMMIT)):
        yield chunk
