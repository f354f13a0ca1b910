"""The file of words: it follows the log, can be thrown away, and is written by one process at a time."""

import os
import random
import time

import pytest

from archive.domain.derived_files import folder
from archive.models import Case
from archive.models.log.change_feed import log_position
from archive.search import store
from archive.vocabularies import State
from tests import made_up
from tests.facets.test_index import in_a_process

pytestmark = pytest.mark.django_db(transaction=True)


def the_file():
    (path,) = folder().glob("words-*.sqlite3")
    return path


def test_what_is_written_is_found_at_once(search):
    row = made_up.case("Quixotic case")
    assert search("quixotic") == [row.pk]
    row.title = "Plain case"
    row.save()
    assert (search("quixotic"), search("plain")) == ([], [row.pk])
    made_up.name(row, "Sideways")
    assert search("sideways") == [row.pk]
    Case.objects.filter(pk=row.pk).update(state=State.WITHDRAWN)
    assert (search("plain"), search("sideways")) == ([], [])


def test_a_file_that_was_thrown_away_is_made_anew(search):
    row = made_up.case("Quixotic case")
    assert search("quixotic") == [row.pk]
    the_file().unlink()
    assert search("quixotic") == [row.pk]


def test_a_file_that_other_code_wrote_is_not_read_and_goes(search, monkeypatch):
    row = made_up.case("Quixotic case")
    assert search("quixotic") == [row.pk]
    before = the_file()
    monkeypatch.setattr(store, "code_fingerprint", lambda: "0" * 64)
    assert search("quixotic") == [row.pk]
    assert the_file() != before


def test_a_broken_file_is_made_anew(search):
    row = made_up.case("Quixotic case")
    assert search("quixotic") == [row.pk]
    path = the_file()
    path.unlink()
    path.write_bytes(b"no database" * 100)
    assert search("quixotic") == [row.pk]


def test_the_file_is_for_nobody_else(search):
    made_up.case()
    search("case")
    assert the_file().stat().st_mode & 0o077 == 0
    assert folder().stat().st_mode & 0o077 == 0


def test_while_another_process_takes_everything_in_the_page_says_so(client, monkeypatch):
    made_up.case()
    monkeypatch.setattr(store, "PATIENCE", 0)
    monkeypatch.setattr(store, "_lock", lambda file: False)
    answer = client.get("/search/?q=case")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "The search is being prepared" in answer.content.decode()
    assert client.get("/cases/").status_code == 200
    assert client.get("/cases/?q=case").status_code == 503


def test_several_processes_search_and_write_and_each_finds_what_stands(search):
    rows = [made_up.case(f"Quixotic case {n}") for n in range(6)]
    until = time.monotonic() + 6

    def write(seed):
        chance = random.Random(seed)  # noqa: S311 – the same one each time
        while time.monotonic() < until:
            row = Case.objects.get(pk=chance.choice(rows).pk)
            row.title = chance.choice(["Quixotic case", "Plain case"])
            row.state = chance.choice([State.PUBLISHED, State.DRAFT])
            row.save()
            time.sleep(0.02)

    def read():
        held = 0
        while time.monotonic() < until or not held:
            before = log_position()
            seen = sorted(search("quixotic"))
            public = Case.objects.filter(title="Quixotic case", state=State.PUBLISHED) | Case.objects.filter(
                title__startswith="Quixotic case ", state=State.PUBLISHED
            )
            wanted = sorted(public.values_list("pk", flat=True))
            if log_position() == before:
                assert seen == wanted
                held += 1

    children = [in_a_process(lambda seed=seed: write(seed)) for seed in (1, 2)]
    children += [in_a_process(read) for _ in range(2)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]


def test_what_many_say_is_remembered_until_anything_is_taken_in_and_what_few_say_is_not(search, monkeypatch):
    monkeypatch.setattr(store, "FREQUENT", 2)
    first, second = made_up.case("Waiting alone"), made_up.case("Waiting together")
    assert (search("waiting"), search("together")) == ([first.pk, second.pk], [second.pk])
    remembered = store._here.store._remembered("open")
    assert {
        ("waiting" in str(asked), "together" in str(asked)) for asked in (*remembered.found, *remembered.words)
    } == {(True, False)}
    third = made_up.case("Waiting again")
    assert search("waiting") == [first.pk, second.pk, third.pk]
    Case.objects.filter(pk=first.pk).update(state=State.WITHDRAWN)
    assert search("waiting") == [second.pk, third.pk]
