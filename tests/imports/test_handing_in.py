"""Handing in at the desk: one file or several, and what the pages say of how they are read."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from openpyxl import Workbook

from archive.admin import batches as desk
from archive.admin.meanings import input_of, meanings_of
from archive.imports.batch import batches, receiving, working
from archive.imports.batch.progress import Progress
from archive.management.commands import work
from archive.models import Batch, Case, Mapping
from archive.vocabularies import BatchStatus
from tests import made_up
from tests.made_up.batches import applied, refusals
from tests.made_up.files import workbook, zipped

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
    working.run(batch.pk, Progress())
    batch.refresh_from_db()
    assert (refusals(batch), applied(batch).status) == ([], BatchStatus.APPLIED)
    assert [row.title for row in Case.objects.get().places.all()] == ["Madeupton-on-Sea"]


def test_what_was_chosen_for_one_table_is_not_taken_for_several(handed_in):
    batch, _ = handed_in("cases", **{"cases.csv": CASES, "places.csv": PLACES})
    assert {table.noun for table in batch.files.all()} == {"cases", "places"}


def test_a_zip_is_handed_in_by_itself(handed_in):
    batch, page = handed_in(**{"places.csv": PLACES, "made-up.zip": zipped(**{"cases.csv": CASES})})
    told = "made-up.zip is a ZIP file. Expected a ZIP alone, or tables that are not in a ZIP."
    assert (batch.status, batch.message, told in page) == (BatchStatus.STOPPED, told, True)
    assert len({table.stored for table in batch.files.all()}) == 2  # both are kept


def test_one_of_several_that_can_not_be_read_is_named(handed_in):
    batch, _ = handed_in(**{"places.csv": PLACES, "made-up.csv": b"%PDF made up"})
    assert batch.message == "made-up.csv: The file is a PDF file, not a table. Expected CSV, TSV or XLSX."


def test_nothing_handed_in_is_told_of(handed_in):
    assert "This field is required." in handed_in()[1]


def test_more_than_can_be_kept_at_once_is_told_of(handed_in, monkeypatch):
    monkeypatch.setattr(desk, "LARGEST_FILES", 10)
    _, page = handed_in(**{"places.csv": PLACES})
    assert f"The upload has {len(PLACES)} bytes. Expected at most 10: upload it in parts." in page
    assert not Batch.objects.exists()


def test_the_page_says_what_is_guessed_and_what_is_left_out(handed_in):
    batch, page = handed_in(**{"made-up.zip": zipped(**{"held.csv": CASES})})
    assert f"The kind of its rows ({batch.files.get().kind}) was guessed from the headings." in page
    _, page = handed_in(**{"cases.xlsx": workbook()})
    assert "was guessed from the headings" not in page
    assert "Only its first sheet" not in page


def test_nothing_is_chosen_beforehand_for_values_that_are_not_known(handed_in, client):
    batch, _ = handed_in("cases", **{"cases.csv": "title,kind\nMade up,captivityy\n"})
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    page = client.get(f"/admin/imports/{batch.pk}/").content.decode()
    assert "<option selected>" not in page
    assert "did you mean captivity?" in page
    client.post(f"/admin/imports/{batch.pk}/step/", {"do": "check-again"})
    assert batch.files.get().mapping["values"] == {}


def test_who_writes_while_the_database_is_held_is_told_that_nothing_was_saved(handed_in, monkeypatch):
    def held(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(receiving, "create_batch_from_files", held)
    _, page = handed_in(**{"places.csv": PLACES})
    assert (
        "The archive is importing many records, and nothing else can be saved until that is "
        "done. What you sent was not saved. Go back and send it again." in page
    )


def test_a_worker_goes_on_after_the_database_was_away(monkeypatch):
    def away():
        raise OperationalError("made up")

    monkeypatch.setattr(work, "next_one", away)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    assert work.Command()._worked() is False


# What is guessed, and what is answered


@pytest.mark.parametrize(
    ("name", "text", "noun"),
    [
        ("people.csv", "number,title\n1,Made up\n", "people"),
        ("cases-a.csv", "title,kind,places\nMade up,captivity,\n", "cases"),
        ("Custody Steps of 2021.csv", "person,step\n", "custody-steps"),
        ("made-up.csv", "title,kind,places\nMade up,captivity,\n", "cases"),
        ("made-up.csv", "title,kind\nMadeupton,settlement\n", "places"),
        ("made-up.csv", "title,kind\nMade up,hostilities\n", "events"),
    ],
)
def test_what_the_rows_are_is_told_by_the_name_the_headings_and_the_values(handed_in, name, text, noun):
    batch, _ = handed_in(**{name: text})
    assert batch.files.get().noun == noun


def test_a_file_is_taken_for_nothing_that_its_sender_may_not_import(client, colleague):
    client.force_login(colleague("contributor"))
    given = SimpleUploadedFile("made-up.csv", b"A survey of made-up things,,\n,,\ntitle,kind\n")
    client.post("/admin/imports/", {"files": given})
    batch = Batch.objects.get()
    assert (batch.status, batch.files.get().noun in ("redirects", "terms")) == (BatchStatus.ASKING, False)


def test_the_row_of_the_headings_is_chosen(handed_in, client):
    batch, page = handed_in("cases", **{"made-up.csv": "A made-up survey,\ntitle,kind\nMade up,killing\n"})
    assert "Headings are in" in page
    page = client.post(f"/admin/imports/{batch.pk}/step/", {"do": "confirm", "0-heading_row": "2"}, follow=True)
    assert "The file was read again. Check the settings, then have the rows checked." in page.content.decode()
    assert batch.files.get().headings == ["title", "kind"]
    client.post(f"/admin/imports/{batch.pk}/step/", {"do": "confirm", "0-column-0": "title", "0-column-1": "kind"})
    working.run(batch.pk, Progress())
    assert [(row.number, row.outcome) for row in batch.rows()] == [(3, "new")]


def test_an_answer_can_be_seen_corrected_and_taken_back_and_is_kept_with_the_mapping(handed_in, client, curator):
    text = "title,kind\nMade up,captivityy\nAnother,Killing it\n"
    batch, _ = handed_in("cases", **{"cases.csv": text})
    address = f"/admin/imports/{batch.pk}/step/"
    columns = {"0-column-0": "title", "0-column-1": "kind"}
    client.post(address, {"do": "confirm", "0-keep-as": "made-up observers", **columns})
    working.run(batch.pk, Progress())

    def answer(typed, meant):
        client.post(address, {"do": "check-again", input_of(batch.files.get(), "kind", typed): meant})
        working.run(batch.pk, Progress())
        return [(one.typed, one.meant, one.count) for one in meanings_of(batch.files.get())]

    assert answer("Killing it", "killing") == [("Killing it", "killing", 0), ("captivityy", "", 1)]
    assert answer("captivityy", "nonsense") == [("Killing it", "killing", 0), ("captivityy", "nonsense", 1)]
    [refused] = refusals(batch)
    assert refused[2] == "captivityy"  # what the file says, and not the answer
    assert answer("captivityy", "captivity") == [("Killing it", "killing", 0), ("captivityy", "captivity", 0)]
    assert Mapping.objects.get().mapping["values"] == {"kind": {"captivityy": "captivity", "Killing it": "killing"}}
    assert answer("Killing it", "") == [("Killing it", "", 1), ("captivityy", "captivity", 0)]


@pytest.mark.parametrize(("sign", "n"), [(", ", "1"), ("\n", "2"), (" / ", "3"), ("; ", "0")])
def test_several_values_in_a_cell_are_parted_as_is_said_and_each_has_its_meaning(handed_in, client, sign, n):
    for title in ("Madeupton", "Upper, Madeupton" if sign != ", " else "Upper Madeupton"):
        made_up.place(title)
    text = f'title,kind,places\nMade up,killing,"Madeupton{sign}Uper"\n'
    batch, page = handed_in("cases", **{"cases.csv": text})
    assert "Separator in places" in page
    address = f"/admin/imports/{batch.pk}/step/"
    columns = {"0-column-0": "title", "0-column-1": "kind", "0-column-2": "places"}
    client.post(address, {"do": "confirm", "0-parted-places": n, **columns})
    working.run(batch.pk, Progress())
    assert [one.typed for one in meanings_of(batch.files.get())] == ["Uper"]
    client.post(address, {"do": "check-again", input_of(batch.files.get(), "places", "Uper"): "PLA-0002"})
    working.run(batch.pk, Progress())
    assert json.loads(batch.rows().get().state)["places"] == ["PLA-0001", "PLA-0002"]


@pytest.mark.parametrize(("said", "date"), [("day", "2020-10-09"), ("month", "2020-09-10")])
def test_a_date_of_three_numbers_is_read_as_is_said_of_its_column(handed_in, client, said, date):
    batch, _ = handed_in("cases", **{"cases.csv": "title,kind,date\nMade up,killing,09/10/2020\n"})
    columns = {"0-column-0": "title", "0-column-1": "kind", "0-column-2": "date"}
    client.post(f"/admin/imports/{batch.pk}/step/", {"do": "confirm", "0-day-date": said, **columns})
    working.run(batch.pk, Progress())
    assert (refusals(batch), json.loads(batch.rows().get().state)["date"]) == ([], date)


def test_a_batch_that_would_write_nothing_is_not_applied(handed_in, client):
    batch, _ = handed_in("cases", **{"cases.csv": "title,kind\n,killing\n"})
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    step = {"do": "apply", "without": "1"}
    page = client.post(f"/admin/imports/{batch.pk}/step/", step, follow=True).content.decode()
    assert "This was not possible: none of its rows is new or changed." in page


def test_undoing_is_said_twice(handed_in, client):
    batch, _ = handed_in("cases", **{"cases.csv": "title,kind\nMade up,killing\n"})
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    applied(Batch.objects.get())
    address = f"/admin/imports/{batch.pk}/step/"
    client.post(address, {"do": "undo"})
    assert Batch.objects.get().status == BatchStatus.APPLIED
    client.post(address, {"do": "undo", "sure": "on"})
    assert Batch.objects.get().status == BatchStatus.UNDOING


# The refused rows, to be mended


def refused_rows(client, batch):
    page = client.get(f"/admin/imports/files/{batch.files.get().pk}/refused/")
    return list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))


def test_refused_rows_come_and_go_as_often_as_they_must(handed_in, client):
    text = "title,kind\nMade up,nonsense\n"
    for _ in range(3):
        batch, _ = handed_in("cases", **{"cases.csv": text})
        batches.confirm(batch)
        working.run(batch.pk, Progress())
        lines = refused_rows(client, batch)
        assert lines[0] == ["title", "kind", "why it was refused"]
        assert lines[1][:2] == ["Made up", "nonsense"]
        assert lines[1][2].startswith("Row 2: kind: “nonsense”. Expected one of: ")
        text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)


def test_what_a_spreadsheet_would_run_is_not_in_them(handed_in, client):
    book, out = Workbook(), io.BytesIO()
    book.active.append(["title", "kind"])
    book.active.append(["=1+1", "killing"])
    book.save(out)
    batch, _ = handed_in("cases", **{"cases.xlsx": out.getvalue()})
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    assert refused_rows(client, batch)[1][0] == ""  # a formula is no value
    batch, _ = handed_in("cases", **{"cases.csv": "title,kind\nMade up,=cmd|made up\n"})
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    assert refused_rows(client, batch)[1][1] == "'=cmd|made up"


def test_rows_of_another_length_say_why_in_its_own_column(handed_in, client):
    batch, _ = handed_in("cases", **{"cases.csv": 'title,kind\nMade up,killing," ",more\nAnother,killing,too much\n'})
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    told = [line[2][:30] for line in refused_rows(client, batch)[1:]]
    assert told == ["Row 2: “Made up, killing,  , m", "Row 3: “Another, killing, too "]


# Where reading failed


def read_as(client, batch, **ways):
    """Say how the only file of ``batch`` is read, and return the batch as it stands then."""
    posted = {f"0-{name}": value for name, value in ways.items()} | {"do": "confirm"}
    client.post(f"/admin/imports/{batch.pk}/step/", posted)
    batch.refresh_from_db()
    return batch


def test_a_wrong_guess_is_corrected_where_reading_failed(handed_in, client):
    content = b"About these rows,,\ntitle,title,\n" + "title,kind\nПлен,killing\n".encode("cp866")
    batch, _ = handed_in("cases", **{"made-up.csv": content})
    read_as(client, batch, encoding="cp866", heading_row="3")
    table = batch.files.get()
    assert (batch.status, table.headings, table.samples) == ("asking", ["title", "kind"], [["Плен", "killing"]])


def test_what_was_chosen_and_failed_stays_chosen(handed_in, client):
    batch, _ = handed_in("cases", **{"made-up.csv": b"title,kind,title\nMade up,killing,b\n"})
    read_as(client, batch, heading_row="9")
    assert batch.files.get().reading["heading_row"] == 9
    page = client.get(f"/admin/imports/{batch.pk}/").content.decode()
    assert '<option value="9" selected>' in page
    read_as(client, batch, heading_row="2")
    assert batch.files.get().headings == ["Made up", "killing", "b"]


def test_a_file_that_fails_far_down_is_asked_about_again(handed_in, client):
    rows = b"".join(b"Made up %d,killing\n" % n for n in range(3000))
    batch, _ = handed_in("cases", **{"made-up.csv": b"title,kind\n" + rows + b'"Made up,killing\n'})
    read_as(client, batch, **{"column-0": "title", "column-1": "kind"})
    working.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.status, "Row 3002" in batch.message) == ("asking", True)
    read_as(client, batch, quote="")
    assert client.get(f"/admin/imports/{batch.pk}/").status_code == 200


def test_what_can_not_be_read_is_not_checked(handed_in, client):
    batch, _ = handed_in("cases", **{"made-up.csv": b"title,kind,title\nMade up,killing,b\n"})
    read_as(client, batch)
    assert batch.status == "asking"
    page = client.post(f"/admin/imports/{batch.pk}/step/", {"do": "confirm"}, follow=True).content.decode()
    assert "can’t be read with these settings" in page


def test_any_sheet_of_a_workbook_can_be_chosen(handed_in, client):
    book, out = Workbook(), io.BytesIO()
    book.active.title = "Notes"
    book.active.append(["about", "this"])
    hidden = book.create_sheet("Hidden")
    hidden.append(["title", "kind"])
    hidden.append(["Made up", "killing"])
    hidden.sheet_state = "hidden"
    book.save(out)
    batch, page = handed_in(**{"made-up.xlsx": out.getvalue()})
    assert "Left out: Hidden" in page
    read_as(client, batch, sheet="0", noun="cases")
    table = batch.files.get()
    assert (table.reading["sheet"], table.reading["left_out"]) == ("Hidden", ["Notes"])
    assert (table.headings, table.samples) == (["title", "kind"], [["Made up", "killing"]])
