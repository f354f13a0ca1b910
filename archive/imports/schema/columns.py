"""One column of a file: how a cell becomes a value of its field, and how that value is written again.

Values are plain, as `archive.models.base.states` gives them: a link is a reference, a date its EDTF text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, cached_property

from django.core.exceptions import ValidationError
from django.core.files.base import File as DjangoFile
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.dates import edtf, typed_dates
from archive.domain.originals import may_have
from archive.imports.files.errors import CellError
from archive.imports.files.workbooks import Formula
from archive.imports.schema import cells
from archive.imports.schema.batch_keys import HIGHEST
from archive.imports.schema.links import LinkResolver, natural_key_of_terms
from archive.languages import in_each_language
from archive.letters import fold
from archive.media import storage
from archive.models import Accession, Term
from archive.models.base.accessions import REFERENCE, reference_for
from archive.models.base.fields import ImpreciseDateField
from archive.models.log.mentions import ProseField, mentioned_in, validate_mentions

YES, NO = "yes", "no"
NO_FORMULA = gettext_lazy("a value; this cell holds a formula or an error, and what it came to is not known")
MOST_NAMED = 5  # records that a refusal names
LONGEST_NAMED = 100  # characters of a cell that it repeats
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


class Link(Column):
    """A link to one other record, by reference or natural key."""

    def __init__(self, field: models.Field):
        super().__init__(field)
        self.model = field.related_model
        self.can_be_meant = self.model is not Accession
        self.scheme = str(dict(field.get_limit_choices_to() or {}).get("scheme", ""))

    @property
    def allowed(self) -> str:
        if self.model is Term:
            return (
                _("notation of a term in {scheme}").format(scheme=self.scheme)
                if self.scheme
                else _("scheme:notation of a term")
            )
        if self.model is Accession:
            return _("reference of any record or authority")
        return _("reference of one of the {noun}").format(noun=self.model.label_plural())

    def keys(self, cell: str) -> list[str]:
        return [key] if (key := self.cleaned(cell)) else []

    def value_of(self, cell: str, links: LinkResolver) -> str:
        return self._one(cell, links)

    def _one(self, key: str, links: LinkResolver) -> str:
        found = links.find(self.model, self.scheme, key)
        if len(found) > 1:
            some, more = ", ".join(found[:MOST_NAMED]), _(" and more") if len(found) > MOST_NAMED else ""
            raise CellError(
                _("“{key}” to be one record, but several are called so: use one of {some}{more}").format(
                    key=_short(key), some=some, more=more
                )
            )
        if not found:
            raise CellError(
                _("{allowed}; “{key}” is not known here").format(allowed=self.allowed, key=_short(key)),
                links.nearest(self.model, self.scheme, key),
            )
        return found[0]

    def _check(self, value) -> None:
        return

    def write(self, value) -> str:
        return cells.defuse(self._key(value)) if value else ""

    def _key(self, reference: str) -> str:
        return self._terms[reference] if self.model is Term else reference

    def prepare_to_write(self) -> None:
        """Read once what all rows need for `write`."""
        if self.model is Term:
            self._terms = natural_key_of_terms(self.scheme)


class SeveralLinks(Link):
    """Links to several other records in one cell."""

    several = True

    @property
    def allowed(self) -> str:
        return _("{allowed}; several with ; between them").format(allowed=super().allowed)

    def default(self) -> list[str]:
        return []

    def keys(self, cell: str) -> list[str]:
        return self._parts(self.cleaned(cell))

    def value_of(self, cell: str, links: LinkResolver) -> list[str]:
        found, wrong = set(), {}
        for key in self._parts(cell):
            try:
                found.add(self._one(key, links))
            except CellError as error:
                wrong[key] = error
        if wrong:
            first = next(iter(wrong.values()))
            raise CellError(str(first), first.nearest, tuple(wrong))
        return sorted(found)

    def _parts(self, cell: str) -> list[str]:
        return [cells.cleaned(value) for value in cells.split(cell)]

    def write(self, value) -> str:
        return cells.defuse(cells.join(sorted(self._key(reference) for reference in value)))


class OriginalFile(Column):
    """A picture or recording, by the name under which the archive keeps it, or that it has in the delivery."""

    allowed = gettext_lazy("name of a file that the archive keeps, or that lies in the ZIP beside the table")

    def cleaned(self, cell: str) -> str:
        return cell.strip()  # a file is called whatever it is called

    def value_of(self, cell: str, links: LinkResolver) -> str:
        name, originals = cell, storage.originals()
        if storage.is_name(name) and (links.user is None or may_have(links.user, name)) and originals.exists(name):
            with originals.open(name) as content:
                self._require_fit(content, name)
            return name
        path = self._bundled(name, links)
        with DjangoFile(links.bundled.opened(path)) as content:
            self._require_fit(content, name)
            return originals.save(name, content)

    def _bundled(self, name: str, links: LinkResolver) -> str:
        """The one file beside the table that ``name`` means; raise `CellError` where there is none, or several."""
        bundled = links.bundled
        if bundled is None or not name:
            raise CellError(self.allowed)
        found = bundled.find(name)
        if not found:
            template = _("{allowed}. There lie: {names}") if bundled.listed() else "{allowed}"
            raise CellError(template.format(allowed=self.allowed, names=bundled.listed()))
        if len(found) > 1:
            template = _("the whole path, for several files are called so: {names}")
            raise CellError(template.format(names=bundled.listed(found)))
        return found[0]

    def _require_fit(self, content: DjangoFile, name: str) -> None:
        if storage.is_name(name) and storage.name_of(content, name) != name:
            raise CellError(_("a file whose bytes have the checksum in its name"))
        super()._check(content)

    def _check(self, value) -> None:
        return


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NAMED else f"{text[:LONGEST_NAMED]}…"


def column_for(model: type[models.Model], name: str) -> Column:
    """The column that fills the field ``name`` of ``model``."""
    if name == "reference":
        return ReferenceColumn(model)
    field = model._meta.get_field(name)
    if field.many_to_many:
        return SeveralLinks(field)
    if field.is_relation:
        return Link(field)
    if field.choices:
        return Choice(field)
    for kind, column in _COLUMNS:
        if isinstance(field, kind):
            return column(field)
    return Column(field)


_COLUMNS = (
    (ProseField, Prose),
    (models.FileField, OriginalFile),
    (ImpreciseDateField, Edtf),
    (models.BooleanField, YesNo),
    (models.IntegerField, Whole),
    (models.DecimalField, Degrees),
    (models.DateField, Day),
)
