"""Earlier states of a record as they can be read today: what is protected now is protected in every one of them.

A version is the state in which a day left a published record, made a row again: with its own words, with today's
access, naming and consent, and without pictures. It is offered back to the last time that the record was not public,
and no further than somebody closed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils import timezone

from archive.domain.protected_names import is_named_in, protected_names
from archive.domain.restoring import keeps_its_rules, there_is, with_current_protection
from archive.domain.unmerging import unmerged_from, unmerged_since
from archive.models.access.users import User
from archive.models.access.viewers import Reader, viewer_for
from archive.models.access.visibility import VisibilityMixin
from archive.models.archive_object import ArchiveObject, EarlierParts
from archive.models.base.conditions import as_q, columns_in
from archive.models.base.links import target_of
from archive.models.base.prefetching import give_several
from archive.models.base.registry import RegisteredModel, model_for
from archive.models.base.states import attributes_of, own_states, plain, read_state, stored_fields
from archive.models.base.types import Values
from archive.models.desk.history_closures import HistoryClosure
from archive.models.log.audited import Row
from archive.models.log.changes import Change
from archive.models.parts.citations import Citation
from archive.models.parts.part import part_models
from archive.models.parts.redirects import Redirect
from archive.vocabularies import ChangeAction, State

MAX_CHANGES = 100  # changes that are looked through


@dataclass(frozen=True)
class Version:
    """How a record read from one day to another: ``row`` can be shown like any row."""

    first: date
    last: date | None  # the last whole day; None where it reads so today
    row: ArchiveObject


def close_history(user: User, reference: str, note: str) -> None:
    """Close to the public every state of the record before the one that stands."""
    changes = Change.objects.filter(subject_id=reference).order_by("-sequence")
    if len(earlier := changes[1:2]):
        HistoryClosure.objects.create(subject_id=reference, until=earlier[0], note=note.strip()[:500], user=user)


def versions_of(obj: ArchiveObject, user: Reader) -> list[Version]:
    """The versions that ``user`` may read, the one that stands first; those that read alike are one."""
    names = protected_names(former=True)
    versions: list[Version] = []
    last_reading = None
    for change, until in _days(obj, user):
        row = row_of(read_state(change.state), obj)
        if row is None or is_named_in(row, names):
            last_reading = None
            continue
        reading = _reading(row, user)
        first = change.created_at.date()
        if versions and reading == last_reading:
            versions[-1] = Version(first, versions[-1].last, versions[-1].row)
        else:
            versions.append(Version(first, until, row))
        last_reading = reading
    return versions


def version_on(day: date, obj: ArchiveObject, user: Reader) -> Version | None:
    """The version at the end of ``day`` (UTC), which is over; ``None`` where there is none to be read."""
    if day >= timezone.now().date():
        return None
    for version in versions_of(obj, user):
        if version.first <= day and (version.last is None or day <= version.last):
            return version
    return None


def _days(obj: ArchiveObject, user: Reader) -> Iterator[tuple[Change, date | None]]:
    """The last change of each day while it was public, the latest first, with the last day for which it stood."""
    closed = HistoryClosure.objects.filter(subject_id=obj.pk).aggregate(until=models.Max("until"))["until"] or 0
    changes = Change.objects.filter(subject_id=obj.pk, sequence__gt=closed).order_by("-sequence")[:MAX_CHANGES]
    accesses, until, day_before = viewer_for(user).accesses, None, None
    now, merges = own_states(type(obj), [obj.pk])[obj.pk], unmerged_from(obj.pk)
    for change in changes:
        day = change.created_at.date()
        state = read_state(change.state)
        if state["state"] != State.PUBLISHED or state["access"] not in accesses:
            return
        if change.action == ChangeAction.REMOVED or _was_closed(state, now) or unmerged_since(change, merges):
            return
        if day == day_before:
            continue
        if (state["embargo_until"] or "") <= str(until or timezone.now().date()):
            yield change, until
        day_before, until = day, day - timedelta(days=1)


def _was_closed(state: Values, now: Values) -> bool:
    """Whether this old state was masked more strictly than today: never reveal it retroactively."""
    parts, protection = state.get("hanging", {}), model_for(state["noun"]).protection
    guarding = (part for part in part_models() if part.protection.guards_record)
    if any(part.closes(values) for part in guarding for values in parts.get(part.noun, [])):
        return True
    deciding = columns_in(as_q(protection.protects)) & state.keys() & protection.guards.keys()
    return any(protection.guards[name](state[name], now[name]) != now[name] for name in deciding)


def row_of(state: Values, obj: ArchiveObject) -> ArchiveObject | None:
    """``state`` as a row of its own that is not saved, guarded as ``obj`` is today, with its parts
    then.
    """
    model = type(obj)
    row = _unsaved(model, with_current_protection(state, own_states(model, [obj.pk])[obj.pk]))
    if row is None:
        return None
    earlier: EarlierParts = {}
    for part in part_models():
        if part.user_editable:
            parts = (_unsaved(part, values) for values in state.get("hanging", {}).get(part.noun, []))
            earlier[part] = [one for one in parts if one is not None]
    citations = {one.pk: one for one in earlier.get(Citation, []) if isinstance(one, Citation)}
    for part, then in earlier.items():
        for one in then:
            if part.parent_field != "subject":
                setattr(one, part.parent_field, row)
            if cited := citations.get(one.citation_reference):
                one.citation = cited
        earlier[part] = [one for one in then if not one.citation_reference or one.citation_reference in citations]
    row.historical_parts = earlier
    return row


def _unsaved(model: type[Row], values: Values) -> Row | None:
    """A row made of plain values: links lead to what is there today, files are left out.

    ``None`` where something is gone that it says nothing without.
    """
    values = {name: value for name, value in values.items() if not _is_file(model, name)}
    row = model(**attributes_of(model, values))
    row._state.adding, row._state.db = False, "default"
    links = [field for field in stored_fields(model) if field.is_relation]
    led = Redirect.objects.destinations_of({getattr(row, link.attname) for link in links} - {None})
    for link in links:
        key = led.get(getattr(row, link.attname), getattr(row, link.attname))
        there = key is None or link.name == "citation" or there_is(target_of(link.name, model), key)
        setattr(row, link.attname, key if there else None)
        if not there and not (link.null and keeps_its_rules(row)):
            return None
    for field in model._meta.many_to_many:
        linked = values.get(field.name, [])
        keys = {*linked, *Redirect.objects.destinations_of(linked).values()}
        give_several(row, field.name, target_of(field.name, model).objects.filter(pk__in=keys))
    return row


def _is_file(model: type[RegisteredModel], name: str) -> bool:
    return name not in ("noun", "reference", "hanging") and isinstance(model._meta.get_field(name), models.FileField)


def _reading(row: ArchiveObject, user: Reader) -> list[Values]:
    """All that ``user`` is shown of ``row`` and of its parts, to tell whether two versions read alike."""
    values = [_shown_values(row, user)]
    for part in row.historical_parts or ():
        values += [_shown_values(one, user) for one in row.visible_parts(part, user)]
    return values


def _shown_values(row: VisibilityMixin, user: Reader) -> Values:
    shown = row.masked_for(user)
    names = [field.name for field in (*stored_fields(type(row)), *row._meta.many_to_many)]
    return {"": row.pk} | {name: _plain(getattr(shown, name)) for name in names if name not in ("subject", "citation")}


def _plain(value: object) -> object:
    if isinstance(value, list):
        return sorted(one.reference for one in value)
    return getattr(value, "reference", None) or plain(value)
