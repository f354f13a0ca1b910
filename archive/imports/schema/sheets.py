"""A sheet: the columns of the file of one noun, in order. The lists stand in the noun's own module."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from archive.imports.files.tables import write_lines
from archive.imports.schema.columns import column_for
from archive.imports.schema.values import Column
from archive.models.base.registry import RegisteredModel

# The last columns of every record and authority: who may see it, and what became of it.
PUBLICATION_COLUMNS = ("collection", "access", "embargo_until", "state", "withdrawn_on", "withdrawn_because")


class Sheet:
    """The contract of one noun's file: which columns there are, in which order, and what model they fill."""

    def __init__(self, model: type[RegisteredModel], *names: str, cleaned_with: tuple[str, ...] = ()):
        self.model = model
        self.noun = model.noun
        self.columns: list[Column] = [column_for(model, name) for name in names]
        self.names = [column.name for column in self.columns]
        self.required = [column.name for column in self.columns if column.required]
        self.cleaned_with = cleaned_with  # links that the model's own check across fields looks into

    @property
    def words(self) -> str:
        """What its rows are, in words."""
        return str(self.model._meta.verbose_name_plural)

    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def has_rules(self) -> bool:
        """Whether its table has rules that a cell by itself can't break."""
        return any(not one.name.endswith("_ends_after_it_begins") for one in self.model._meta.constraints)


def write(out: TextIO, sheet: Sheet, rows: Iterable[dict]) -> None:
    """Write the states ``rows`` as the table of ``sheet``, in CSV."""
    write_lines(out, lines_of(sheet, rows))


def lines_of(sheet: Sheet, rows: Iterable[dict]) -> Iterator[list[str]]:
    """The table of ``sheet`` as lists of cells, its headings first."""
    for column in sheet.columns:
        if hasattr(column, "prepare_to_write"):
            column.prepare_to_write()
    yield sheet.names
    for row in rows:
        yield [column.write(row[column.name]) for column in sheet.columns]
