"""Which heading of a file fills which field: suggested by name, synonym and earlier choice, and corrected by people.

A mapping is plain JSON, kept with its file: ``columns`` (heading → field, "" for none), ``constants`` (field → cell),
``values`` (field → {cell as typed → cell as meant}), ``day_first`` (field → whether 03/04 is 3 April), ``parted``
(field → what stands between several values in one cell), ``is_guessed`` (whether headings alone tell what rows are).
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from archive.imports.files.errors import TableError
from archive.imports.schema import cells as cells_
from archive.imports.schema.sheets import Sheet
from archive.languages import ENGLISH, in_each_language
from archive.letters import fold

VALUE_SEPARATORS = {
    ";": gettext_lazy("semicolons"),
    ",": gettext_lazy("commas"),
    "\n": gettext_lazy("line breaks"),
    "/": gettext_lazy("vertical bars"),
}  # several values in one cell
OWN_NUMBER = "own-number"  # what a row is called in its own file, by which it is known again and linked to
LEFT_OUT = ""

# How people head their columns, folded; the field comes first.
_SYNONYMS = {
    "reference": "archive reference, archive ref",
    OWN_NUMBER: "id, no, nr, number in the file, row id, own number, №, номер, համար",
    "title": "heading, called, name, название, վերնագիր",
    "summary": "description, abstract, notes, описание, նկարագիր",
    "date": "when, day, date of event, дата, ամսաթիվ, tarix",
    "places": "place, where, location, locations, место, места, վայր, yer",
    "part_of": "within, in, belongs to",
    "place": "where, location, место, վայր",
    "name": "full name, person, имя, фио, անուն, ad",
    "born": "date of birth, birth date, year of birth, born on, дата рождения, ծնվել է",
    "sex": "gender, пол, սեռ",
    "kind": "type, category, вид, տեսակ",
    "acts": "act, abuses, treatment",
    "told_by": "witness, interviewee, narrator",
    "told_by_label": "witness described as, described as",
    "collected_by": "interviewer, collected by organisation",
    "original_language": "language, язык, լեզու",
    "text": "account, transcript, full text, текст, տեքստ",
    "translation": "english, in english, перевод",
    "source": "publication, источник, աղբյուր",
    "address": "url, link, web address, ссылка",
    "cases": "case",
    "subject": "record, about",
    "issuer": "issued by, speaker",
    "content_warning": "warning",
    "latitude": "lat",
    "longitude": "lon, lng, long",
}


def plain(heading: str) -> str:
    """A heading as it is compared: folded, signs as blanks."""
    return " ".join(re.sub(r"[^\w№]+|_", " ", fold(heading)).split())


def suggested(sheet: Sheet, headings: list[str], earlier: Iterable[dict] = ()) -> dict:
    """A mapping for ``headings``: as it was chosen for the same heading before, by name, or by synonym."""
    chosen: dict[str, str] = {}
    for mapping in earlier:
        for heading, name in mapping.get("columns", {}).items():
            chosen.setdefault(plain(heading), name)
    called = _called(sheet)
    columns, taken = {}, set()
    for known in (chosen, called):
        for heading in headings:
            name = known.get(plain(heading))
            if heading and heading not in columns and name and name not in taken and name in (*sheet.names, OWN_NUMBER):
                columns[heading] = name
                taken.add(name)
    return {
        "columns": {heading: columns.get(heading, LEFT_OUT) for heading in headings if heading},
        "constants": {},
        "values": {},
        "day_first": {},
    }


def exact(sheet: Sheet, headings: list[str], constants: dict[str, str] | None = None) -> dict:
    """The mapping of a file whose headings are the archive's own; raise `TableError` naming each that is not.

    ``constants`` fill fields for all rows, and are named as the headings are.
    """
    constants, problems = constants or {}, []
    named = [*headings, *(name for name in constants if name not in headings)]
    if missing := [name for name in sheet.required if name not in named]:
        problems.append(_("missing: {fields}").format(fields=", ".join(missing)))
    if unknown := [heading or _("(a column without a heading)") for heading in named if heading not in sheet.names]:
        problems.append(_("not known: {unknown}").format(unknown=", ".join(unknown)))
    if problems:
        raise TableError(
            _("The columns are not those of {noun}; {problems}. Expected: {names}.").format(
                noun=sheet.noun, problems="; ".join(problems), names=", ".join(sheet.names)
            )
        )
    columns = {heading: heading for heading in headings}
    return {"columns": columns, "constants": constants, "values": {}, "day_first": {}}


def lacking(sheet: Sheet, mapping: dict) -> list[str]:
    """The fields that a row can't do without, and that neither a column nor a constant fills."""
    filled = {*mapping.get("columns", {}).values(), *mapping.get("constants", {})}
    return [] if "reference" in filled else [name for name in sheet.required if name not in filled]


def filled_twice(mapping: dict) -> list[str]:
    names = [name for name in mapping.get("columns", {}).values() if name]
    return sorted({name for name in names if names.count(name) > 1})


def best_sheet(sheets: Iterable[Sheet], headings: list[str], rows: list[list[str]]) -> Sheet:
    """The sheet whose columns ``headings`` name most of, whose choices ``rows`` keep to, and which misses least."""

    def fit(sheet: Sheet) -> tuple[int, int, int]:
        columns = suggested(sheet, headings)["columns"]
        named = [name for name in columns.values() if name]
        lacks = len(set(sheet.required) - set(named))
        return len(named) + _keeping(sheet, headings, columns, rows), -lacks, -len(sheet.columns)

    return max(sheets, key=fit)


def _keeping(sheet: Sheet, headings: list[str], columns: dict[str, str], rows: list[list[str]]) -> int:
    """How many columns of choices ``rows`` keep to, less those that they don't."""
    own, found = sheet.by_name(), 0
    for n, heading in enumerate(headings):
        column = own.get(columns.get(heading, ""))
        accepted = column.widget.accepted if column else None
        cells = {fold(row[n].strip()) for row in rows if n < len(row)} - {""}
        if accepted and cells:
            found += 1 if cells <= accepted.keys() else -1
    return found


def _called(sheet: Sheet) -> dict[str, str]:
    """The field that each heading stands for: by its name, its label, a synonym, or what the desk calls it."""
    names = [*sheet.names, OWN_NUMBER]
    called = {plain(word): name for name in names for word in _SYNONYMS.get(name, "").split(",") if word.strip()}
    with override(ENGLISH):
        labels = {plain(str(label)): name for name, label in sheet.model.labels.items() if name in sheet.names}
    spoken = {
        plain(words): column.name
        for column in sheet.columns
        for words in in_each_language(column.model_field.verbose_name)
    }
    return spoken | called | labels | {plain(name): name for name in names}


class Columns:
    """A mapping laid over the headings of one file: for each field, which cell of a row fills it."""

    def __init__(self, sheet: Sheet, headings: list[str], mapping: dict):
        own = sheet.by_name()
        at = {name: headings.index(heading) for heading, name in mapping["columns"].items() if name}
        constants = {name: cell for name, cell in mapping.get("constants", {}).items() if name in own and cell}
        constants.pop("reference", None)  # one for all rows would be one record
        self.width = len(headings)
        self.own_number = at.pop(OWN_NUMBER, None)
        self.filled = [column for name, column in own.items() if name in at or name in constants]
        self._at, self._constants = at, constants
        self._meant = {
            name: {fold(typed): meant for typed, meant in values.items()}
            for name, values in mapping.get("values", {}).items()
        }
        self.day_first = mapping.get("day_first", {})
        self._several = {column.name for column in self.filled if column.several}
        self._parted = {name: sign for name, sign in mapping.get("parted", {}).items() if sign in VALUE_SEPARATORS}

    def position(self, name: str) -> int | None:
        """Where in a row the cell stands that fills the field ``name``, if one does."""
        return self._at.get(name)

    def typed_of(self, name: str, row: list[str]) -> str:
        """What stands in ``row`` for the field ``name``, letter by letter, or the one value for all rows."""
        position = self._at.get(name)
        return row[position] if position is not None and row[position].strip() else self._constants.get(name, "")

    def cells_of(self, name: str, rows: list[list[str]]) -> list[str]:
        """What fills the field ``name`` in each of ``rows``, in the words that are meant."""
        constant = self._constants.get(name, "")
        position = self._at.get(name)
        if position is None:
            return [constant] * len(rows)
        cells = [row[position] if row[position].strip() else constant for row in rows]
        meant = self._meant.get(name, {})
        if name in self._several and (meant or name in self._parted):
            sign = self._parted.get(name, ";")
            return [self._joined(cell, sign, meant) for cell in cells]
        return [meant.get(fold(cell), cell) for cell in cells] if meant else cells

    def _joined(self, cell: str, sign: str, meant: dict[str, str]) -> str:
        """Several values in one cell as the format has them, each in the words that are meant."""
        if fold(cell) in meant:
            return meant[fold(cell)]
        values = cells_.split(cell) if sign == ";" else [part.strip() for part in cell.split(sign)]
        several = [meant.get(fold(value)) or cells_.join([value]) for value in values if value]
        return "; ".join(several)
