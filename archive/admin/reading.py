"""How a file that was handed in is read, and what its columns mean: the form that confirms or corrects it."""

from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from archive import encodings
from archive.imports.batch import batches, receiving
from archive.imports.batch.auto_create import AUTO_CREATABLE, NO_KIND, kinds_of
from archive.imports.batch.permissions import may_import
from archive.imports.files import tables
from archive.imports.files.errors import TableError
from archive.imports.files.tables import QUOTES, SEPARATORS
from archive.imports.schema import mapping
from archive.imports.types import SHEETS
from archive.models import Batch, BatchFile, Mapping
from archive.models.base.labels import choice_label, field_label, label_plural

DEEPEST_HEADINGS = 10  # rows in which headings are looked for
CONSTANTS = 3  # fields that one value fills for all rows, on the form


class TableMappingEditor:
    """How one file is read, and what its columns mean, to be confirmed or corrected."""

    def __init__(self, table: BatchFile, user):
        self.table, self.sheet, self.user = table, SHEETS[table.noun], user
        self.reading = tables.TableFormat(**table.reading)

    def name(self, what: str) -> str:
        return f"{self.table.position}-{what}"

    @property
    def ways(self) -> list[tuple]:
        """What a text can be read by: name of the input, label, choices, what is chosen."""
        rows = [(n, _("row {number}").format(number=n)) for n in range(1, DEEPEST_HEADINGS + 1)]
        headings = (self.name("heading_row"), _("Headings are in"), rows, self.reading.heading_row)
        if self.reading.kind != tables.CSV:
            return [headings, *self._sheets]
        return [
            headings,
            (self.name("encoding"), _("Encoding"), list(encodings.NAMES.items()), self.reading.encoding),
            (self.name("separator"), _("Column separator"), list(SEPARATORS.items()), self.reading.separator),
            (self.name("quote"), _("Quote character"), list(QUOTES.items()), self.reading.quote),
        ]

    @property
    def _sheets(self) -> list[tuple]:
        """The sheets of a workbook that has several, by number: their names may be anything."""
        names = sorted([self.reading.sheet, *self.reading.left_out])
        choices = [(str(n), name) for n, name in enumerate(names)]
        chosen = str(names.index(self.reading.sheet))
        return [(self.name("sheet"), _("Sheet"), choices, chosen)] if len(names) > 1 else []

    @property
    def is_guessed(self) -> bool:
        """Whether what the rows are is told by the headings alone."""
        return self.table.mapping.get("is_guessed", False)

    @property
    def nouns(self) -> list[tuple[str, str]]:
        return [(noun, sheet.words()) for noun, sheet in SHEETS.items() if may_import(self.user, noun)]

    @property
    def kept(self) -> QuerySet[Mapping]:
        """The named mappings of whoever reads it, for tables of its kind."""
        return Mapping.objects.filter(noun=self.table.noun, user=self.user)

    @property
    def fields(self) -> list[tuple[str, str]]:
        own = [(column.name, self._called(column)) for column in self.sheet.columns]
        return [("", _("– Don’t import (kept for reference) –")), (mapping.OWN_NUMBER, _("Row ID in this file")), *own]

    def _called(self, column) -> str:
        called = field_label(self.table.noun, column.name)
        return _("{field} (required)").format(field=called) if column.required else called

    @property
    def columns(self) -> list[tuple]:
        """For each heading: the input, the heading, what it is taken for, and some of its cells."""
        chosen = self.table.mapping.get("columns", {})
        samples = self.table.samples
        return [
            (self.name(f"column-{n}"), heading, chosen.get(heading, ""), [row[n] for row in samples if n < len(row)])
            for n, heading in enumerate(self.table.headings)
            if heading
        ]

    @property
    def constants(self) -> list[tuple]:
        kept = [*self.table.mapping.get("constants", {}).items(), *[("", "")] * CONSTANTS][:CONSTANTS]
        return [
            (self.name(f"constant-{n}"), self.name(f"value-{n}"), name, cell) for n, (name, cell) in enumerate(kept)
        ]

    @property
    def days(self) -> list[tuple]:
        """For each field that is a date: the input, the field, and whether 03/04 is said to be 3 April."""
        said = self.table.mapping.get("day_first", {})
        dated = [c.name for c in self.sheet.columns if c.widget.is_date]
        filled = {*self.table.mapping.get("columns", {}).values()}
        words = {True: "day", False: "month"}
        return [
            (self.name(f"day-{name}"), field_label(self.table.noun, name), words.get(said.get(name), ""))
            for name in dated
            if name in filled
        ]

    @property
    def parted(self) -> list[tuple]:
        """For each field of several values: the input, the field, choices, and what is said to stand between them."""
        said = self.table.mapping.get("parted", {})
        filled = {*self.table.mapping.get("columns", {}).values()}
        several = [c.name for c in self.sheet.columns if c.several and c.name in filled]
        choices = [(str(n), words) for n, words in enumerate(mapping.VALUE_SEPARATORS.values())]
        signs = list(mapping.VALUE_SEPARATORS)
        return [
            (
                self.name(f"parted-{name}"),
                field_label(self.table.noun, name),
                choices,
                str(signs.index(said.get(name, ";"))),
            )
            for name in several
        ]

    def keep(self, posted) -> bool:
        """Keep what was posted; return whether the file is read otherwise now, and is to be looked at again."""
        allowed = {"encoding": encodings.NAMES, "separator": SEPARATORS, "quote": QUOTES}
        wanted = {key: posted.get(self.name(key)) for key in allowed}
        wanted = {key: value for key, value in wanted.items() if value in allowed[key]}
        row = next(iter(numbers_in(posted.get(self.name("heading_row"), ""))), 0)
        wanted |= {"heading_row": row} if 1 <= row <= DEEPEST_HEADINGS else {}
        names = sorted([self.reading.sheet, *self.reading.left_out])
        for n in numbers_in(posted.get(self.name("sheet"), "")):
            if n < len(names):
                wanted |= {"sheet": names[n], "left_out": names[:n] + names[n + 1 :]}
        reading = replace(self.reading, **wanted)
        noun = posted.get(self.name("noun"), self.table.noun)
        if reading != self.reading or (noun != self.table.noun and noun in dict(self.nouns)):
            if noun != self.table.noun and noun in dict(self.nouns):
                self.table.noun, self.table.mapping["is_guessed"] = noun, False
            receiving.detect_format(self.table, self.user, reading)
            return True
        if kept := self.kept.filter(pk__in=numbers_in(posted.get(self.name("kept"), ""))).first():
            batches.apply_named_mapping(self.table, kept)
            return True
        self._keep_mapping(posted)
        if called := posted.get(self.name("keep-as"), "").replace("\x00", "").strip()[:100]:
            if Mapping.objects.filter(noun=self.table.noun, name=called).exclude(user=self.user).exists():
                raise TableError(
                    _("“{called}” is already used by somebody else. Expected another name.").format(called=called)
                )
            Mapping.objects.update_or_create(
                noun=self.table.noun, name=called, defaults={"mapping": self.table.mapping, "user": self.user}
            )
            self.table.known_as = called
        self.table.save()
        return False

    def _keep_mapping(self, posted) -> None:
        known = {name for name, _ in self.fields}
        columns = {heading: posted.get(name, "") for name, heading, _, _ in self.columns}
        self.table.mapping["columns"] = {key: name for key, name in columns.items() if name in known}
        given = [(posted.get(name, ""), posted.get(value, "")) for name, value, _, _ in self.constants]
        constants = [(name, cell.replace("\x00", "")) for name, cell in given]
        self.table.mapping["constants"] = {name: cell for name, cell in constants if name in known and name and cell}
        signs = list(mapping.VALUE_SEPARATORS)
        chosen = {name: numbers_in(posted.get(self.name(f"parted-{name}"), "")) for name in self.sheet.names}
        self.table.mapping["parted"] = {
            name: signs[n] for name, found in chosen.items() for n in found if 0 < n < len(signs)
        }
        said = {name: posted.get(self.name(f"day-{name}"), "") for name in self.sheet.names}
        self.table.mapping["day_first"] = {
            name: word == "day" for name, word in said.items() if word in ("day", "month")
        }


def auto_create_fields(batch: Batch, user) -> list[tuple]:
    """For each noun of which a batch may make new what it names: input, noun, choices, and what is chosen."""
    return [
        (
            f"make-{noun}",
            label_plural(noun),
            [(kind, _in_words(noun, kind)) for kind in kinds_of(SHEETS[noun])],
            batch.auto_create.get(noun, ""),
        )
        for noun in AUTO_CREATABLE
        if may_import(user, noun)
    ]


def _in_words(noun: str, kind: str) -> str:
    if kind == NO_KIND:
        return _("create them, kind unspecified")
    return _("create them: {kind}").format(kind=choice_label(noun, "kind", kind))


def keep_makings(batch: Batch, posted, user) -> None:
    """Keep of which nouns, and of what kind, what is not known is made new: of this batch alone."""
    chosen = {noun: posted.get(f"make-{noun}", "") for noun in AUTO_CREATABLE if may_import(user, noun)}
    batch.auto_create = {noun: kind for noun, kind in chosen.items() if kind in kinds_of(SHEETS[noun])}
    batch.save(update_fields=["auto_create"])


def numbers_in(typed: str) -> list[int]:
    return [int(typed)] if typed.isascii() and typed.isdecimal() and len(typed) < 10 else []
