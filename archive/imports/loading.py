"""The one pipeline by which rows of a file become records, for the desk and for the command line.

Rows stream through in chunks: read, links looked up, compared with what stands in the archive, checked, written. All
of it is one transaction, and one bad row, or a dry run, takes all of it back.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, models, transaction

from archive.imports.columns import CellError, Column
from archive.imports.links import Links
from archive.imports.permission import may_read, why_not
from archive.imports.sheets import Sheet
from archive.imports.tables import Table, TableError
from archive.models import Accession, Redirect, Term, recording
from archive.models.changes import differences
from archive.models.states import attributes_of, own_states

CHUNK = 1000
MANY = 100  # new rows that change what the database knows of its tables
KEPT = 200  # rows that a report keeps to be looked at
NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"


@dataclass(frozen=True)
class Refusal:
    """Why one row can't be taken: where, what stands there, and what was expected."""

    row: int
    column: str
    value: str
    expected: str

    def __str__(self):
        where = f"Row {self.row}, column {self.column}" if self.column else f"Row {self.row}"
        shown = self.value if len(self.value) <= 80 else f"{self.value[:77]}…"
        return f"{where}: “{shown}”. Expected {self.expected}"


@dataclass
class Row:
    """One row on its way: its cells, the plain values in them, and what becomes of it."""

    number: int
    cells: dict[str, str]
    values: dict = field(default_factory=dict)
    before: dict | None = None
    outcome: str = ""

    @property
    def reference(self) -> str:
        return self.values.get("reference", "")

    def differences(self) -> list[str]:
        return [name for name, value in self.values.items() if self.before is None or self.before[name] != value]

    def told(self) -> list[tuple[str, str, str]]:
        """What would change, as column, old and new words."""
        return differences(self.before or {}, (self.before or {}) | self.values)


@dataclass
class Report:
    """What an import did, or would do."""

    noun: str
    counts: Counter = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)  # the first ones that are new or changed, to be looked at

    def line(self) -> str:
        parts = [f"{self.counts[outcome]} {outcome}" for outcome in (NEW, CHANGED, SAME, REFUSED)]
        return f"{self.noun}: {', '.join(parts)}"


class TakenBack(Exception):
    """Raised to leave the transaction of `taken_back` without its writes."""


@contextmanager
def taken_back() -> Iterator[None]:
    """A transaction that may be left by raising `TakenBack`."""
    with suppress(TakenBack), transaction.atomic():
        yield


def load(sheet: Sheet, table: Table, *, by=None, why="", batch="", dry_run=False, files: Path | None = None) -> Report:
    """Bring the rows of ``table`` into the archive, all or, if any of them is bad or in a dry run, none.

    ``files`` is a folder with originals that the rows name.
    """
    report = Report(sheet.noun)
    with taken_back(), recording(by, why or f"import of {sheet.noun}", batch):
        Loading(sheet, table, report, files, by).run()
        if dry_run or report.refusals:
            raise TakenBack
        tell_the_planner([report])
    return report


def tell_the_planner(reports: list[Report]) -> None:
    """After many new rows, let the database count anew; it would plan its queries for a small archive otherwise."""
    if sum(report.counts[NEW] for report in reports) > MANY:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


class Loading:
    """The rows of one table on their way in. `run` writes the good ones; whoever calls it keeps or takes back."""

    def __init__(self, sheet: Sheet, table: Table, report: Report, files: Path | None, by=None):
        self.sheet, self.table, self.report, self.files, self.by = sheet, table, report, files, by
        columns = sheet.by_name()
        self.columns: list[Column] = [columns[name] for name in table.headings]
        self.seen: dict[str, int] = {}
        self.own: dict[str, str] = {}

    def run(self) -> None:
        rows = self._rows()
        if self.sheet.links_to_itself:
            rows = list(rows)
            self.own = {key: reference for row in rows for key, reference in self._own_keys(row)}
            rows = iter(rows)
        while chunk := list(islice(rows, CHUNK)):
            self._take(chunk)

    def _rows(self) -> Iterator[Row]:
        width = len(self.table.headings)
        try:
            for number, cells in self.table.rows:
                if len(cells) != width:
                    self._refuse(Row(number, {}), "", ", ".join(cells), f"{width} cells; this row has {len(cells)}")
                    continue
                yield Row(number, dict(zip(self.table.headings, cells, strict=True)))
        except TableError as error:
            self._refuse(Row(0, {}), "", "", str(error))

    def _own_keys(self, row: Row) -> Iterator[tuple[str, str]]:
        """By what later rows of this file may call this one."""
        reference = row.cells.get("reference", "").strip()
        yield reference, reference
        if self.sheet.model is Term:
            yield (f"{row.cells.get('scheme', '')}:{row.cells.get('notation', '')}", reference)

    def _take(self, chunk: list[Row]) -> None:
        links = Links({self.sheet.model.__name__: self.own}, self.files, self.by)
        wanted = defaultdict(set)
        for column in self.columns:
            if hasattr(column, "model"):
                keys = (column.keys(row.cells[column.name]) for row in chunk)
                wanted[column.model, column.scheme].update(key for some in keys for key in some if "\x00" not in key)
        for (model, scheme), keys in wanted.items():
            links.load(model, scheme, keys)
        read = [row for row in chunk if self._read(row, links)]
        self._compare(read)
        good = self._clean([row for row in read if row.outcome in (NEW, CHANGED)])
        self._write(good)
        for row in chunk:
            if row.outcome != REFUSED:
                self._count(row)

    def _read(self, row: Row, links: Links) -> bool:
        for column in self.columns:
            cell = row.cells[column.name]
            try:
                row.values[column.name] = column.read(cell, links)
            except CellError as error:
                self._refuse(row, column.name, cell, str(error))
        first = self.seen.setdefault(row.reference, row.number) if row.reference else row.number
        if first != row.number:
            self._refuse(row, "reference", row.reference, f"each reference once; row {first} has it too")
        return row.outcome != REFUSED

    def _compare(self, rows: list[Row]) -> None:
        """Whether each row is new, changed or the same; a reference that was given out to another noun is refused."""
        references = [row.reference for row in rows]
        known = own_states(self.sheet.model, references)
        given_out = set(Accession.objects.filter(pk__in=references).values_list("pk", flat=True))
        redirects = Redirect.objects.all() if self.by is None else Redirect.objects.visible_to(self.by)
        led = redirects.leading_from(references)
        for row in rows:
            row.before = known.get(row.reference)
            if row.before is not None and not self._may_read(row):
                self._refuse(row, "reference", row.reference, "a row that is open to you, or a new reference")
            elif row.before is not None:
                row.outcome = CHANGED if row.differences() else SAME
            elif row.reference in led:
                expected = f"{led[row.reference]}, which it was merged into, or the row left out"
                self._refuse(row, "reference", row.reference, expected)
            elif row.reference in given_out:
                self._refuse(row, "reference", row.reference, "one that was never given out; this one's record is gone")
            else:
                row.outcome = NEW

    def _clean(self, rows: list[Row]) -> list[tuple[Row, models.Model]]:
        """The rows as instances, after the model's own check across fields."""
        instances = [(row, instance) for row in rows if self._is_permitted(row, instance := self._instance(row))]
        if self.sheet.cleaned_with:
            self._attach(instances)
        if not self.sheet.cleaned_with and "clean" not in vars(self.sheet.model):
            return instances
        good = []
        for row, instance in instances:
            try:
                instance.clean()
                good.append((row, instance))
            except ValidationError as error:
                self._refuse_invalid(row, error)
        return good

    def _as_it_stands(self, row: Row) -> models.Model | None:
        return self.sheet.model(**attributes_of(self.sheet.model, row.before)) if row.before else None

    def _may_read(self, row: Row) -> bool:
        return self.by is None or may_read(self.by, self.sheet, self._as_it_stands(row))

    def _is_permitted(self, row: Row, instance: models.Model) -> bool:
        """Whether whoever imports may write this row. The operator, on the command line, may write all."""
        if self.by is None:
            return True
        column, expected = why_not(self.by, self.sheet, self._as_it_stands(row), instance)
        if expected:
            self._refuse(row, column, row.cells.get(column, row.reference), expected)
        return not expected

    def _instance(self, row: Row) -> models.Model:
        model = self.sheet.model
        instance = model() if row.before is None else model(**attributes_of(model, row.before))
        for name, value in attributes_of(model, row.values).items():
            setattr(instance, name, value)
        instance._state.adding = row.before is None
        instance._state.db = "default"
        return instance

    def _attach(self, instances: list[tuple[Row, models.Model]]) -> None:
        for name in self.sheet.cleaned_with:
            linked = self.sheet.model._meta.get_field(name)
            wanted = {getattr(instance, linked.attname) for _, instance in instances} - {None}
            found = linked.related_model.objects.in_bulk(wanted)
            for _, instance in instances:
                if key := getattr(instance, linked.attname):
                    setattr(instance, name, found[key])

    def _write(self, pairs: list[tuple[Row, models.Model]]) -> None:
        try:
            with transaction.atomic():
                self._write_at_once(pairs)
        except IntegrityError:
            self._write_one_by_one(pairs)

    def _write_at_once(self, pairs: list[tuple[Row, models.Model]]) -> None:
        model = self.sheet.model
        new = [instance for row, instance in pairs if row.outcome == NEW]
        model.objects.bulk_create(new)
        changed = [(row, instance) for row, instance in pairs if row.outcome == CHANGED]
        stored = {f.name for f in model._meta.concrete_fields}
        names = sorted({name for row, _ in changed for name in row.differences() if name in stored})
        with recording() as record:
            if names:
                model.objects.bulk_update([instance for _, instance in changed], names)
            self._write_links([row for row, _ in pairs])
            record.touch(instance.subject_reference for _, instance in pairs)

    def _write_links(self, rows: list[Row]) -> None:
        for column in self.columns:
            if column.several:
                changed = [row for row in rows if column.name in row.differences()]
                _replace_links(column.field, changed)

    def _write_one_by_one(self, pairs: list[tuple[Row, models.Model]]) -> None:
        """Some row breaks a rule of the database, which does not say which: ask for each, and name those that do."""
        for row, instance in pairs:
            try:
                with transaction.atomic():
                    instance.validate_constraints()
                    self._write_at_once([(row, instance)])
            except ValidationError as error:
                self._refuse_invalid(row, error)
            except IntegrityError as error:
                self._refuse(row, "", row.reference, f"a row that the database takes; it says: {error}")

    def _refuse_invalid(self, row: Row, error: ValidationError) -> None:
        for name, messages in getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages}).items():
            column = "" if name == NON_FIELD_ERRORS else name
            self._refuse(row, column, row.cells.get(column, row.reference), f"otherwise: {' '.join(messages)}")

    def _refuse(self, row: Row, column: str, value: str, expected: str) -> None:
        if row.outcome != REFUSED:
            self.report.counts[REFUSED] += 1
        row.outcome = REFUSED
        self.report.refusals.append(Refusal(row.number, column, value, expected))

    def _count(self, row: Row) -> None:
        self.report.counts[row.outcome] += 1
        if row.outcome != SAME and len(self.report.rows) < KEPT:
            self.report.rows.append(row)


def _replace_links(link: models.ManyToManyField, rows: Iterable[Row]) -> None:
    """Make the links of ``rows`` what their cells say."""
    through = link.remote_field.through
    near, far = link.m2m_column_name(), link.m2m_reverse_name()
    old = [row.reference for row in rows if row.before and row.before[link.name]]
    through._base_manager.filter(**{f"{near}__in": old}).delete()
    pairs = [(row.reference, target) for row in rows for target in row.values[link.name]]
    through._base_manager.bulk_create(through(**{near: one, far: other}) for one, other in pairs)
