"""Following the log: what changed since a place in it, so that whatever is derived from the archive is kept true."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.apps import apps
from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone

from archive.models.base.accessions import PERSON_PREFIX, Accession, prefix_of
from archive.models.base.chunks import CHUNK_SIZE, chunks
from archive.models.base.registry import guarding_parts, registered_models
from archive.models.log.changes import Change
from archive.models.log.mentions import Mention

_WHERE = """
SELECT sequence, subject_id, created_at, (SELECT MAX(id) FROM archive_erasure) FROM archive_change
ORDER BY sequence DESC LIMIT 1
"""
WORDS = frozenset({"title", "summary"})  # fields by which nothing else is seen or counted


@dataclass(frozen=True)
class LogPosition:
    """A place in the log: its last number and what stands there, so that a log put back is told from this one.

    ``erasures`` counts the legal erasures, which go past the log, and ``day`` is the day (UTC) that embargoes end by.
    """

    sequence: int
    subject: str
    at: str
    erasures: int
    day: str


def log_position() -> LogPosition:
    """Where the log ends now."""
    with connection.cursor() as cursor:  # asked before each page: past the layer that makes objects
        cursor.execute(_WHERE)
        sequence, subject, at, erasures = cursor.fetchone() or (0, "", "", 0)
    return LogPosition(sequence, subject, str(at), erasures or 0, timezone.now().date().isoformat())


@lru_cache(maxsize=8)
def changed_between(old: LogPosition, new: LogPosition) -> frozenset[str] | None:
    """The references of what may be seen, found or counted otherwise at ``new`` than at ``old``.

    ``None`` where the one does not lead to the other, and all must be made anew.
    """
    if old == new:
        return frozenset()
    if old.erasures != new.erasures or old.sequence > new.sequence or old.day > new.day or not stands(old):
        return None
    since = Change.objects.filter(sequence__gt=old.sequence, sequence__lte=new.sequence)
    touched = set(since.values_list("subject_id", flat=True))
    opened = _opened_between(old.day, new.day)
    return frozenset(touched | opened | dependents_of(_relevantly_changed(touched, old, new) | opened))


def dependents_of(references: Iterable[str]) -> set[str]:
    """The references of the records that link to one of ``references``, themselves or in what belongs to them."""
    found: set[str] = set()
    asked: set[str] = set()
    fresh = set(references)
    while fresh:
        asked |= fresh
        linking, guarded = _linking_to(fresh)
        found |= linking
        fresh = guarded - asked  # one place stands in for another: what links to that one rests on both
    return found


def opened_by_calendar(old: str, new: str) -> frozenset[str]:
    """What reads otherwise for some reader because days passed, after the day ``old`` and up to the day ``new``."""
    opened = _opened_between(old, new)
    return frozenset(opened | affected_by(opened))


def affected_by(references: Iterable[str]) -> set[str]:
    """The references of the records that link to one of ``references``, or name one of them in a text."""
    changed = set(references)
    found = dependents_of(changed)
    people = sorted(one for one in changed if prefix_of(one) == PERSON_PREFIX)
    for some in chunks(people):
        found.update(Mention.objects.of(some).values_list("subject_id", flat=True))
    return found


def stands(old: LogPosition) -> bool:
    """Whether the log still has at ``old`` what stood there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject_id, created_at FROM archive_change WHERE sequence = %s", [old.sequence])
        there = cursor.fetchone()
    return (str(there[0]), str(there[1])) == (old.subject, old.at) if there else old.sequence == 0


def _opened_between(old: str, new: str) -> set[str]:
    """What the calendar alone opened or closed after the day ``old``, up to the day ``new``."""
    if old == new:
        return set()
    first, last = date.fromisoformat(old), date.fromisoformat(new)
    return {pk for model in registered_models() for pk in model.changed_by_calendar(first, last)}


def _relevantly_changed(touched: set[str], old: LogPosition, new: LogPosition) -> set[str]:
    """Return those of ``touched`` whose change may affect other records: more than their words changed.

    Counts as changed even if later reverted: readers may have cached the state in between.
    """
    differing = set()
    references = sorted(touched)
    for start in range(0, len(references), CHUNK_SIZE):
        part = references[start : start + CHUNK_SIZE]
        before = {reference: _relevant_state(logged) for reference, logged in _states_at(part, old.sequence).items()}
        since = Change.objects.filter(subject_id__in=before, sequence__gt=old.sequence, sequence__lte=new.sequence)
        for reference, action, state in since.values_list("subject_id", "action", "state").iterator():
            if _relevant_state((action, state)) != before[reference]:
                differing.add(reference)
    return differing


def _states_at(references: list[str], sequence: int) -> dict[str, tuple[str, str]]:
    """The action and the state last logged of each, up to ``sequence``."""
    log = Change.objects.filter(subject_id__in=references, sequence__lte=sequence)
    last = log.order_by().values("subject_id").annotate(last=Max("sequence")).values("last")
    rows = Change.objects.filter(sequence__in=last).values_list("subject_id", "action", "state")
    return {subject: (action, state) for subject, action, state in rows}


def _relevant_state(logged: tuple[str, str]) -> tuple[bool, dict]:
    action, text = logged
    state = json.loads(text)
    own = {name: value for name, value in state.items() if name not in WORDS and name != "hanging"}
    parts = state.get("hanging", {})
    return (action == "removed", own | {model.noun: parts.get(model.noun) for model in guarding_parts()})


def _linking_to(references: set[str]) -> tuple[set[str], set[str]]:
    """What links to ``references``; and that of it which does so by a link that guards who sees it."""
    by_noun: dict[str, list[str]] = {}
    for start in range(0, len(references), CHUNK_SIZE):
        part = sorted(references)[start : start + CHUNK_SIZE]
        for reference, noun in Accession.objects.filter(pk__in=part).values_list("pk", "noun"):
            by_noun.setdefault(noun, []).append(reference)
    linking: set[str] = set()
    guarded: set[str] = set()
    redirects = apps.get_model("archive", "Redirect")._base_manager.filter(subject__in=references)
    named = sorted(references.union(redirects.values_list("old", flat=True)))  # by which the register may be linked
    for model in registered_models():
        for link in (*model._meta.concrete_fields, *model._meta.many_to_many):
            if not link.is_relation or link.name == model.parent_field or link.primary_key:
                continue
            noun = getattr(link.related_model, "noun", None)
            targets = named if link.related_model is Accession else by_noun.get(str(noun), [])
            if not targets:
                continue
            found = _owners(model, link, targets)
            linking |= found
            if not model.parent_field and link.name in model.protection.guards:
                guarded |= found
    return linking, guarded


def _owners(model, link, targets: list[str]) -> set[str]:
    owner = f"{model.parent_field}_id" if model.parent_field else "pk"
    found: set[str] = set()
    for start in range(0, len(targets), CHUNK_SIZE):
        rows = model._base_manager.filter(Q((f"{link.name}__in", targets[start : start + CHUNK_SIZE])))
        found |= set(rows.order_by().values_list(owner, flat=True))
    return found
