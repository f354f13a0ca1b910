"""`import_records`: what the desk can say of how a file is read can be said there, and scripts can read the answer."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from archive.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Import a file of cases with options; what was printed, and why it stopped, if it did."""

    def command(data, *options, name="cases.csv"):
        file, out = tmp_path / name, io.StringIO()
        file.write_bytes(data)
        try:
            call_command("import_records", "cases", str(file), *options, stdout=out, stderr=io.StringIO())
        except CommandError as error:
            return out.getvalue(), str(error)
        return out.getvalue(), ""

    return command


def workbook():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["about"])
    second = book.create_sheet("Second")
    second.append(["title", "kind"])
    second.append(["Made up", "killing"])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "options", "title"),
    [
        ("title,kind\nПлен,killing\n".encode("koi8-r"), ["--encoding", "koi8-r"], "Плен"),
        (b"title|kind\nMade; up|killing\n", ["--separator", "|"], "Made; up"),
        (b"title|kind\nMade; up|killing\n", ["--separator", "stroke"], "Made; up"),
        (b"title,kind\n'Made, up',killing\n", ["--quote", "single"], "Made, up"),
        (b'title,kind\n"Made up,killing\n', ["--quote", "none"], '"Made up'),
        (b"Our cases,\n\nabout,\ntitle,kind\nMade up,killing\n", ["--headings", "4"], "Made up"),
        (b"title\nMade up\n", ["--set", "kind=killing"], "Made up"),
        (b"title,kind\nMade up,\n", ["--set", "kind=killing"], "Made up"),
    ],
)
def test_how_a_file_is_read_can_be_said(run, data, options, title):
    assert run(data, *options)[1] == ""
    assert list(Case.objects.values_list("title", "kind")) == [(title, "killing")]


def test_a_sheet_can_be_said(run):
    told = "There is no sheet “Third”. Expected one of: Second, Sheet."
    assert run(workbook(), "--sheet", "Third", name="cases.xlsx")[1] == told
    assert run(workbook(), "--sheet", "Second", name="cases.xlsx")[1] == ""
    assert Case.objects.get().title == "Made up"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--set", "no-such=1"], "“no-such=1” sets no column. Expected COLUMN=VALUE, COLUMN one of: reference, title"),
        (["--set", "kind"], "“kind” sets no column."),
        (["--headings", "0"], "Rows are counted from 1."),
    ],
)
def test_what_can_not_be_said_is_refused(run, options, told):
    assert run(b"title,kind\nMade up,killing\n", *options)[1].startswith(told)
    assert not Case.objects.exists()


def test_what_becomes_of_each_row_is_told_in_json_and_the_batch_last(run):
    out, told = run("title,kind,date\nMade up,killing,10 ноября 2020\nTwo,kiling,2020\n".encode(), "--json")
    first, second, batch = map(json.loads, out.splitlines())
    assert told.startswith("Nothing was written: 1 rows can't be taken.")
    assert [first[name] for name in ("file", "row", "outcome", "problems")] == ["cases.csv", 2, "new", []]
    assert first["values"] | {"title": "Made up", "kind": "killing", "date": "2020-11-10"} == first["values"]
    assert second == {
        "file": "cases.csv",
        "row": 3,
        "outcome": "refused",
        "reference": "",
        "values": {"title": "Two", "kind": "kiling", "date": "2020"},
        "problems": [
            {
                "column": "kind",
                "value": "kiling",
                "expected": "one of: captivity, ill-treatment, killing, enforced-disappearance, sentencing, other",
                "nearest": "killing",
            }
        ],
    }
    assert batch == {
        "batch": batch["batch"],
        "standing": "ready",
        "told": "",
        "counts": {"new": 1, "refused": 1},
    }


def test_rows_that_were_applied_have_their_references_in_json(run):
    out, told = run(b"title,kind\nMade up,killing\n", "--json")
    row, batch = map(json.loads, out.splitlines())
    assert (told, row["reference"], batch["standing"]) == ("", Case.objects.get().pk, "applied")
