"""What differs between two states of a record, one difference at a time, and a state made of those that are accepted.

A difference is a field of the record, a field of a row that belongs to it, or such a row as a whole where one of the
two states lacks it. Its key says which: ``date``, ``CIT-0012 locator``, ``CIT-0132``.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from archive.models.base.labels import field_label
from archive.models.base.states import WORKFLOW_FIELDS
from archive.models.base.types import Anything

_NOT_SAID = ("noun", "reference", "hanging")


@dataclass(frozen=True)
class Difference:
    """One difference, with what stands before and after it as plain values; of a whole row, all its fields."""

    key: str
    noun: str
    field: str
    before: Anything
    after: Anything

    @property
    def label(self) -> str:
        """What it is called in the language of the page, after the reference of the row that belongs to the record."""
        return f"{self.key.removesuffix(self.field)}{field_label(self.noun, self.field)}" if self.field else self.key


def compare(before: dict, after: dict) -> list[Difference]:
    """The differences between two states of one record, its own fields first. Steps of the workflow are none."""
    own = [
        Difference(name, after["noun"], name, before.get(name), value)
        for name, value in after.items()
        if name not in (*_NOT_SAID, *WORKFLOW_FIELDS) and before.get(name) != value
    ]
    old, new = _rows(before), _rows(after)
    for reference in sorted({*old, *new}, key=lambda key: (key.split("-")[0], int(key.split("-")[1]))):
        if reference not in old or reference not in new:
            own.append(Difference(reference, "", "", old.get(reference), new.get(reference)))
            continue
        was, now = old[reference], new[reference]
        own += [
            Difference(f"{reference} {name}", now["noun"], name, was.get(name), value)
            for name, value in now.items()
            if name not in _NOT_SAID and was.get(name) != value
        ]
    return own


def apply_differences(current: dict, differences: Iterable[Difference]) -> dict:
    """``current`` with each of ``differences`` made in it."""
    merged = deepcopy(current)
    rows = _rows(merged)
    for difference in differences:
        reference, _, name = difference.key.partition(" ")
        if "-" not in reference:
            merged[difference.key] = difference.after
        elif name and reference in rows:
            rows[reference][name] = difference.after
        elif not name and difference.after is None:
            rows.pop(reference, None)
        elif not name:
            rows[reference] = difference.after
    hanging: dict[str, list] = {}
    for row in rows.values():
        hanging.setdefault(row["noun"], []).append(row)
    merged.pop("hanging", None)
    return merged | ({"hanging": hanging} if hanging else {})


def _rows(state: dict) -> dict[str, dict]:
    return {row["reference"]: row for rows in state.get("hanging", {}).values() for row in rows}
