"""Keeping the public log: an issue for each record that a stranger reads otherwise than before.

A write compares what it may have changed within its own transaction. What is too much for that is deferred to the
worker (`catch_up`), which also sees to what nobody wrote: an embargo that ends.
"""

import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple, Self, cast

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Random
from django.utils import timezone
from django.utils.translation import override

from archive.domain.readings import Reading, commitment_of, reading_format, readings_of, visible_references
from archive.models.access.viewers import ANYONE
from archive.models.archive_object import ArchiveObject, by_model
from archive.models.base.chunks import chunks
from archive.models.base.registry import guarding_parts, model_for
from archive.models.base.states import attributes_of, read_state
from archive.models.base.types import Rows, Values
from archive.models.log.change_feed import WORDS, affected_by, opened_by_calendar
from archive.models.log.changes import StateChange, lock_change_log
from archive.models.log.issues import (
    CHANGING_KINDS,
    SALT_BYTES,
    Issue,
    LastIssue,
    PendingReading,
    PublicLogState,
    ReadingSalt,
)
from archive.models.log.public_feed import public_position
from archive.models.parts.redirects import Redirect
from archive.vocabularies import IssueKind, State

MAX_AT_ONCE = 500  # records that a write compares itself; with more of them it would hold the log for too long
MAX_COMPARED = 20_000  # deferred records that are compared before their issues are appended: some seconds of work
COMPARED_AT_ONCE = 800  # of them: as many as an IN list of a compiled query holds
APPENDED_AT_ONCE = 1600  # issues that are appended in one transaction: for some 60 ms nobody else can write
STATED = IssueKind.STATED.value
_PUBLISHED = '"state":"published"'  # as canonical JSON has it: within a text, its quotation marks are escaped


class PublicLogObserver:
    """Gathers what one recording may have changed for strangers, and compares it at its end."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()
        self.recounting: set[str] = set()

    def note(self, changed: list[StateChange]) -> None:
        seen_otherwise: set[str] = set()
        with override(settings.LANGUAGE_CODE):  # in which readings call what they link to
            for one in changed:
                if _PUBLISHED in one.before or _PUBLISHED in one.after:
                    self.wanted.add(one.reference)
                if not one.before:
                    continue  # it is new: what links to it is new, too, or changed itself
                before, after = _SeenByOthers.of(one.before), _SeenByOthers.of(one.after)
                if before.read != after.read:
                    seen_otherwise.add(one.reference)
                if before.counted != after.counted:
                    self.recounting.add(one.reference)
        self.wanted |= _dependents_and_old_references_of(seen_otherwise)
        for one in changed:
            if led_elsewhere := _led_to(one.before) ^ _led_to(one.after):
                self.wanted |= led_elsewhere | affected_by(led_elsewhere)

    def close(self) -> None:
        append_issues(self.wanted, self.recounting)


def append_issues(references: Collection[str], recounting: Collection[str] = frozenset()) -> None:
    """Append an issue for each of ``references`` that reads otherwise than it did; defer it, where they are very many.

    What is deferred already goes on waiting: an issue at once, apart from the others, would tell that it was written.
    With those of ``recounting``, what links to them may be counted otherwise. Called within a transaction that holds
    the log.
    """
    if not references:
        return
    PublicLogState.objects.filter(day__gt=timezone.now().date()).update(day=timezone.now().date())
    rest = sorted(set(references) - PendingReading.objects.defer_anew(references))
    if len(references) <= MAX_AT_ONCE:
        _append(_differences(rest), recounting)
        return
    for some in chunks(rest):
        _defer(some, recounting)


def append_issues_for(query: Rows) -> None:
    """Do as `append_issues` does with what was logged in bulk; ``query`` gives the ``reference`` of each record.

    Some of them are public, or were (`knows_any`). Called within a transaction that holds the log.
    """
    some = list(query.values_list("reference", flat=True)[: MAX_AT_ONCE + 1])
    if len(some) <= MAX_AT_ONCE:
        append_issues(some)
        return
    _defer_all(query.order_by().values("reference"))


def knows_any(query: Rows) -> bool:
    """Whether a record of which ``query`` gives the ``reference`` ever had an issue, or is to be compared."""
    references = query.values("reference")
    return any(model.objects.filter(subject__in=references).exists() for model in (Issue, PendingReading))


def begin() -> None:
    """Begin the log; where it has begun, but readings took another format since, defer all that is public.

    Done after each migration (`archive.apps`), before anybody writes again: until all is stated, a change of a hidden
    field would be told as one of the record.
    """
    with transaction.atomic():
        lock_change_log()
        state = PublicLogState.objects.first() or PublicLogState(pk=1, day=timezone.now().date())
        if state.reading_format == reading_format():
            return
        state.reading_format = reading_format()
        state.save()
        for query in visible_references():
            _defer_all(query, is_restated=True)


def catch_up() -> None:
    """Compare what was deferred, and what the calendar opened.

    Records are compared in the order of their references, as they lie in the database, while others write. Their issues
    are appended in random order, some at a time, in a transaction each.
    """
    if public_position().is_settled:
        return
    while True:
        today = timezone.now().date()
        with transaction.atomic():
            lock_change_log()
            _catch_up_with_calendar(today)
        deferred = PendingReading.objects.in_order(MAX_COMPARED)
        if not deferred:
            return
        told = {reference for reference, _, is_told in deferred if is_told}
        ordered = sorted(reference for reference, _, _ in deferred)
        compared = chain.from_iterable(_differences(some, told) for some in chunks(ordered, COMPARED_AT_ONCE))
        differing = {one.reference: one for one in compared}
        for rows in chunks(deferred, APPENDED_AT_ONCE):
            _append_deferred({reference: rank for reference, rank, _ in rows}, differing, today)


def forget_salts(references: Collection[str]) -> None:
    """Destroy the salts of records that are erased: no guess at what they said can be tested any more."""
    ReadingSalt.objects.filter(subject__in=references).delete()


def differing() -> list[str]:
    """The references of which the public log does not say what a stranger reads now, in order."""
    wrong: set[str] = set()
    public = {pk for rows in visible_references() for pk in rows.values_list("pk", flat=True).iterator()}
    told = Issue.objects.latest_ones().exclude(what=IssueKind.CLOSED).values_list("subject_id", flat=True)
    for some in chunks(sorted(public.union(told.iterator()))):
        wrong |= {one.reference for one in _differences(some)}
    with transaction.atomic():
        lock_change_log()  # what somebody wrote between the two looks is looked at again
        return sorted(one.reference for some in chunks(sorted(wrong)) for one in _differences(some))


class _Difference(NamedTuple):
    """That a record reads otherwise than its last issue says."""

    reference: str
    what: str  # became of it
    commitment: str = ""
    new_salt: str = ""  # of the record, where it had none


class _Salts(dict[str, str]):
    """The salts of some records; where one has none, it is made when it is asked for, and is among the ``new``."""

    def __init__(self, references: Sequence[str]):
        super().__init__(ReadingSalt.objects.of(references))
        self.new: dict[str, str] = {}

    def __missing__(self, reference: str) -> str:
        self[reference] = self.new[reference] = secrets.token_hex(SALT_BYTES)
        return self[reference]


def _append(
    differences: Iterable[_Difference], recounting: Collection[str], restated: Collection[str] = frozenset()
) -> None:
    """Append an issue for each of ``differences``; those of ``restated`` say only that a reading is stated again."""
    found = list(differences)
    if not found:
        return
    secrets.SystemRandom().shuffle(found)
    Issue.objects.append(
        (
            one.reference,
            STATED if one.reference in restated and one.what in CHANGING_KINDS else one.what,
            one.commitment,
            one.reference in recounting,
        )
        for one in found
    )
    ReadingSalt.objects.keep({one.reference: one.new_salt for one in found if one.new_salt})


def _differences(references: Sequence[str], told: Collection[str] | None = None) -> Iterator[_Difference]:
    """What of ``references`` reads otherwise than its last issue says; only those of ``told``, if given, have one."""
    known = references if told is None else [one for one in references if one in told]
    last, salts = Issue.objects.last_of(known), _Salts(known)
    readings = readings_of(references, salts)
    for reference in references:
        reading, before = readings.get(reference), last.get(reference)
        is_told = before is not None and before.what != IssueKind.CLOSED
        if reading is None:
            if is_told:
                yield _Difference(reference, IssueKind.CLOSED.value)
            continue
        if reading.moved and before is None:
            continue  # what never was public has no issue
        commitment = commitment_of(salts[reference], reading.text)
        if before is not None and is_told and before.commitment == commitment:
            continue
        yield _Difference(reference, _what_became(reading, before), commitment, salts.new.get(reference, ""))


def _what_became(reading: Reading, before: LastIssue | None) -> str:
    if reading.moved:
        return IssueKind.MOVED.value
    if before is None or before.what in (IssueKind.CLOSED, IssueKind.MOVED):
        return IssueKind.OPENED.value
    return IssueKind.CHANGED.value


def _catch_up_with_calendar(today: date) -> None:
    """Compare what the days since, or before, the one of the log show or hide by themselves.

    The log may be ahead: a clock was wrong, or that of another machine is a little before this one at midnight. It is
    left so for one day, and a write sets it back (`append_issues`), so that two clocks never undo each other's work.
    """
    state = PublicLogState.objects.get()
    if state.day == today or state.day == today + timedelta(days=1):
        return
    first, last = sorted((state.day, today))
    opened = opened_by_calendar(first.isoformat(), last.isoformat())
    append_issues(opened | _old_references_of(opened))
    PublicLogState.objects.update(day=today)


def _append_deferred(ranks: Mapping[str, float], differing: Mapping[str, _Difference], day: date) -> None:
    """Append the issues of those of the deferred records in ``ranks`` that are ``differing``, each by its reference.

    A write that may have changed one of them since it was loaded gave it another rank, and once ``day``, on which they
    were compared, is over, the calendar may have: what was found of it before counts no more.
    """
    with transaction.atomic():
        lock_change_log()
        if timezone.now().date() != day:
            return
        deferred = PendingReading.objects.take(ranks)
        _append(
            [differing[one] for one in deferred.references if one in differing], deferred.recounting, deferred.restated
        )


def _defer(references: Sequence[str], recounting: Collection[str]) -> None:
    """Have those of ``references`` compared later that are public, or were told to be; of the others nothing shows."""
    told = Issue.objects.filter(subject__in=references).values_list("subject_id", flat=True)
    public = {row.pk for model, mine in by_model(references).items() for row in model.objects.seen_among(mine, ANYONE)}
    wanted = sorted(public.union(told))
    PendingReading.objects.bulk_create(
        (PendingReading(subject_id=one, rank=Random(), recounts=one in recounting) for one in wanted),
        ignore_conflicts=True,
    )


def _defer_all(query: Rows, *, is_restated: bool = False) -> None:
    """Have all that ``query`` gives, one reference a row, compared later: done within the database itself."""
    chosen, params = query.annotate(rank=Random()).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive_pendingreading (subject_id, rank, is_restated, recounts) "  # noqa: S608 – our own names
            f"SELECT chosen.*, %s, FALSE FROM ({chosen}) AS chosen WHERE TRUE "
            "ON CONFLICT (subject_id) DO UPDATE SET rank = excluded.rank, "
            "is_restated = archive_pendingreading.is_restated AND excluded.is_restated",
            [is_restated, *params],
        )


def _dependents_and_old_references_of(references: set[str]) -> set[str]:
    """What links to one of ``references`` or names it in a text, and what was merged into it."""
    return (affected_by(references) | _old_references_of(references)) if references else set()


def _old_references_of(references: Collection[str]) -> set[str]:
    return set(Redirect.objects.filter(subject__in=references).values_list("old", flat=True))


@dataclass(frozen=True)
class _SeenByOthers:
    """What other records may take from one in a certain state."""

    read: tuple[object, ...]  # into their readings: what it is called, and what decides on who sees it
    counted: Values  # into what lists count them by

    @classmethod
    def of(cls, state_text: str) -> Self:
        """``state_text`` is canonical JSON; "" where there is no state."""
        if not state_text:
            return cls((), {})
        state = read_state(state_text)
        model = cast(type[ArchiveObject], model_for(state["noun"]))
        guards = {name: state[name] for name in model.protection.guards}
        parts = {part.noun: _parts_in(state, part.noun) for part in guarding_parts()}
        if state["state"] != State.PUBLISHED:
            tombstone = (state["withdrawn_on"], state["withdrawn_because"])
            return cls((tombstone, guards, parts), {})
        row = model(**attributes_of(model, state))
        masked = row.publicly_masked_fields()
        counted = {name: value for name, value in state.items() if name not in {*masked, *WORDS, "hanging"}}
        return cls((row.display_title(frozenset(masked)), guards, parts), counted)


def _led_to(state_text: str) -> set[str]:
    """The references that lead to the record with this state."""
    if f'"{Redirect.noun}"' not in state_text:
        return set()
    return {row["old"] for row in _parts_in(json.loads(state_text), Redirect.noun)}


def _parts_in(state: Values, noun: str) -> list[Values]:
    return cast(list[Values], state.get("hanging", {}).get(noun, []))
