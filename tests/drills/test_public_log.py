"""The public log under writes of every kind by every role, under kills, and on two machines at one database.

`make drills` does all of it at length; `make test` a little.
"""

import os
import random
import signal
import time
from multiprocessing import Pipe

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.domain import public_log
from archive.facets import index
from archive.facets.types import FILTER_SETS
from archive.models import Accession, Issue, PendingReading, Redirect
from archive.models.archive_object import ArchiveObject, archive_object_models
from archive.models.authorities import term_titles
from archive.models.base.dry_run import dry_run
from archive.models.base.states import plain, stored_fields
from archive.models.log.public_feed import public_position
from archive.models.parts.part import part_models
from archive.views import cards, page_cache
from tests.drills import rounds
from tests.facets.test_index import in_a_process
from tests.made_up.archives import enter
from tests.made_up.writes import KINDS, write

ROUNDS = rounds(2)
ROLES = ("contributor", "curator", "reviewer", "steward")

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.drill]


def read_one_by_one() -> dict[str, object]:
    """What a stranger reads of every record and at every address that moved, through the two rules alone."""
    found: dict[str, object] = {}
    for model in archive_object_models():
        for row in model.objects.visible_to(None):
            found[row.pk] = [_shown(row), *(_shown(one) for one in _parts_of(row))]
    for redirect in Redirect.objects.all():
        model = type(redirect.archive_object())
        there = model.objects.visible_to(None) | model.objects.tombstones_for(None)
        if there.filter(pk=redirect.subject_id).exists():
            found[redirect.old] = redirect.subject_id
    return found


def _parts_of(row: ArchiveObject):
    return (one for part in part_models() if part.user_editable for one in row.visible_parts(part, None))


def _shown(row):
    shown = row.masked_for(None)
    names = [field.name for field in (*stored_fields(type(row)), *row._meta.many_to_many)]
    return row.pk, {
        name: _told(getattr(shown, name)) for name in names if name not in {*shown.masked_fields, row.parent_field}
    }


def _told(value):
    if isinstance(value, list):
        return sorted((one.reference, one.heading) for one in value)
    return (value.reference, value.heading) if hasattr(value, "heading") else plain(value)


def pages_of_a_stranger() -> dict[str, tuple]:
    """Every page of every record, each list, and the others that tell of records: its status, headers and words."""
    nouns = [model.noun for model in archive_object_models()]
    addresses = [f"/{noun}/{accession.pk}/" for noun in nouns for accession in Accession.objects.filter(noun=noun)]
    addresses += [f"/{noun}/" for noun in nouns if noun != "pages"]
    stranger = Client()
    answers = {address: stranger.get(address) for address in [*addresses, "/", "/timeline/", "/map/", "/hy/terms/"]}
    return {address: (one.status_code, dict(one.headers), one.content) for address, one in answers.items()}


@settings(max_examples=ROUNDS, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(sorted(KINDS)), min_size=8, max_size=24))
def test_an_issue_stands_exactly_where_the_reading_of_a_stranger_changed(colleague, seed, kinds):
    chance = random.Random(seed)  # noqa: S311 – no secret
    users = [colleague(role) for role in ROLES]
    with dry_run():
        enter(chance)
        before = read_one_by_one()
        for kind in kinds:
            last = Issue.objects.count()
            write(kind, chance, users)
            after, new = read_one_by_one(), Issue.objects.filter(number__gt=last)
            changed = {pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)}
            never_told = changed - set(Issue.objects.values_list("subject", flat=True))
            assert all(isinstance(after.get(pk), str) for pk in never_told), kind  # a draft that was merged
            assert sorted(new.values_list("subject", flat=True)) == sorted(changed - never_told), kind
            assert dict(new.values_list("subject", "what")) == {
                pk: _became(before.get(pk), after.get(pk)) for pk in changed - never_told
            }
            before = after
        assert public_log.differing() == []


def _became(before: object, after: object) -> str:
    if after is None:
        return "closed"
    if isinstance(after, str):
        return "moved"
    return "changed" if isinstance(before, list) else "opened"


@pytest.mark.once
@settings(max_examples=ROUNDS // 2, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(sorted(KINDS)), min_size=6, max_size=12))
def test_a_write_without_an_issue_changes_no_page_and_no_header_of_a_stranger(colleague, seed, kinds):
    chance = random.Random(seed)  # noqa: S311 – no secret
    users = [colleague(role) for role in ROLES]
    with dry_run():
        enter(chance)
        before, position = pages_of_a_stranger(), public_position()
        for kind in kinds:
            write(kind, chance, users)
            after, now = pages_of_a_stranger(), public_position()
            if now == position:
                assert {one for one in before if before[one] != after[one]} == set(), kind
            before, position = after, now


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_cards_that_are_kept_say_what_cards_made_anew_say_after_every_kind_of_write(colleague):
    """What is in a transaction keeps no cards, so each write is committed here."""
    chance = random.Random(11)  # noqa: S311 – the same one each time
    users = [colleague(role) for role in ROLES]
    enter(chance)
    kinds = sorted(KINDS.keys() - {"import", "undo"})  # the first asks a process that is no child
    for kind in kinds * (ROUNDS // 10) or chance.sample(kinds, 2):
        write(kind, chance, users)
        page_cache.pages.clear()
        answers = pages_of_a_stranger()
        _forget()
        assert {one for one, answer in pages_of_a_stranger().items() if answers[one] != answer} == set(), kind


@pytest.mark.django_db(transaction=True)
def test_kills_of_the_writer_and_of_the_worker_leave_the_log_the_index_and_the_pages_true(colleague, monkeypatch):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 3)  # so that much is left for the worker
    monkeypatch.setattr(public_log, "APPENDED_AT_ONCE", 2)
    chance = random.Random(7)  # noqa: S311 – the same one each time
    enter(chance)
    users = [colleague(role) for role in ROLES]
    pages_of_a_stranger()  # which are kept from here on
    for n in range(max(ROUNDS // 2, 3)):
        children = [in_a_process(lambda n=n: _write_without_end(users, n)), in_a_process(_follow_without_end)]
        time.sleep(0.1 + chance.random() / 2)
        for child in children:
            os.kill(child, signal.SIGKILL)
        ended = [os.waitpid(child, 0)[1] for child in children]
        assert ended == [signal.SIGKILL, signal.SIGKILL]  # and not by themselves before
        _wait_for_the_database()
        answers = pages_of_a_stranger()
        _forget()
        assert {one for one, answer in pages_of_a_stranger().items() if answers[one] != answer} == set()
        _hold_the_index()
        public_log.catch_up()
        assert (public_log.differing(), PendingReading.objects.count()) == ([], 0)
        numbers = list(Issue.objects.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        _hold_the_index()


def _wait_for_the_database() -> None:
    """PostgreSQL may still be at what somebody asked for who is dead: wait until it is done with it."""
    if connection.vendor != "postgresql":
        return
    others = (
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend' AND state <> 'idle'"
    )
    until = time.monotonic() + 10
    with connection.cursor() as cursor:
        cursor.execute(others)
        while cursor.fetchone():
            assert time.monotonic() < until
            time.sleep(0.02)
            cursor.execute(others)


def _write_without_end(users, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 – the same one each time
    while True:
        write(chance.choice(sorted(KINDS.keys() - {"import"})), chance, users)  # which asks a process that is no child


def _follow_without_end() -> None:
    while True:
        public_log.catch_up()
        time.sleep(0.01)


def _forget() -> None:
    """Forget what this process keeps for readers."""
    page_cache.pages.clear()
    cards.kept.clear()
    index._kept.clear()
    term_titles._known.clear()


def _hold_the_index() -> None:
    for filters in FILTER_SETS:
        model = filters.Meta.model
        assert index.differing(filters(QueryDict(), model.objects.all(), user=None)) == [], model.noun


@pytest.mark.django_db(transaction=True)
def test_machines_with_folders_of_their_own_show_the_same_after_each_write(colleague, tmp_path, monkeypatch):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 3)
    chance = random.Random(8)  # noqa: S311 – the same one each time
    enter(chance)
    users = [colleague(role) for role in ROLES]
    pipes = [Pipe() for _ in range(2)]
    machines = [in_a_process(lambda n=n: _answer(pipes[n][1], tmp_path / f"machine-{n}")) for n in range(2)]
    try:
        for n in range(3 * ROUNDS):
            write(chance.choice(sorted(KINDS)), chance, users)
            if n % 3 == 0:
                public_log.catch_up()
            _forget()
            for ours, _ in pipes:
                ours.send("what do you show?")
            position, pages = public_position(), pages_of_a_stranger()
            for ours, _ in pipes:
                there, shown = ours.recv()
                assert there == position
                assert {one for one in pages if pages[one] != shown[one]} == set()
    finally:
        for ours, _ in pipes:
            ours.send("")
    assert [os.waitpid(machine, 0)[1] for machine in machines] == [0, 0]


def _answer(pipe, folder) -> None:
    """Be a machine: say what its readers see, until nothing is asked any more."""
    folder.mkdir()
    django_settings.ARCHIVE_DATA = folder
    while pipe.recv():
        pipe.send((public_position(), pages_of_a_stranger()))
