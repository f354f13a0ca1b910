"""Keeping the public log: an issue for each record that a stranger reads otherwise than before.

A write compares what it may have changed within its own transaction. What is too much for that, and what nobody wrote
(an embargo that ends), is compared by the worker (`follow`).
"""

import json
import secrets
from collections.abc import Collection, Iterator, Sequence
from typing import cast

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from archive.domain.readings import commitment_of, form, readings_of, visible_references
from archive.models.archive_object import ArchiveObject, archive_object_models
from archive.models.base.accessions import prefix_of
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.registry import guarding_parts, model_for
from archive.models.base.states import attributes_of, read_state
from archive.models.base.types import Rows, Values
from archive.models.log.change_feed import affected_by, opened_by_calendar
from archive.models.log.changes import Changed, lock_change_log
from archive.models.log.issues import SALT_BYTES, SAYING, Issue, PendingReading, PublicLogState, ReadingSalt
from archive.models.log.public_feed import public_position
from archive.models.parts.redirects import Redirect
from archive.vocabularies import IssueKind, State

MAX_AT_ONCE = 500  # records that a write compares itself; with more of them it would hold the log for too long
MAX_IN_ORDER = 50_000  # records that wait, put in their order at once
_PUBLISHED = '"state":"published"'  # as canonical JSON has it: within a text, its quotation marks are escaped


class PublicLogFollower:
    """Gathers what one recording may have changed for strangers, and compares it at its end."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()

    def note(self, changed: list[Changed]) -> None:
        seen_otherwise: set[str] = set()
        with override(settings.LANGUAGE_CODE):  # in which readings call what they link to
            for one in changed:
                if _PUBLISHED in one.before or _PUBLISHED in one.after:
                    self.wanted.add(one.reference)
                if one.before and _for_others(one.before) != _for_others(one.after):
                    seen_otherwise.add(one.reference)
        self.wanted |= _affected_by(seen_otherwise)
        for one in changed:
            self.wanted |= _led_to(one.before) ^ _led_to(one.after)

    def close(self) -> None:
        compare(self.wanted)


def compare(references: Collection[str]) -> None:
    """Append an issue for each of ``references`` that reads otherwise than it did; of very many, have it done later.

    Called within a transaction that holds the log.
    """
    if not references:
        return
    if len(references) <= MAX_AT_ONCE:
        _compare(sorted(references))
        return
    for some in _chunks(sorted(references)):
        _leave_for_later(some)


def compare_new(references: Rows) -> None:
    """Do as `compare` does with new records; ``references`` is a query for theirs, in one column.

    Called within a transaction that holds the log.
    """
    some = [reference for row in references[: MAX_AT_ONCE + 1] for reference in row.values()]
    if len(some) <= MAX_AT_ONCE:
        compare(some)
        return
    _pend(references.order_by())


def begin() -> None:
    """Begin the log; where it has begun, but readings took another form since, have all that is public stated anew.

    Done after each migration (`archive.apps`), so that whoever writes finds it begun.
    """
    with transaction.atomic():
        lock_change_log()
        state = PublicLogState.objects.first() or PublicLogState(pk=1, day=timezone.now().date())
        if state.form == form():
            return
        state.form = form()
        state.save()
        for references in visible_references():
            _pend(references, is_restated=True)


def follow() -> None:
    """Take in what was left for later, and what the calendar opened: some records at a time, in a transaction each."""
    if public_position().is_settled:
        return
    with transaction.atomic():
        lock_change_log()
        _follow_calendar()
    while waiting := _in_random_order():
        for start in range(0, len(waiting), CHUNK_SIZE):
            _compare_waiting(waiting[start : start + CHUNK_SIZE])


def forget_salts(references: Collection[str]) -> None:
    """Destroy the salts of records that are erased: no guess at what they said can be tested any more."""
    ReadingSalt.objects.filter(subject__in=references).delete()


def differing() -> list[str]:
    """The references of which the public log does not say what a stranger reads now, in order."""
    wrong: set[str] = set()
    public = {pk for rows in visible_references() for pk in rows.values_list("pk", flat=True).iterator()}
    for some in _chunks(sorted(public)):
        wrong |= {one for one, _, _ in _differences(some, _Salts(some))}
    told = Issue.objects.latest_ones().exclude(what=IssueKind.CLOSED).values_list("subject_id", flat=True)
    for some in _chunks([pk for pk in told.iterator() if pk not in public]):
        wrong |= {one for one, _, _ in _differences(some, _Salts(some))}
    with transaction.atomic():
        lock_change_log()  # what somebody wrote between the two looks is looked at again
        return sorted(one for some in _chunks(sorted(wrong)) for one, _, _ in _differences(some, _Salts(some)))


class _Salts(dict[str, str]):
    """The salts of some records; where one has none, it is made when it is asked for, and is among the ``new``."""

    def __init__(self, references: Sequence[str]):
        super().__init__(ReadingSalt.objects.of(references))
        self.new: dict[str, str] = {}

    def __missing__(self, reference: str) -> str:
        self[reference] = self.new[reference] = secrets.token_hex(SALT_BYTES)
        return self[reference]


def _compare(references: Sequence[str], restated: Collection[str] = frozenset()) -> None:
    """Append the issues of ``references``; those of ``restated`` say only that a reading is stated again."""
    salts = _Salts(references)
    found = list(_differences(references, salts))
    if not found:
        return
    secrets.SystemRandom().shuffle(found)
    Issue.objects.append(
        (reference, IssueKind.STATED.value if reference in restated and what in SAYING else what, commitment)
        for reference, what, commitment in found
    )
    committed = {reference for reference, _, commitment in found if commitment}
    ReadingSalt.objects.keep({one: salt for one, salt in salts.new.items() if one in committed})


def _differences(references: Sequence[str], salts: _Salts) -> Iterator[tuple[str, str, str]]:
    """Of each record that reads otherwise than its last issue says: its reference, what became of it, a commitment."""
    last = Issue.objects.last_of(references)
    readings = readings_of(references, salts)
    for reference in references:
        reading, before = readings.get(reference), last.get(reference)
        is_told = before is not None and before.what != IssueKind.CLOSED
        if reading is None:
            if is_told:
                yield reference, IssueKind.CLOSED.value, ""
            continue
        if reading.moved and before is None:
            continue  # what never was public has no issue
        commitment = commitment_of(salts[reference], reading.text)
        if before is not None and is_told and before.commitment == commitment:
            continue
        if reading.moved:
            yield reference, IssueKind.MOVED.value, commitment
        elif before is None or before.what in (IssueKind.CLOSED, IssueKind.MOVED):
            yield reference, IssueKind.OPENED.value, commitment
        else:
            yield reference, IssueKind.CHANGED.value, commitment


def _follow_calendar() -> None:
    state, today = PublicLogState.objects.get(), timezone.now().date()
    if state.day >= today:
        return
    opened = opened_by_calendar(state.day.isoformat(), today.isoformat())
    compare(opened | _old_references_of(opened))
    PublicLogState.objects.update(day=today)


def _in_random_order() -> list[str]:
    """What was left for later, or the most of it that is looked at before it is put in order again."""
    return list(PendingReading.objects.order_by("rank").values_list("pk", flat=True)[:MAX_IN_ORDER])


def _compare_waiting(references: list[str]) -> None:
    with transaction.atomic():
        lock_change_log()
        waiting = PendingReading.objects.filter(pk__in=references)  # another process may have compared some meanwhile
        some = dict(waiting.order_by().values_list("pk", "is_restated"))
        _compare(sorted(some), restated={reference for reference, is_restated in some.items() if is_restated})
        waiting._raw_delete(waiting.db)


def _leave_for_later(references: list[str]) -> None:
    """Have those of ``references`` compared later that are public, or were told to be; of the others nothing shows."""
    told = Issue.objects.filter(subject__in=references).values_list("subject_id", flat=True)
    public = {row.pk for model in archive_object_models() for row in _seen(model, references)}
    wanted = public | set(told)
    rank = secrets.SystemRandom().random
    PendingReading.objects.bulk_create(
        (PendingReading(subject_id=one, rank=rank()) for one in sorted(wanted)), ignore_conflicts=True
    )


def _seen(model: type[ArchiveObject], references: list[str]) -> list[ArchiveObject]:
    return model.objects.seen_among([one for one in references if prefix_of(one) == model.prefix], None)


def _pend(references: Rows, *, is_restated: bool = False) -> None:
    """Leave for later what the query ``references`` selects, within the database itself."""
    query, params = references.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive_pendingreading (subject_id, rank, is_restated) "  # noqa: S608 – our own names
            f"SELECT chosen.*, RANDOM(), %s FROM ({query}) AS chosen WHERE TRUE ON CONFLICT DO NOTHING",
            [is_restated, *params],
        )


def _affected_by(references: set[str]) -> set[str]:
    """What links to one of ``references``, names it in a text, or led to it before they were merged."""
    return (affected_by(references) | _old_references_of(references)) if references else set()


def _old_references_of(references: Collection[str]) -> set[str]:
    return set(Redirect.objects.filter(subject__in=references).values_list("old", flat=True))


def _for_others(state_text: str) -> tuple[object, ...]:
    """What the readings of other records may take from a record with this state; `()` where there is no state."""
    if not state_text:
        return ()
    state = read_state(state_text)
    model = cast(type[ArchiveObject], model_for(state["noun"]))
    guards = {name: state[name] for name in model.protection.guards}
    parts = {part.noun: _parts_in(state, part.noun) for part in guarding_parts()}
    if state["state"] != State.PUBLISHED:
        return (None, guards, parts)
    row = model(**attributes_of(model, state))
    return (row.display_title(frozenset(row.publicly_masked_fields())), guards, parts)


def _led_to(state_text: str) -> set[str]:
    """The references that lead to the record with this state."""
    if f'"{Redirect.noun}"' not in state_text:
        return set()
    return {row["old"] for row in _parts_in(json.loads(state_text), Redirect.noun)}


def _parts_in(state: Values, noun: str) -> list[Values]:
    return cast(list[Values], state.get("hanging", {}).get(noun, []))


def _chunks(references: list[str]) -> Iterator[list[str]]:
    return (references[start : start + CHUNK_SIZE] for start in range(0, len(references), CHUNK_SIZE))
