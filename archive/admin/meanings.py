"""Which words in a file stand for which: what was answered, and what is still to be answered, once for all rows."""

import hashlib
from dataclasses import dataclass

from archive.imports.types import SHEETS
from archive.models import BatchFile, Mapping
from archive.models.base.labels import choice_label, field_label

MAX_LISTED = 300  # answers of one table that are shown with those that are still to be given


@dataclass(frozen=True)
class Meaning:
    """One value of one column, and what it is said to stand for."""

    input: str  # the name of its field on the form
    column: str
    label: str  # what the column is called
    typed: str
    meant: str  # "" where that is still to be said
    count: int  # rows that have it and are refused for it
    choices: list[tuple[str, str]] | None  # each value, and what it is called
    nearest: str


def meanings_of(table: BatchFile) -> list[Meaning]:
    """The values of ``table`` that are not known, and those that somebody said the meaning of."""
    columns, found = SHEETS[table.noun].by_name(), []
    answered = table.mapping.get("values", {})
    for name in columns:
        said, unknown = answered.get(name, {}), table.unknown.get(name, {})
        accepted = columns[name].widget.accepted
        choices = (
            [(one, choice_label(table.noun, name, one)) for one in sorted(set(accepted.values()))] if accepted else None
        )
        for typed in sorted({*unknown, *sorted(said)[:MAX_LISTED]}):
            meaning = Meaning(
                input=input_of(table, name, typed),
                column=name,
                label=field_label(table.noun, name),
                typed=typed,
                meant=said.get(typed, ""),
                count=unknown.get(typed, 0),
                choices=choices,
                nearest=columns[name].widget.nearest(typed) if typed in unknown else "",
            )
            found.append(meaning)
    return found


def input_of(table: BatchFile, column: str, typed: str) -> str:
    """The name of the field in which the meaning of ``typed`` is said; the same however the list changes meanwhile."""
    return f"{table.position}-{column}-{hashlib.sha256(typed.encode()).hexdigest()[:16]}"


def keep_meanings(table: BatchFile, posted) -> None:
    """Keep what was posted, also in the named mapping by which the table is read; an answer left empty is forgotten."""
    values = table.mapping.setdefault("values", {})
    for one in meanings_of(table):
        meant = posted.get(one.input, one.meant).replace("\x00", "").strip()
        if meant:
            values.setdefault(one.column, {})[one.typed] = meant
        else:
            values.get(one.column, {}).pop(one.typed, None)
    table.save()
    if table.known_as:
        for kept in Mapping.objects.filter(noun=table.noun, name=table.known_as, user=table.batch.user):
            kept.mapping = kept.mapping | {"values": values}
            kept.save()
