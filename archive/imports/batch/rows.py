"""Rows of a batch: what a row says, what is wrong with it, and how it is kept."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models

from archive.imports.schema.sheets import Sheet
from archive.models.base.registry import RegisteredModel
from archive.models.base.states import attributes_of
from archive.models.log.changes import canonical
from archive.vocabularies import RowOutcome

NEW, CHANGED, SAME, REFUSED = RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.SAME, RowOutcome.REFUSED
STORED = ("file_id", "number", "outcome", "reference", "subject", "key", "cells", "before", "state", "problems")


@dataclass(slots=True)
class Problem:
    """Why a row can't be taken: in which column, what stands there, what was expected, and what comes close."""

    column: str
    value: str
    expected: str
    nearest: str = ""

    def __post_init__(self):
        self.value = self.value if len(self.value) <= 500 else f"{self.value[:499]}…"

    def stored(self) -> list[str]:
        return [self.column, self.value, self.expected, self.nearest]


@dataclass(slots=True)
class CheckedRow:
    """One row on its way: its cells, the plain values in them, and what becomes of it."""

    number: int
    cells: list[str]
    values: dict = field(default_factory=dict)
    key: str = ""
    before: dict | None = None
    outcome: str = ""
    problems: list[Problem] = field(default_factory=list)
    seen_before: bool = False  # whether it came in before, word for word

    @property
    def reference(self) -> str:
        return self.values.get("reference", "")

    def after(self) -> dict:
        """The state in which the row leaves its record."""
        return (self.before or {}) | self.values

    def differs(self) -> bool:
        before = self.before
        return any(before[name] != value for name, value in self.values.items())

    def refuse(self, column: str, value: str, expected: str, nearest: str = "") -> None:
        self.outcome = REFUSED
        self.hint(column, value, expected, nearest)

    def hint(self, column: str, value: str, expected: str, nearest: str = "") -> None:
        """Have something pointed out to whoever looks through the rows."""
        self.problems.append(Problem(column, value, expected, nearest))


def several(value) -> Iterable[str]:
    return value if isinstance(value, list) else (value,)


def batch_row_values(rows: list[CheckedRow], sheet: Sheet, file_id: int) -> list[tuple]:
    """``rows`` as the table of staged rows keeps them, in the order of `STORED`."""
    hook = sheet.model.parent_field
    found = []
    for row in rows:
        written = row.outcome in (NEW, CHANGED)
        subject = str((row.after().get(hook) or "") if hook else row.reference) if written else row.reference
        found.append(
            (
                file_id,
                row.number,
                str(row.outcome),
                row.reference if row.outcome != REFUSED or len(row.reference) <= 16 else "",
                subject if len(subject) <= 16 else "",
                row.key,
                json.dumps(row.cells, ensure_ascii=False),
                canonical(row.before) if row.outcome == CHANGED else "",
                canonical(row.after()) if written else "",
                json.dumps([one.stored() for one in row.problems], ensure_ascii=False) if row.problems else "",
            )
        )
    return found


def instance_of(model: type[RegisteredModel], state: dict, *, adding: bool) -> models.Model:
    """A state as a row of its table, not saved."""
    instance = model(**attributes_of(model, state))
    instance._state.adding, instance._state.db = adding, "default"
    return instance
