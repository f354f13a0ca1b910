"""Readings: all that whoever has no account may read of a record, as one text that is the same whenever that is.

A reading holds each field that is shown, empty or not, and the parts that are seen with the record. Links are told by
reference and heading, and persons in running text by what they are called in public; what is withheld has no key. It is
made through `visible_to` and what `masked_for` masks, for many records at once.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import models
from django.utils.translation import override

from archive.models.access.viewers import ANYONE
from archive.models.access.visibility import VisibilityMixin
from archive.models.archive_object import ArchiveObject, archive_object_models, by_model
from archive.models.base.compiled_queries import compiled
from archive.models.base.links import field_of, target_of, through_table
from archive.models.base.registry import RegisteredModel
from archive.models.base.states import may_belong, plain, stored_fields
from archive.models.base.types import AnyField, Rows, Values
from archive.models.log.changes import canonical
from archive.models.log.mentions import ProseField, in_words
from archive.models.parts.part import Part, part_models
from archive.models.parts.redirects import Redirect

FORMAT = 1  # to be raised where readings are written otherwise, though nothing that they say changed
Heading = tuple[str, str]  # of what is linked: its reference, and what it is called
Table = tuple[type[VisibilityMixin], Sequence[VisibilityMixin]]  # rows of one model
Headings = dict[str, Heading]  # by the reference that the link has


@dataclass(frozen=True)
class Reading:
    """How a record reads: ``text`` is canonical JSON; ``moved`` tells that its address leads to another one."""

    text: str
    moved: bool = False


@dataclass(frozen=True)
class _Fields:
    """How the fields of one model are read, each by its name and the column that holds it."""

    plain: list[tuple[str, str]]
    prose: list[str]
    files: list[str]
    links: list[tuple[str, str, type[ArchiveObject]]]
    several: list[tuple[str, AnyField, type[ArchiveObject]]]
    part_links: list[tuple[str, str]]  # links to parts of the same record, told by reference


def readings_of(references: Collection[str], salts: Mapping[str, str]) -> dict[str, Reading]:
    """The reading of each of ``references`` that anyone may see, or that leads to what anyone may see.

    ``salts`` are those of the records: a picture is told by a salted checksum, for a plain one tells a known file.
    """
    found: dict[str, Reading] = {}
    with override(settings.LANGUAGE_CODE):
        for model, mine in by_model(references).items():
            found |= _readings(model, mine, salts)
    return found | _moved(set(references) - found.keys())


def commitment_of(salt: str, text: str) -> str:
    """What an issue says of a reading: SHA-256 of the salt of its record and of its ``text``, in hexadecimal digits."""
    return hashlib.sha256((salt + text).encode()).hexdigest()


def visible_references() -> Iterable[Rows]:
    """For each model of records and authorities, a query for the references of those that anyone may see."""
    return (model.objects.visible_to(ANYONE).order_by().values("pk") for model in archive_object_models())


@cache
def reading_format() -> str:
    """What tells readings of this format from others: it changes with `FORMAT`, and with the fields there are."""
    fields = {model.noun: sorted(model.protection.declared()) for model in (*archive_object_models(), *part_models())}
    return f"{FORMAT}-{hashlib.sha256(canonical(fields).encode()).hexdigest()[:16]}"


def _readings(model: type[ArchiveObject], references: list[str], salts: Mapping[str, str]) -> dict[str, Reading]:
    rows = {row.pk: row for row in model.objects.seen_among(references, ANYONE)}
    if not rows:
        return {}
    parts = {part: _parts(part, model, rows) for part in part_models() if part.user_editable}
    tables: list[Table] = [(model, list(rows.values())), *parts.items()]
    reader = _ValueReader(tables, salts)
    said = {pk: reader.values(row, pk) for pk, row in rows.items()}
    for part, own in parts.items():
        for row in own:
            subject = row.subject_reference
            said[subject].setdefault("parts", {}).setdefault(part.noun, []).append(reader.values(row, subject))
    return {pk: Reading(canonical(values)) for pk, values in said.items()}


def _parts(part: type[Part], model: type[ArchiveObject], rows: Mapping[str, ArchiveObject]) -> list[Part]:
    """The rows of ``part`` that belong to ``rows`` and are seen with them, in the order of their numbers."""
    if part.protection.desk_only or not may_belong(part, model):
        return []
    found: list[Part] = part.objects.children_of(list(rows), model, ANYONE)
    for one in found:
        one.known_object = rows[one.subject_reference]
    return found


class _ValueReader:
    """The values of several rows, with what they link to looked up at once."""

    def __init__(self, tables: Iterable[Table], salts: Mapping[str, str]):
        self.salts = salts
        self.several: dict[tuple[type[RegisteredModel], str], dict[str, list[str]]] = {}
        wanted: dict[type[ArchiveObject], set[str]] = defaultdict(set)
        for model, rows in tables:
            if not rows:
                continue
            fields, references = _fields_of(model), [row.pk for row in rows]
            for _, column, target in fields.links:
                wanted[target].update(pk for row in rows if (pk := getattr(row, column)))
            for name, field, target in fields.several:
                linked = self.several[model, name] = _linked(field, references)
                wanted[target].update(pk for pks in linked.values() for pk in pks)
        self.headings = {target: _headings(target, pks) for target, pks in wanted.items()}

    def values(self, row: VisibilityMixin, subject: str) -> Values:
        """What is shown of ``row``, which is ``subject`` or a part of it."""
        fields, masked, held = _fields_of(type(row)), row.masked_fields_for(ANYONE), row.__dict__
        reference = row.pk
        said: Values = {"noun": row.noun, "reference": reference}
        for name, column in fields.plain:
            value = held[column]
            said[name] = value if value is None or type(value) in (str, int, bool) else plain(value)
        for name in fields.prose:
            text = held[name]
            said[name] = in_words(text, ANYONE) if "[[" in text else text
        for name in fields.files:
            said[name] = self._salted(str(getattr(row, name)), subject) if name not in masked else ""
        for name, column, target in fields.links:
            said[name] = self.headings[target].get(held[column])
        for name, column in fields.part_links:
            said[name] = held[column]
        for name, _, target in fields.several:
            known, pks = self.headings[target], self.several[type(row), name].get(reference, ())
            said[name] = sorted({known[pk] for pk in pks if pk in known})
        for name in masked:
            del said[name]
        return said

    def _salted(self, name: str, subject: str) -> str:
        return hashlib.sha256((self.salts[subject] + name).encode()).hexdigest() if name else ""


@cache
def _fields_of(model: type[RegisteredModel]) -> _Fields:
    fields = _Fields([], [], [], [], [], [])
    for field in stored_fields(model):
        if field.name == model.parent_field:
            continue
        if field.is_relation:
            target = target_of(field.name, model)
            if issubclass(target, ArchiveObject):
                fields.links.append((field.name, field.attname, target))
            else:
                fields.part_links.append((field.name, field.attname))
        elif isinstance(field, models.FileField):
            fields.files.append(field.name)
        elif isinstance(field, ProseField):
            fields.prose.append(field.name)
        else:
            fields.plain.append((field.name, field.attname))
    for field in model._meta.many_to_many:
        target = target_of(field.name, model)
        if not issubclass(target, ArchiveObject):
            raise TypeError(f"Expected {model.__name__}.{field.name} to lead to records or authorities.")
        fields.several.append((field.name, field, target))
    return fields


def _linked(field: AnyField, references: list[str]) -> dict[str, list[str]]:
    """By each of ``references``, what it links to by ``field``."""
    found: dict[str, list[str]] = defaultdict(list)
    for owner, target in _pairs.values(references, field.model, field.name):
        found[owner].append(target)
    return found


@compiled
def _pairs(references: list[str], model: type[RegisteredModel], name: str) -> Rows:
    through, near, far = through_table(field_of(model, name))
    return through._base_manager.filter(**{f"{near}__in": references}).values_list(near, far)


def _headings(model: type[ArchiveObject], references: Collection[str]) -> Headings:
    """What each of ``references`` is called in public, or what is shown in its stead; hidden ones are left out."""
    wanted = sorted(references)
    found = {row.pk: _heading(row) for row in model.objects.seen_among(wanted, ANYONE)}
    if model.protection.substitute and (hidden := set(wanted) - found.keys()):
        link = f"{model.protection.substitute}_id"
        instead = dict(model._base_manager.filter(pk__in=hidden).exclude(**{link: None}).values_list("pk", link))
        shown = {row.pk: _heading(row) for row in model.objects.seen_among(sorted(set(instead.values())), ANYONE)}
        found |= {pk: shown[other] for pk, other in instead.items() if other in shown}
    return found


def _heading(row: ArchiveObject) -> Heading:
    return row.pk, row.display_title(frozenset(row.masked_fields_for(ANYONE)))


def _moved(references: set[str]) -> dict[str, Reading]:
    """Those of ``references`` that were merged into a record that anyone may see, or of which a tombstone tells."""
    led = Redirect.objects.destinations_of(references) if references else {}
    told: set[str] = set()
    for model, mine in by_model(set(led.values())).items():
        told.update(row.pk for row in model.objects.seen_among(mine, ANYONE))
        told.update(model.objects.tombstones_for(ANYONE).filter(pk__in=mine).values_list("pk", flat=True))
    return {old: Reading(canonical({"moved_to": new}), moved=True) for old, new in led.items() if new in told}
