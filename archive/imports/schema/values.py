"""Columns of plain values: what a cell may say, how it is read and how it is written."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.dates import edtf, typed_dates
from archive.imports.files.errors import CellError
from archive.imports.files.workbooks import Formula
from archive.imports.schema import cells
from archive.imports.schema.batch_keys import HIGHEST
from archive.imports.schema.links import LinkResolver
from archive.languages import in_each_language
from archive.letters import fold
from archive.models.base.accessions import REFERENCE, reference_for
from archive.models.log.mentions import mentioned_in, validate_mentions

YES, NO = "yes", "no"
NO_FORMULA = gettext_lazy("a value; this cell holds a formula or an error, and what it came to is not known")

_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]+)?")


class Column:
    """A column of text."""

    several = False
    can_be_meant = False  # whether a word that is not known can stand for one that is

    def __init__(self, field: models.Field):
        self.field = field
        self.name = field.name
        self.required = not (field.blank or field.has_default() or field.many_to_many)

    @property
    def meaning(self) -> str:
        return str(self.field.help_text)

    @property
    def allowed(self) -> str:
        longest = getattr(self.field, "max_length", None)
        return _("text, up to {longest} characters").format(longest=longest) if longest else _("text")

    def keys(self, cell: str) -> Iterable[str]:
        """What the cell links to, to be looked up for all rows at once."""
        return ()

    def read(self, cell: str, links: LinkResolver):
        """The value in ``cell``; raise `CellError` with what is expected instead."""
        if "\x00" in cell:
            raise CellError(_("text without NUL characters"))
        if isinstance(cell, Formula):
            raise CellError(NO_FORMULA)
        cell = self.cleaned(cell)
        if cell == "":
            return self.empty()
        value = self.value_of(cell, links)
        self._check(value)
        return value

    def cleaned(self, cell: str) -> str:
        """What stands in ``cell``, in the one form in which it is compared and kept."""
        return cells.cleaned(cells.restore(cell), is_running=isinstance(self.field, models.TextField))

    def read_all(self, written: list[str], links: LinkResolver) -> list:
        """The value of each cell, each different one read once; in place of one that can't be read, its `CellError`."""
        known: dict[str, object] = {}
        for cell in dict.fromkeys(written):
            try:
                known[cell] = self.read(cell, links)
            except CellError as error:
                known[cell] = error
        return [known[cell] for cell in written]

    def nearest(self, cell: str) -> str:
        """What is accepted and comes close to ``cell``, if anything does."""
        return ""

    def empty(self):
        if self.required:
            raise CellError(_("a value: this column can't be empty ({allowed})").format(allowed=self.allowed))
        return self.default()

    def default(self):
        """The plain value of a field left out or left empty."""
        value = self.field.get_default()
        if self.field.empty_strings_allowed and value is None and not self.field.null:
            return ""
        return value

    def value_of(self, cell: str, links: LinkResolver):
        return cell

    def write(self, value) -> str:
        return "" if value is None else cells.defuse(str(value))

    def _check(self, value) -> None:
        longest = getattr(self.field, "max_length", None)
        if longest and isinstance(value, str) and len(value) > longest:
            raise CellError(
                _("at most {longest} characters; this has {length}").format(longest=longest, length=len(str(value)))
            )
        for validator in self.field.validators:
            try:
                validator(value)
            except ValidationError as error:
                raise CellError(" ".join(error.messages)) from error


class ReferenceColumn(Column):
    """The reference of the row itself, by which rows are matched."""

    def __init__(self, model):
        super().__init__(model._meta.get_field("accession"))
        self.name, self.required, self.prefix = "reference", False, model.prefix

    @property
    def meaning(self) -> str:
        return _(
            "The reference of the row: a known one is changed, a new one is made; empty, the next free one is given."
        )

    def empty(self) -> str:
        return ""

    @property
    def allowed(self) -> str:
        return _("{prefix}- and a number of four digits or more").format(prefix=self.prefix)

    def _check(self, value) -> None:
        match = REFERENCE.fullmatch(value)
        known = match and match[1] == self.prefix and 0 < int(match[2]) <= HIGHEST
        if not known or value != reference_for(self.prefix, int(match[2])):
            raise CellError(_("{allowed}, such as {prefix}-0001").format(allowed=self.allowed, prefix=self.prefix))


class Prose(Column):
    """Running text; persons whom it names may be rows of the same delivery."""

    def value_of(self, cell: str, links: LinkResolver) -> str:
        unknown = [person for person in mentioned_in(cell) if not links.keys.lookup("people", person)]
        try:
            validate_mentions(" ".join(f"[[{person}]]" for person in unknown))
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from error
        return cell

    def _check(self, value) -> None:
        return


class Choice(Column):
    can_be_meant = True

    @property
    def allowed(self) -> str:
        return ", ".join(str(value) for value, _ in self.field.choices)

    @cached_property
    def accepted(self) -> dict[str, str]:
        """Each choice by its folded value, and by its words in any language of the interface that mean it alone."""
        meant = defaultdict(set)
        for value, label in self.field.choices:
            for words in in_each_language(label):
                meant[fold(words)].add(str(value))
        words = {word: min(values) for word, values in meant.items() if len(values) == 1}
        return words | {fold(str(value)): str(value) for value, _ in self.field.choices}

    def value_of(self, cell: str, links: LinkResolver) -> str:
        value = self.accepted.get(fold(cell))
        if value is None:
            raise CellError(_("one of: {allowed}").format(allowed=self.allowed), self.nearest(cell))
        return value

    def nearest(self, cell: str) -> str:
        return next((self.accepted[key] for key in get_close_matches(fold(cell), self.accepted, 1)), "")


class YesNo(Column):
    can_be_meant = True

    allowed = gettext_lazy("yes or no")

    def value_of(self, cell: str, links: LinkResolver) -> bool:
        answer = _answers().get(fold(cell))
        if answer is None:
            raise CellError(self.allowed)
        return answer

    def write(self, value) -> str:
        return YES if value else NO


@cache
def _answers() -> dict[str, bool]:
    """What yes and no are called in any language of the interface, folded."""
    said = ((True, gettext_lazy("yes")), (False, gettext_lazy("no")))
    return {fold(word): answer for answer, words in said for word in in_each_language(words)}


class Whole(Column):
    allowed = gettext_lazy("a whole number")

    def value_of(self, cell: str, links: LinkResolver) -> int:
        if not (cell.isascii() and cell.isdigit() and len(cell) < 10):
            raise CellError(_("a whole number, 0 or more, without separators"))
        return int(cell)


class Degrees(Column):
    allowed = gettext_lazy("a number with a point, such as 39.75")

    def value_of(self, cell: str, links: LinkResolver) -> str:
        if not _DEGREES.fullmatch(cell):
            raise CellError(self.allowed)
        number = Decimal(cell)
        if -number.as_tuple().exponent > self.field.decimal_places:
            raise CellError(_("at most {number} digits after the point").format(number=self.field.decimal_places))
        return str(number.normalize()) if number else "0"

    def _check(self, value) -> None:
        for validator in self.field.validators:
            try:
                validator(Decimal(value))
            except ValidationError as error:
                raise CellError(" ".join(error.messages)) from error


class Edtf(Column):
    allowed = gettext_lazy("a date as archivists write it (EDTF), such as 2020-11-10 or [2020-10-09..2020-10-15]")

    def value_of(self, cell: str, links: LinkResolver) -> str:
        try:
            return typed_dates.read(cell, links.day_first.get(self.name))
        except typed_dates.Ambiguous as error:
            raise CellError(_("a date that means one thing, but {why}").format(why=error.reason)) from error
        except edtf.NotADate as error:
            raise CellError(
                _("a date that can be read, but {why}. {expected}").format(why=error.reason, expected=_(edtf.EXPECTED))
            ) from error


class Day(Column):
    allowed = gettext_lazy("a day: year-month-day, such as 2020-11-10")

    def value_of(self, cell: str, links: LinkResolver) -> str:
        try:
            typed = typed_dates.read(cell, links.day_first.get(self.name))
            return date.fromisoformat(typed).isoformat()
        except ValueError as error:
            raise CellError(self.allowed) from error
