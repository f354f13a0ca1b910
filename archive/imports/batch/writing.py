"""Staged rows into the tables of the archive: many at a time, as plain inserts, with all that is derived from them."""

from functools import cached_property, lru_cache

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models.base import ModelState
from django.utils.translation import gettext as _

from archive.imports.batch.rows import instance_of
from archive.imports.schema.batch_keys import HIGHEST
from archive.models import Accession
from archive.models.base.accessions import number_in, reference_for
from archive.models.base.dry_run import dry_run
from archive.models.base.registry import RegisteredModel
from archive.models.base.states import stored_fields
from archive.models.parts.redirects import register_references


class BulkWriter:
    """Writes states of one model. Whoever calls it has a transaction, and logs what was written."""

    def __init__(self, model: type[RegisteredModel]):
        self.model = model
        self.fields = model._meta.local_concrete_fields
        self.several = model._meta.local_many_to_many
        self._adapted = lru_cache(4096)(lambda field, value: field.get_db_prep_save(value, connection))  # days repeat

    @cached_property
    def _insert(self) -> str:
        return _insert_into(self.model, [field.column for field in self.fields])

    @cached_property
    def _update(self) -> str:
        quote = connection.ops.quote_name
        columns = ", ".join(f"{quote(f.column)} = %s" for f in self.fields if not f.primary_key)
        key = quote(self.model._meta.pk.column)
        return f"UPDATE {quote(self.model._meta.db_table)} SET {columns} WHERE {key} = %s"  # noqa: S608 – our own names

    def add(self, states: list[dict], *, given_out: frozenset[str] = frozenset()) -> None:
        """Insert new rows, entering them in the register, but for those in ``given_out``, which it has."""
        if not states:
            return
        self.register(states, given_out=given_out)
        register_references(self.model.extra_references(states))
        _run(self._insert, [self._prepared(state, adding=True) for state in states])
        self._link(states)

    def register(self, states: list[dict], *, given_out: frozenset[str] = frozenset()) -> None:
        """Enter the references of ``states`` in the register, but for those in ``given_out``, which it has."""
        rows = [
            (pk, self.model.noun, number_in(pk, self.model.prefix))
            for pk in (state["reference"] for state in states)
            if pk not in given_out
        ]
        _run(_insert_into(Accession, ["reference", "noun", "number"]), rows)

    def change(self, states: list[dict]) -> None:
        """Make rows that are there what ``states`` say."""
        if not states:
            return
        prepared = [self._prepared(state, adding=False) for state in states]
        at = next(n for n, field in enumerate(self.fields) if field.primary_key)
        _run(self._update, [[*row[:at], *row[at + 1 :], row[at]] for row in prepared])
        pks = [state["reference"] for state in states]
        for field in self.several:
            through = field.remote_field.through._base_manager
            through.filter(**{f"{field.m2m_column_name()}__in": pks}).delete()
        self._link(states)

    def remove(self, pks: models.QuerySet | list[str]) -> None:
        for field in self.several:
            field.remote_field.through._base_manager.filter(**{f"{field.m2m_column_name()}__in": pks}).delete()
        models.QuerySet(self.model).filter(pk__in=pks)._raw_delete("default")

    def try_out(self, rows: list) -> None:
        """Write `rows.CheckedRow` rows and take them back; refuse those that break a rule of the tables.

        What they link to need not be there yet.
        """
        if self._takes(rows):
            return
        with dry_run():
            for row in rows:
                self._try_one(row)

    def _takes(self, rows: list) -> bool:
        try:
            with dry_run():
                for n, row in enumerate(rows):
                    self._write_one(row, n)
        except IntegrityError:
            return False
        return True

    def _try_one(self, row) -> None:
        instance = instance_of(self.model, row.after(), adding=row.before is None)
        try:
            for constraint in self.model._meta.constraints:
                constraint.validate(self.model, instance)
            with transaction.atomic():
                self._write_one(row, row.number)
        except ValidationError as error:
            row.refuse("", row.reference, _("otherwise: {told}").format(told=" ".join(error.messages)))
        except IntegrityError as error:
            row.refuse("", row.reference, _("a row that the database accepts; it says: {error}").format(error=error))

    def _write_one(self, row, n: int) -> None:
        state = row.after()
        if row.before is not None:
            self.change([state])
            return
        known = Accession.objects.filter(pk=row.reference).values_list("pk", flat=True)
        reference = row.reference or reference_for(self.model.prefix, HIGHEST + 1 + n)  # it was given none yet
        self.add([state | {"reference": reference}], given_out=frozenset(known))

    @cached_property
    def _columns(self) -> tuple[list, list, list]:
        """Where in a row stands what: stored as it is, stored as the database wants it, and derived."""
        stored = set(stored_fields(self.model))
        plain, prepared, derived = [], [], []
        for at, field in enumerate(self.fields):
            if field.primary_key:
                plain.append((at, "reference"))
            elif field not in stored:
                derived.append((at, field))
            elif isinstance(field, models.DateField | models.DecimalField):
                prepared.append((at, field.name, field))
            else:
                plain.append((at, field.name))
        return plain, prepared, derived

    def _instance(self, row: list) -> models.Model:
        """``row`` as an instance to derive from: without what Django does around the making of each one."""
        instance = self.model.__new__(self.model)
        instance._state = ModelState()
        instance.__dict__.update(zip(self._attnames, row, strict=True))
        return instance

    def _prepared(self, state: dict, *, adding: bool) -> list:
        """The row of ``state`` as the database takes it, in the order of the model's fields."""
        plain, prepared, derived = self._columns
        row: list = [""] * len(self.fields)
        for at, name in plain:
            row[at] = state[name]
        for at, name, _prepared in prepared:
            row[at] = state[name]
        instance = self._instance(row) if derived else None
        for at, name, field in prepared:
            row[at] = self._adapted(field, state[name])
        for at, field in derived:
            value = field.pre_save(instance, adding)
            row[at] = value if isinstance(value, str) else self._adapted(field, value)
        return row

    @cached_property
    def _attnames(self) -> list[str]:
        return [field.attname for field in self.fields]

    def _link(self, states: list[dict]) -> None:
        for field in self.several:
            pairs = [(state["reference"], target) for state in states for target in state[field.name]]
            through = field.remote_field.through
            ends = [through._meta.get_field(name) for name in (field.m2m_field_name(), field.m2m_reverse_field_name())]
            _run(_insert_into(through, [end.column for end in ends]), pairs)


def _insert_into(model: type[RegisteredModel], columns: list[str]) -> str:
    quote = connection.ops.quote_name
    named = ", ".join(map(quote, columns))
    return f"INSERT INTO {quote(model._meta.db_table)} ({named}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608


def _run(sql: str, rows: list[tuple]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def insert(model: type[RegisteredModel], columns: tuple[str, ...], rows: list[tuple]) -> None:
    """Insert ``rows`` into a table that no log watches over."""
    _run(_insert_into(model, list(columns)), rows)
