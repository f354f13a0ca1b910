"""Authorities that a batch names and the archive has not: new rows of the batch, where whoever sends it says so.

They are a table of the batch like any other, which came from no file: checked, listed, applied and undone with it.
People are never made so: what a cell calls somebody must not become the label by which the public reads of them.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable

from django.utils.translation import gettext as _

from archive.imports.batch.checking import RowValidator
from archive.imports.batch.rows import STORED, Problem, batch_row_values
from archive.imports.batch.writing import insert
from archive.imports.schema.batch_keys import BatchKeys
from archive.imports.schema.mapping import Columns
from archive.imports.schema.sheets import Sheet
from archive.letters import fold
from archive.models import Batch, BatchFile, BatchRow
from archive.models.base.accessions import is_reference
from archive.models.base.chunks import chunks
from archive.models.base.labels import label_plural
from archive.models.desk.batches import placeholder

AUTO_CREATABLE = ("places", "organisations", "sources")
FIRST_POSITION = 10_000  # of the tables of what is made new, after all that were handed in
MAX_SPELLINGS = 10  # that are told of one name
DELETION_CHUNK = 10_000  # rows that are deleted together
NO_KIND = "-"  # auto-create without a kind


class AutoCreator:
    """The authorities that a batch makes new, each once, by what its cells call them, whichever way they spell it."""

    def __init__(self, batch: Batch, sheets: dict[str, Sheet]):
        self.tables = {
            noun: _table(batch, sheets[noun], kind)
            for noun, kind in batch.auto_create.items()
            if noun in AUTO_CREATABLE
        }
        self.checkings = {noun: _checking(table, sheets[noun]) for noun, table in self.tables.items()}
        self.spelt = {
            (table.noun, number): [json.loads(cells)[0]]
            for table in self.tables.values()
            for number, cells in table.rows.values_list("number", "cells")
        }
        self.known = {(noun, fold(first)): number for (noun, number), [first] in self.spelt.items()}
        self.respelt: dict[tuple[str, int], list[str]] = defaultdict(list)  # since `keep` was called
        self.waiting: dict[str, list[tuple[int, str, str]]] = {noun: [] for noun in self.tables}

    def create_missing(self, noun: str, called: str, nearest: Callable[[], str]) -> str:
        """What stands for the ``noun`` that is ``called`` so, made new if need be; "" where none is to be made."""
        if noun not in self.tables or is_reference(called):
            return ""
        folded = fold(called) or called
        if (noun, folded) not in self.known:
            self.known[noun, folded] = number = self.tables[noun].total + 1
            self.tables[noun].total = number
            self.spelt[noun, number] = [called]
            self.waiting[noun].append((number, called, nearest()))
        number = self.known[noun, folded]
        self._note_spelling(noun, number, called)
        return placeholder(self.tables[noun].position, number)

    def _note_spelling(self, noun: str, number: int, called: str) -> None:
        spelt = self.spelt[noun, number]
        if called not in spelt and len(spelt) <= MAX_SPELLINGS:
            spelt.append(called)
            self.respelt[noun, number].append(called)

    def keep(self) -> None:
        """Stage what was made new since; within the transaction that stages the rows which name it."""
        for noun, waiting in self.waiting.items():
            if not waiting:
                continue
            table, checking = self.tables[noun], self.checkings[noun]
            rows = checking.check([(number, [called]) for number, called, _ in waiting])
            for row, (_number, called, nearest) in zip(rows, waiting, strict=True):
                if nearest and not row.problems:
                    row.hint("title", called, _("a new record, and not a similar one"), nearest)
            insert(BatchRow, STORED, batch_row_values(rows, checking.sheet, table.pk))
            table.done = table.total
            table.save(update_fields=["total", "done"])
            count(table)
            waiting.clear()
        self._tell_spellings()

    def _tell_spellings(self) -> None:
        """Have it pointed out where one is made new for names that are spelt differently."""
        for (noun, number), spellings in self.respelt.items():
            row = self.tables[noun].rows.get(number=number)
            expected = _("one of {noun} for this spelling, too; correct its title if another spelling is right")
            noted = [Problem("title", one, expected.format(noun=label_plural(noun))).stored() for one in spellings]
            problems = [*json.loads(row.problems or "[]"), *noted]
            BatchRow.objects.filter(pk=row.pk).update(problems=json.dumps(problems, ensure_ascii=False))
        self.respelt.clear()


def kinds_of(sheet: Sheet) -> list[str]:
    """Of which kinds rows of ``sheet`` can be made new; `NO_KIND` where they can do without one."""
    kind = sheet.by_name()["kind"]
    return [*([] if kind.required else [NO_KIND]), *(str(value) for value, _ in kind.model_field.choices)]


def _table(batch: Batch, sheet: Sheet, kind: str) -> BatchFile:
    constants = {} if kind == NO_KIND else {"kind": kind}
    mapping = {"columns": {"title": "title"}, "constants": constants, "values": {}, "day_first": {}}
    position = FIRST_POSITION + AUTO_CREATABLE.index(sheet.noun)
    defaults = {"name": f"new {sheet.noun}", "noun": sheet.noun, "headings": ["title"], "mapping": mapping}
    return BatchFile.objects.get_or_create(batch=batch, position=position, defaults=defaults)[0]


def _checking(table: BatchFile, sheet: Sheet) -> RowValidator:
    return RowValidator(sheet, Columns(sheet, table.headings, table.mapping), BatchKeys(), user=table.batch.user)


def count(table: BatchFile) -> None:
    """Count the rows of ``table`` anew by their outcomes."""
    outcomes = table.rows.order_by().values_list("outcome", flat=True)
    table.counts = {one: outcomes.filter(outcome=one).count() for one in set(outcomes.distinct())}
    table.save(update_fields=["counts"])


def drop_unused(batch: Batch, states) -> None:
    """Take away what was made new for rows that are refused; ``states`` are those of the others, as text."""
    made = {table.position: table for table in batch.files.filter(stored="")}
    if not made:
        return
    used: dict[int, set[int]] = {position: set() for position in made}
    for state in states:
        for position, number in re.findall(r'"#(\d+):(\d+)"', state):
            if int(position) in used:
                used[int(position)].add(int(number))
    for position, table in made.items():
        numbers = set(table.rows.values_list("number", flat=True)) - used[position]
        for some in chunks(sorted(numbers), DELETION_CHUNK):
            table.rows.filter(number__in=some).delete()
        if table.rows.exists():
            count(table)
        else:
            table.delete()
