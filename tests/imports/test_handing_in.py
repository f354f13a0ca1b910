"""Handing in at the desk: one file or several, and what the pages say of how they are read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from archive.admin import batches as desk
from archive.imports import batches, working
from archive.imports.watch import Watch
from archive.management.commands import work
from archive.models import Batch, Case
from archive.vocabularies import BatchStanding
from tests.imports.test_batches import applied, refusals, zipped
from tests.imports.test_broken_files import workbook

pytestmark = pytest.mark.django_db
CASES = "reference,title,kind,places\n,Made up,killing,Madeupton-on-Sea\n"
PLACES = "title,kind\nMadeupton-on-Sea,settlement\n"


@pytest.fixture
def handed_in(client, curator):
    """Hand in files at the desk, and give the batch and the page that follows."""
    client.force_login(curator)

    def hand_in(noun="", **files):
        given = [
            SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode()) for name, data in files.items()
        ]
        response = client.post("/admin/imports/", {"files": given, "noun": noun}, follow=True)
        return Batch.objects.first(), response.content.decode()

    return hand_in


def test_tables_that_are_handed_in_together_link_to_each_other(handed_in):
    batch, _ = handed_in(**{"cases.csv": CASES, "places.csv": PLACES})
    assert batch.name == "cases.csv and 1 more"
    assert [(table.position, table.noun, table.name) for table in batch.files.all()] == [
        (0, "places", "places.csv"),
        (1, "cases", "cases.csv"),
    ]
    batches.confirm(batch)
    working.work_on(batch.pk, Watch())
    batch.refresh_from_db()
    assert (refusals(batch), applied(batch).standing) == ([], BatchStanding.APPLIED)
    assert [row.title for row in Case.objects.get().places.all()] == ["Madeupton-on-Sea"]


def test_what_was_chosen_for_one_table_is_not_taken_for_several(handed_in):
    batch, _ = handed_in("cases", **{"cases.csv": CASES, "places.csv": PLACES})
    assert {table.noun for table in batch.files.all()} == {"cases", "places"}


def test_a_zip_is_handed_in_by_itself(handed_in):
    batch, page = handed_in(**{"places.csv": PLACES, "made-up.zip": zipped(**{"cases.csv": CASES})})
    told = "made-up.zip is a ZIP file. Expected it by itself, or tables that are not in a ZIP."
    assert (batch.standing, batch.told, told in page) == (BatchStanding.STOPPED, told, True)
    assert len({table.stored for table in batch.files.all()}) == 2  # both are kept


def test_one_of_several_that_can_not_be_read_is_named(handed_in):
    batch, _ = handed_in(**{"places.csv": PLACES, "made-up.csv": b"%PDF made up"})
    assert batch.told == "made-up.csv: The file is a PDF file, and no table. Expected CSV, TSV or XLSX."


def test_nothing_handed_in_is_told_of(handed_in):
    assert "This field is required." in handed_in()[1]


def test_more_than_can_be_kept_at_once_is_told_of(handed_in, monkeypatch):
    monkeypatch.setattr(desk, "LARGEST", 10)
    _, page = handed_in(**{"places.csv": PLACES})
    assert f"These are {len(PLACES)} bytes. Expected at most 10: hand it in in parts." in page
    assert not Batch.objects.exists()


def test_the_page_says_what_is_guessed_and_what_is_left_out(handed_in):
    batch, page = handed_in(**{"made-up.zip": zipped(**{"held.csv": CASES})})
    assert f"That its rows are {batch.files.get().kind} is told from the headings alone." in page
    _, page = handed_in(**{"cases.xlsx": workbook()})
    assert "from the headings alone" not in page
    assert "Only its first sheet" not in page


def test_nothing_is_chosen_beforehand_for_values_that_are_not_known(handed_in, client):
    batch, _ = handed_in("cases", **{"cases.csv": "title,kind\nMade up,captivityy\n"})
    batches.confirm(batch)
    working.work_on(batch.pk, Watch())
    page = client.get(f"/admin/imports/{batch.pk}/").content.decode()
    assert "<option selected>" not in page
    assert "nearest: captivity" in page
    client.post(f"/admin/imports/{batch.pk}/step/", {"do": "check-again"})
    assert batch.files.get().mapping["values"] == {}


def test_who_writes_while_the_database_is_held_is_told_that_nothing_was_saved(handed_in, monkeypatch):
    def held(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(batches, "receive_all", held)
    _, page = handed_in(**{"places.csv": PLACES})
    assert "What you sent was not saved: go back, and send it again." in page


def test_a_worker_goes_on_after_the_database_was_away(monkeypatch):
    def away():
        raise OperationalError("made up")

    monkeypatch.setattr(work, "next_one", away)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    assert work.Command()._worked() is False
