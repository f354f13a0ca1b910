"""Rows of a table held against the archive as it stands: what each would make of which record. Nothing is written."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from archive.imports.batch.permissions import ImportPermission, archive_objects_for
from archive.imports.batch.rows import CHANGED, NEW, REFUSED, SAME, CheckedRow, instance_of, several
from archive.imports.files.errors import CellError
from archive.imports.schema import cells
from archive.imports.schema.batch_keys import BatchKeys
from archive.imports.schema.links import LinkResolver
from archive.imports.schema.mapping import Columns
from archive.imports.schema.sheets import Sheet
from archive.models import Accession, BatchRow, Erasure, Redirect, Revision
from archive.models.base.hierarchies import hierarchy_fields
from archive.models.base.registry import RegisteredModel
from archive.models.base.states import own_states
from archive.models.log.changes import canonical
from archive.models.log.mentions import mentioned_in
from archive.vocabularies import BatchStatus

MAX_UNKNOWN = 60  # different values of one column that are kept to be translated
MAX_UNKNOWN_LENGTH = 100  # characters of one that is


class RowValidator:
    """The rows of one table, checked some at a time. ``user`` is whose rights count; the operator, ``None``, has
    all.
    """

    def __init__(self, sheet: Sheet, columns: Columns, keys: BatchKeys, *, user=None, files=None, known_as=""):
        self.sheet, self.columns, self.keys, self.user, self.files = sheet, columns, keys, user, files
        self.create_missing = None  # what makes authorities that are not known, if anything does
        self.known_as = known_as  # the named mapping under which own numbers are known again
        self.defaults = (
            {"noun": sheet.model.noun} | {c.name: c.widget.default() for c in sheet.columns} | {"reference": ""}
        )
        self.permission = ImportPermission(user, sheet)
        self.unknown: dict[str, Counter] = defaultdict(Counter)
        self.links_within = False
        self.earlier: Callable[[str, set[str]], dict[str, str]] = lambda field, values: {}
        self.staged_as: Callable[[set[str]], dict[str, BatchRow]] = lambda wanted: {}
        self.staged: Callable[[type[RegisteredModel], set[str]], dict] = lambda model, wanted: {}

    def check(self, rows: list[tuple[int, list[str]]]) -> list[CheckedRow]:
        """What becomes of each of ``rows``, which stand next to each other in the file."""
        chunk = [CheckedRow(number, cells) for number, cells in rows]
        whole = [row for row in chunk if self._has_all_cells(row)]
        self._read(whole)
        self._refuse_twice(whole)
        self._match_previous(whole)
        self._compare([row for row in whole if row.outcome != REFUSED])
        written = [row for row in whole if row.outcome in (NEW, CHANGED)]
        self._note_links_within(written)
        self._clean(written)
        return chunk

    def _has_all_cells(self, row: CheckedRow) -> bool:
        if len(row.cells) == self.columns.width:
            return True
        row.refuse(
            "",
            ", ".join(row.cells),
            _("{number} cells; this row has {cells}").format(number=self.columns.width, cells=len(row.cells)),
        )
        return False

    def _read(self, rows: list[CheckedRow]) -> None:
        written = {c.name: self.columns.cells_of(c.name, [row.cells for row in rows]) for c in self.columns.filled}
        links = self._links(written)
        for column in self.columns.filled:
            name = column.name
            for row, value in zip(rows, column.read_all(written[name], links), strict=True):
                if isinstance(value, CellError):
                    typed = self.columns.typed_of(name, row.cells)
                    row.refuse(name, typed, str(value), value.nearest)
                    for part in value.parts or (typed,):
                        self._note_unknown(column, part)
                else:
                    row.values[name] = value
        if links.spelt_otherwise:
            self._point_out_other_spellings(rows, written, links)

    def _point_out_other_spellings(
        self, rows: list[CheckedRow], written: dict[str, list[str]], links: LinkResolver
    ) -> None:
        """Have it seen where a cell was taken for something that is spelt otherwise."""
        template = _("a record with this spelling. It was taken for {reference}, which is spelt differently")
        for column in self.columns.filled:
            for row, cell in zip(rows, written[column.name], strict=True) if column.widget.model else ():
                for key in column.widget.keys(cell):
                    if (found := links.spelt_otherwise.get((column.widget.model, column.widget.scheme, key))) and found[
                        0
                    ] != "#":
                        row.hint(column.name, key, template.format(reference=found))

    def _links(self, written: dict[str, list[str]]) -> LinkResolver:
        links = LinkResolver(self.keys, self.files, self.user, self.columns.day_first, self.create_missing)
        wanted = defaultdict(set)
        for column in self.columns.filled:
            if column.widget.model:
                for cell in set(written[column.name]):
                    wanted[column.widget.model, column.widget.scheme].update(
                        key for key in column.widget.keys(cell) if "\x00" not in key
                    )
        for (model, scheme), keys in wanted.items():
            links.load(model, scheme, keys)
        return links

    def _note_unknown(self, column, cell: str) -> None:
        """Values that a curator can translate at once for all rows that have them."""
        known = self.unknown[column.name]
        if not column.widget.can_be_meant or len(cell) > MAX_UNKNOWN_LENGTH or "\x00" in cell:
            return
        if cell in known or len(known) < MAX_UNKNOWN:
            known[cell] += 1

    def _refuse_twice(self, rows: list[CheckedRow]) -> None:
        if twice := [row for row in rows if row.reference in self.keys.twice]:
            first = self.earlier("reference", {row.reference for row in twice})
            for row in twice:
                if there := first.get(row.reference):
                    row.refuse(
                        "reference",
                        row.reference,
                        _("each reference only once; {there} has it too").format(there=there),
                    )
                first.setdefault(row.reference, _("row {number}").format(number=row.number))

    def _match_previous(self, rows: list[CheckedRow]) -> None:
        """A row without a reference is known by its number in files of its kind, or by all of its cells."""
        nameless = [row for row in rows if not row.reference and row.outcome != REFUSED]
        if not nameless:
            return
        settled = self._settled(nameless)
        for row in nameless:
            row.key = self._key_of(row, settled)
        self._refuse_same(nameless)
        taken = self.permission.already_imported({row.key for row in nameless})
        for row in nameless:
            if reference := taken.get(row.key):
                row.values["reference"] = reference
                row.seen_before = row.key.startswith("c:")

    def _refuse_same(self, nameless: list[CheckedRow]) -> None:
        """Two rows that nothing tells from each other would be one record twice."""
        first = self.earlier("key", {row.key for row in nameless})
        for row in nameless:
            if (there := first.get(row.key)) and row.key.startswith("n:"):
                own = row.cells[self.columns.own_number]
                row.refuse("", own, _("each row ID only once; {there} has it too").format(there=there))
            elif there:
                message = _("if they are two records, give each a row ID of its own, and choose that column")
                row.refuse(
                    "",
                    ", ".join(filter(None, row.cells)),
                    _("a row that does not repeat {there}; {told}").format(there=there, told=message),
                )
            first.setdefault(row.key, _("row {number}").format(number=row.number))

    def _settled(self, rows: list[CheckedRow]) -> dict[str, str]:
        """The references of rows of the same batch that are linked to and were known again themselves."""
        links = [column.name for column in self.columns.filled if column.widget.model]
        wanted = {
            one for row in rows for name in links for one in several(row.values.get(name)) if one and one[0] == "#"
        }
        return {one: row.reference for one, row in self.staged_as(wanted).items() if row.reference}

    def _key_of(self, row: CheckedRow, settled: dict[str, str]) -> str:
        at = self.columns.own_number
        own = "" if at is None else cells.cleaned(row.cells[at].replace("\x00", ""))
        if own and self.known_as:
            own = own if len(own) <= 60 else hashlib.sha256(own.encode()).hexdigest()
            return f"n:{self.known_as[:60]}:{own}"
        return f"c:{own[:60]}:{row_digest(self.columns, row.values, settled)}"

    def _compare(self, rows: list[CheckedRow]) -> None:
        """Whether each row is new, changed or the same; a reference that was given out to another noun is refused."""
        references = [row.reference for row in rows if row.reference]
        known = own_states(self.sheet.model, references) if references else {}
        register = Accession.objects.filter(pk__in=references).values_list("pk", flat=True)
        given_out = set(register) if references else set()
        given_out -= _taken_back(given_out - known.keys())
        led = self._led_from(given_out - known.keys())
        readable = self.permission.readable(known)
        waiting = self._waiting(rows, known)
        for row in rows:
            row.before = known.get(row.reference)
            self._leave_what_reads_alike(row)
            if row.before is not None and row.reference not in readable:
                row.refuse("reference", row.reference, _("a row that you may change, or a new reference"))
            elif row.before is not None and (row.seen_before or not row.differs()):
                row.outcome = SAME
            elif proposed := waiting.get(self._subject_of(row, known)):
                self._hold_against(row, proposed)
            elif row.before is not None:
                row.outcome = CHANGED
            elif row.reference in led:
                expected = _("{kept}, into which it was merged, or no such row").format(kept=led[row.reference])
                row.refuse("reference", row.reference, expected)
            elif row.reference in given_out and row.key:
                expected = _("a row that was not imported before; this one was, and was declined or removed since")
                row.refuse("", row.reference, expected)
            elif row.reference in given_out:
                row.refuse(
                    "reference",
                    row.reference,
                    _("a reference that was never used; the record of this one no longer exists"),
                )
            else:
                row.outcome = NEW
                self._fill(row)

    def _leave_what_reads_alike(self, row: CheckedRow) -> None:
        """What was kept before cells were cleaned stays as it is, unless the cell says something else."""
        for column in self.columns.filled if row.before else ():
            was, value = row.before.get(column.name), row.values[column.name]
            if isinstance(was, str) and was != value and column.widget.cleaned(cells.defuse(was)) == value:
                row.values[column.name] = was

    def _led_from(self, gone: set[str]) -> dict[str, str]:
        """Where references without a record lead, as far as ``user`` may know."""
        if not gone:
            return {}
        redirects = Redirect.objects.all() if self.user is None else Redirect.objects.visible_to(self.user)
        return redirects.destinations_of(gone)

    def _subject_of(self, row: CheckedRow, known: dict[str, dict]) -> str:
        """The record that ``row`` is, or belongs to."""
        hook = self.sheet.model.parent_field
        return row.values.get(hook) or known.get(row.reference, {}).get(hook) or "" if hook else row.reference

    def _waiting(self, rows: list[CheckedRow], known: dict[str, dict]) -> dict[str, dict]:
        """By record, how the revision reads that waits for it; none where ``user`` writes past proposals."""
        if self.permission.writes_at_once:
            return {}
        subjects = (
            {self._subject_of(row, known) for row in rows} - {""} if self.sheet.model.parent_field else known.keys()
        )
        if not subjects:
            return {}
        waiting = Revision.objects.waiting().filter(subject__in=subjects)
        proposed = {revision.subject_id: revision.proposed for revision in waiting}
        readable = self.permission.whole(archive_objects_for(proposed.keys())) if proposed else set()
        return {pk: state for pk, state in proposed.items() if pk in readable}

    def _hold_against(self, row: CheckedRow, proposed: dict) -> None:
        """What is proposed already waits as it is; anything else would be written over it, and is refused."""
        hanging = {one["reference"]: one for one in proposed.get("hanging", {}).get(self.sheet.noun, [])}
        there = hanging.get(row.reference) if self.sheet.model.parent_field else proposed
        if there and all(there[name] == value for name, value in row.values.items()):
            row.outcome = SAME
            row.hint("", row.reference, _("nothing more: this is already proposed, and waits for a reviewer"))
        else:
            expected = _("no other open proposal for {reference}: have it decided first, or add to it by hand").format(
                reference=proposed["reference"]
            )
            row.refuse("", row.reference, expected)

    def _fill(self, row: CheckedRow) -> None:
        """A new row has every field: what the file leaves out takes its default."""
        row.values = self.defaults | row.values
        for name in self.sheet.required:
            if row.values[name] in (None, "") and not any(one.column == name for one in row.problems):
                row.refuse(name, "", _("a value: a new record needs one"))

    def _note_links_within(self, rows: list[CheckedRow]) -> None:
        """Note whether any row links to another of the same delivery: those are looked at again at the end."""
        links = [column.name for column in self.columns.filled if column.widget.model]
        if self.links_within:
            return
        found = {one for name in links for row in rows if row.values.get(name) for one in several(row.values[name])}
        named = {
            one
            for row in rows
            for text in row.values.values()
            if isinstance(text, str) and "[[" in text
            for one in mentioned_in(text)
        }
        self.links_within = any(one[0] == "#" or self.keys.lookup("", one) for one in found | named)

    def _clean(self, rows: list[CheckedRow]) -> None:
        """The model's own check across fields, and whether whoever imports may write the row."""
        rows = [row for row in rows if row.outcome != REFUSED]
        for row, column, expected in self.permission.refusals(rows):
            row.refuse(column, self._typed(row, column) or row.reference, expected)
        model = self.sheet.model
        if not (self.sheet.cleaned_with or "clean" in vars(model) or hierarchy_fields(model)):
            return
        pairs = [(row, instance_of(self.sheet.model, row.after(), adding=row.before is None)) for row in rows]
        self._attach([instance for _, instance in pairs])
        for row, instance in pairs:
            if row.outcome != REFUSED:
                self._clean_one(row, instance)

    def _clean_one(self, row: CheckedRow, instance: models.Model) -> None:
        try:
            instance.clean()
        except ValidationError as error:
            for name, messages in getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages}).items():
                column = "" if name == NON_FIELD_ERRORS else name
                value = self._typed(row, column) if column else row.reference
                row.refuse(column, value, _("otherwise: {told}").format(told=" ".join(messages)))
        except ObjectDoesNotExist:
            return  # it looks at a row further down

    def _typed(self, row: CheckedRow, column: str) -> str:
        """What stands in the file for the field ``column``."""
        return self.columns.typed_of(column, row.cells)

    def _attach(self, instances: list[models.Model]) -> None:
        """Give each instance what it links to, from the archive or from the delivery itself."""
        for name in self.sheet.cleaned_with:
            linked = self.sheet.model._meta.get_field(name)
            wanted = {getattr(instance, linked.attname) for instance in instances} - {None}
            found = linked.related_model.objects.in_bulk([key for key in wanted if key[0] != "#"])
            found |= self.staged(linked.related_model, wanted - found.keys())
            for instance in instances:
                if target := found.get(getattr(instance, linked.attname)):
                    setattr(instance, name, target)


def row_digest(columns: Columns, state: dict, settled: dict[str, str]) -> str:
    """A checksum of all that a row says, by which it is known again.

    Placeholders are batch-local, so they are resolved by ``settled`` before hashing.
    """
    values = [
        (column.name, resolve_placeholders(state[column.name], settled))
        for column in columns.filled
        if column.name in state
    ]
    return hashlib.sha256(canonical(sorted(values)).encode()).hexdigest()


def resolve_placeholders(value, settled: dict[str, str]):
    """``value`` with references in place of what stood for rows that had none."""
    if isinstance(value, list):
        return sorted({settled.get(one, one) for one in value})
    return settled.get(value, value) if isinstance(value, str) else value


def _taken_back(references: set[str]) -> set[str]:
    """Those of ``references`` that a batch made which was undone: the same rows may come again.

    What was merged or erased since is none of them.
    """
    if not references:
        return set()
    rows = BatchRow.objects.filter(subject__in=references, outcome=NEW, file__batch__status=BatchStatus.UNDONE)
    back = set(rows.values_list("reference", flat=True))
    back -= set(Redirect.objects.filter(old__in=back).values_list("old", flat=True))
    return back - set(Erasure.objects.filter(subject__in=back).values_list("subject", flat=True))
