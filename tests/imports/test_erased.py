"""A legal erasure finds what was handed in, whatever became of it, and leaves nothing of it."""

import io
from pathlib import Path

import pytest
from django.conf import settings

from archive.domain.erasing import erase, plan_for
from archive.imports.batch import batches, staging
from archive.imports.batch.progress import Progress
from archive.imports.files.workbooks import write
from archive.models import Batch, Mapping
from archive.vocabularies import BatchStatus, State
from tests import made_up
from tests.made_up.batches import applied, checked, received, undone
from tests.made_up.files import HEAD, spoilt, zipped
from tests.made_up.pictures import picture

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "Պահված Քիշոտյան"
WRITTEN = "title,kind,remark\nMade up,killing,{}\n"


@pytest.fixture
def held():
    held = made_up.person("a captive", name=NAME)
    made_up.name(held, "Кишотян Удержанный")
    made_up.name(held, "Quixotyan Held")
    return held


def workbook(text):
    out = io.BytesIO()
    write(out, {"cases": [["title", "remark"], ["Made up", text]]})
    return out.getvalue()


def texts_of_a_workbook(text):
    return zipped(**{"xl/sharedStrings.xml": f"<si>{text}</si>"})


def left():
    folder = Path(settings.ARCHIVE_DATA) / "uploads"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def receive(data, name="made-up.csv", **options):
    return received(data, name, noun="cases", **options)


@pytest.mark.parametrize(
    "data",
    [
        WRITTEN.format(NAME).encode(),
        WRITTEN.format(NAME).encode("utf-16"),
        WRITTEN.format("Удержанный, Кишотян Удержанный").encode("cp1251"),
        WRITTEN.format(NAME).encode("armscii-8"),
        b"%PDF made up, of Quixotyan Held",
        workbook("Quixotyan Held"),
        zipped(**{"cases.csv": WRITTEN.format(""), "more.xlsx": workbook("Quixotyan Held")}),
        zipped(**{"no table": "", "notes.txt": "of Quixotyan Held"}),
        zipped(**{"cases.csv": WRITTEN.format(""), "Quixotyan Held.jpg": "made up"}),
        texts_of_a_workbook("<t>Quix_x006F_tyan Held</t>"),
        texts_of_a_workbook("<r><t>Quix</t></r><r><t>otyan Held</t></r>"),
        texts_of_a_workbook("<t>&#81;uixotyan Held</t>"),
    ],
)
def test_a_file_that_names_them_is_destroyed_before_anybody_applied_it(held, curator, data):
    batch = receive(data, user=curator)
    other = receive(WRITTEN.format("nobody").encode(), user=curator)
    erase(held.pk, "Decision 1", curator)
    assert left() == [Path(other.files.get().stored).name]
    table = batch.files.first()
    assert (table.stored, table.headings, table.mapping, table.name) == ("", [], {}, "erased")
    batch.refresh_from_db()
    assert batch.status in (BatchStatus.DROPPED, BatchStatus.STOPPED)


def test_rows_that_wait_are_emptied_and_can_not_be_applied(held, curator, client):
    batch = checked(f"{HEAD}\nCAS-0001,of Quixotyan Held,killing\n", user=curator)
    erase(held.pk, "Decision 1", curator)
    batch.refresh_from_db()
    assert (batch.status, batch.message) == ("dropped", "A file of it was erased, because the law demands it.")
    row = batch.rows().get()
    assert (row.cells, row.state, row.key) == ("[]", "", "")
    client.force_login(curator)
    page = client.post(f"/admin/imports/{batch.pk}/step/", {"do": "ask-again"}, follow=True).content.decode()
    assert "This was not possible: the uploaded file was erased." in page


def test_what_was_made_new_for_a_row_and_is_called_as_they_are_says_nothing_any_more(held, curator):
    batch = receive("title,kind,places\nMade up,killing,Quixotyan Held square\n", user=curator)
    batch.auto_create = {"places": "settlement"}
    batch.save()
    batches.confirm(batch)
    staging.check(batch, Progress())
    assert batch.files.filter(stored="").get().rows.get().cells == '["Quixotyan Held square"]'
    erase(held.pk, "Decision 1", curator)
    assert {row.cells for row in batch.rows()} == {"[]"}


def test_a_kept_mapping_a_name_of_a_file_and_earlier_choices_tell_nothing_of_them(held, curator):
    mapping = {"columns": {}, "constants": {"summary": "of Quixotyan Held"}, "values": {}, "day_first": {}}
    Mapping.objects.create(noun="cases", name="made-up", mapping=mapping, user=curator)
    batch = receive(WRITTEN.format(""), "Quixotyan Held.csv", user=curator)
    columns = batch.files.get().mapping["columns"]
    batch.files.update(mapping=mapping | {"columns": columns})
    batches.confirm(Batch.objects.get())
    staging.check(Batch.objects.get(), Progress())
    erase(held.pk, "Decision 1", curator)
    assert (Mapping.objects.count(), Batch.objects.get().name) == (0, "erased")
    assert receive(WRITTEN.format(""), user=curator).files.get().mapping["constants"] == {}


def test_a_file_that_can_not_be_searched_is_named(held, curator):
    data = spoilt(zipped(**{"cases.csv": WRITTEN.format("x" * 90)}), "cases.csv")
    batch = receive(data, "made-up.zip", user=curator)
    stored = batch.files.get().stored
    [line] = [line for line in plan_for(held).lines() if "searched" in line]
    assert line == f"Could not be searched: batch {batch.pk}: made-up.zip (uploads/{stored}). Look into it yourself"


@pytest.mark.parametrize("name", ["notes.docx.gz", "notes.doc", "notes.ods"])
def test_a_zip_with_what_can_not_be_searched_is_named(held, curator, name):
    receive(zipped(**{"cases.csv": WRITTEN.format(""), name: "made up"}), "made-up.zip", user=curator)
    assert [line for line in plan_for(held).lines() if line.startswith("Could not be searched: batch")]


def test_pictures_that_a_waiting_row_took_in_go_with_it(held, curator):
    face = picture(colour="teal").read()
    text = f"reference,title,portrait\n{held.pk},a captive,face.jpg\n"
    checked(zipped(**{"people.csv": text, "face.jpg": face}), "", name="made-up.zip", user=curator)
    originals = Path(settings.MEDIA_ROOT)
    assert len([path for path in originals.rglob("*") if path.is_file()]) == 1
    erase(held.pk, "Decision 1", curator)
    assert [path for path in originals.rglob("*") if path.is_file()] == []


def test_nothing_is_erased_while_a_worker_is_at_a_file_of_it(held, curator):
    batch = receive(WRITTEN.format("Quixotyan Held"), user=curator)
    batches.confirm(batch)
    assert plan_for(held).obstacles == [f"batch {batch.pk}: made-up.csv is being worked on. Expected that to end first"]


def test_undoing_says_that_a_record_of_it_was_erased(curator):
    batch = applied(checked(f"{HEAD}\nCAS-0001,Made up,killing\nCAS-0002,Another,killing\n", user=curator))
    row = made_up.Case.objects.get(pk="CAS-0001")
    assert row.state == State.DRAFT
    erase(row.pk, "Decision 1", curator)
    told = undone(batch).message
    assert told.startswith("Nothing was undone: A record of it was erased since, and its rows with it.")
