"""Widgets of plain values: what a cell may say, how it is read (`clean`) and how it is written (`render`).

Each is a `Widget` of django-import-export, made for one field of a model. Values are plain, as
`archive.models.base.states` gives them: a link is a reference, a date its EDTF text.
"""

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
from import_export.widgets import Widget

from archive.dates import edtf, typed_dates
from archive.imports.files.errors import CellError
from archive.imports.files.workbooks import Formula
from archive.imports.schema import cells
from archive.imports.schema.batch_keys import HIGHEST, BatchKeys
from archive.imports.schema.links import LinkResolver
from archive.languages import in_each_language
from archive.letters import fold
from archive.models.access.viewers import ANYONE
from archive.models.base.accessions import REFERENCE, reference_for
from archive.models.base.registry import RegisteredModel
from archive.models.log.mentions import mentioned_in, validate_mentions

YES, NO = "yes", "no"
NO_FORMULA = gettext_lazy("a value; this cell has a formula or an error whose result is not known")

_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]+)?")


class CellWidget(Widget):
    """A cell of text."""

    several = False  # whether a cell holds several values, with ``;`` between them
    can_be_meant = False  # whether a word that is not known can stand for one that is
    is_date = False
    model: type[RegisteredModel] | None = None  # what the cell links to
    scheme = ""  # the vocabulary of which it names a term
    expected: object = ""  # what it may say, in words

    def __init__(self, field: models.Field):
        super().__init__()
        self.field = field
        self.required = not (field.blank or field.has_default() or field.many_to_many)

    @property
    def meaning(self) -> str:
        return str(self.field.help_text)

    @property
    def accepted(self) -> dict[str, str] | None:
        """By its folded word, each choice that the cell may name; ``None`` where it may say anything."""
        return None

    @property
    def allowed(self) -> str:
        """What the cell may say, in words."""
        if self.expected:
            return str(self.expected)
        longest = getattr(self.field, "max_length", None)
        return _("text, up to {longest} characters").format(longest=longest) if longest else _("text")

    def keys(self, cell: str) -> Iterable[str]:
        """What the cell links to, to be looked up for all rows at once."""
        return ()

    def clean(self, value, row=None, links: LinkResolver | None = None, **kwargs):
        """The plain value in the cell ``value``; raise `CellError`, a `ValueError`, with what is expected instead.

        ``links`` finds what cells name. Without it, what anyone may see is found.
        """
        cell = value if isinstance(value, str) else "" if value is None else str(value)
        if "\x00" in cell:
            raise CellError(_("text without NUL characters"))
        if isinstance(cell, Formula):
            raise CellError(NO_FORMULA)
        cell = self.cleaned(cell)
        if cell == "":
            return self.empty()
        read = self.value_of(cell, links or self._links_of(cell))
        self._check(read)
        return read

    def _links_of(self, cell: str) -> LinkResolver:
        """What finds the links of one cell by itself, among what anyone may see."""
        links = LinkResolver(BatchKeys(), user=ANYONE)
        if self.model is not None:
            links.load(self.model, self.scheme, self.keys(cell))
        return links

    def cleaned(self, cell: str) -> str:
        """What stands in ``cell``, in the one form in which it is compared and kept."""
        return cells.cleaned(cells.unescape_formula(cell), is_running=isinstance(self.field, models.TextField))

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

    def render(self, value, obj=None, *, for_spreadsheet: bool = True, **kwargs) -> str:
        """The cell in which the plain ``value`` is written; one for a spreadsheet holds nothing that this would run."""
        text = self.text_of(value)
        return cells.defuse(text) if for_spreadsheet else text

    def text_of(self, value) -> str:
        """The words for the plain ``value``, as a cell has them."""
        return "" if value is None else str(value)

    def prepare(self) -> None:
        """Read once what `render` needs for all rows of a table."""

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


class ReferenceWidget(CellWidget):
    """The reference of the row itself, by which rows are matched."""

    def __init__(self, field: models.Field, prefix: str):
        super().__init__(field)
        self.required, self.prefix = False, prefix

    @property
    def meaning(self) -> str:
        return _(
            "The reference of the row. A known one is changed, a new one is created; if empty, the next "
            "free one is used."
        )

    def empty(self) -> str:
        return ""

    @property
    def allowed(self) -> str:
        return _("{prefix}- and a number of four digits or more").format(prefix=self.prefix)

    def _check(self, value) -> None:
        match = REFERENCE.fullmatch(value)
        number = int(match[2]) if match and match[1] == self.prefix else 0
        if not 0 < number <= HIGHEST or value != reference_for(self.prefix, number):
            raise CellError(_("{allowed}, such as {prefix}-0001").format(allowed=self.allowed, prefix=self.prefix))


class ProseWidget(CellWidget):
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


class ChoiceWidget(CellWidget):
    """One of a field's fixed choices, by its value or by its words in any language of the interface."""

    can_be_meant = True

    @property
    def allowed(self) -> str:
        return ", ".join(str(value) for value, _ in self.field.flatchoices)

    @cached_property
    def accepted(self) -> dict[str, str]:
        """Each choice by its folded value, and by its words in any language of the interface that mean it alone."""
        meant = defaultdict(set)
        for value, label in self.field.flatchoices:
            for words in in_each_language(label):
                meant[fold(words)].add(str(value))
        alone = {word: min(values) for word, values in meant.items() if len(values) == 1}
        return alone | {fold(str(value)): str(value) for value, _ in self.field.flatchoices}

    def value_of(self, cell: str, links: LinkResolver) -> str:
        value = self.accepted.get(fold(cell))
        if value is None:
            raise CellError(_("one of: {allowed}").format(allowed=self.allowed), self.nearest(cell))
        return value

    def nearest(self, cell: str) -> str:
        return next((self.accepted[key] for key in get_close_matches(fold(cell), self.accepted, 1)), "")


class YesNoWidget(CellWidget):
    """Yes or no."""

    can_be_meant = True

    expected = gettext_lazy("yes or no")

    def value_of(self, cell: str, links: LinkResolver) -> bool:
        answer = _answers().get(fold(cell))
        if answer is None:
            raise CellError(self.allowed)
        return answer

    def text_of(self, value) -> str:
        return YES if value else NO


@cache
def _answers() -> dict[str, bool]:
    """What yes and no are called in any language of the interface, folded."""
    said = ((True, gettext_lazy("yes")), (False, gettext_lazy("no")))
    return {fold(word): answer for answer, words in said for word in in_each_language(words)}


class WholeNumberWidget(CellWidget):
    """A whole number, 0 or more."""

    expected = gettext_lazy("a whole number")

    def value_of(self, cell: str, links: LinkResolver) -> int:
        if not (cell.isascii() and cell.isdigit() and len(cell) < 10):
            raise CellError(_("a whole number, 0 or more, without separators"))
        return int(cell)


class DegreesWidget(CellWidget):
    """Degrees with decimals (WGS 84)."""

    def __init__(self, field: models.DecimalField):
        super().__init__(field)
        self.decimal_places = field.decimal_places

    expected = gettext_lazy("a number with a decimal point, such as 39.75")

    def value_of(self, cell: str, links: LinkResolver) -> str:
        if not _DEGREES.fullmatch(cell):
            raise CellError(self.allowed)
        number = Decimal(cell)
        if len(cell.partition(".")[2]) > self.decimal_places:
            raise CellError(_("at most {number} digits after the decimal point").format(number=self.decimal_places))
        return str(number.normalize()) if number else "0"

    def _check(self, value) -> None:
        for validator in self.field.validators:
            try:
                validator(Decimal(value))
            except ValidationError as error:
                raise CellError(" ".join(error.messages)) from error


class EdtfWidget(CellWidget):
    """An imprecise date: EDTF, or as people type dates."""

    is_date = True
    expected = gettext_lazy("a date in EDTF, such as 2020-11-10 or [2020-10-09..2020-10-15]")

    def value_of(self, cell: str, links: LinkResolver) -> str:
        try:
            return typed_dates.read(cell, links.day_first.get(self.field.name))
        except typed_dates.Ambiguous as error:
            raise CellError(_("a date with one meaning, but {why}").format(why=error.reason)) from error
        except edtf.NotADate as error:
            raise CellError(
                _("a date that can be read, but {why}. {expected}").format(why=error.reason, expected=_(edtf.EXPECTED))
            ) from error


class DayWidget(CellWidget):
    """A day of the calendar (ISO 8601), or as people type it."""

    is_date = True
    expected = gettext_lazy("a day: year-month-day, such as 2020-11-10")

    def value_of(self, cell: str, links: LinkResolver) -> str:
        try:
            typed = typed_dates.read(cell, links.day_first.get(self.field.name))
            return date.fromisoformat(typed).isoformat()
        except ValueError as error:
            raise CellError(self.allowed) from error
