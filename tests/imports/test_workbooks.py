"""XLSX, in and out: what was exported changes nothing when it comes again, and what is no table is refused."""

import datetime
import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from archive.imports.batch import batches, receiving, working
from archive.imports.batch.loading import import_folder
from archive.imports.batch.progress import Progress
from archive.imports.files import workbooks
from archive.imports.files.errors import TableError
from archive.imports.folders import written
from archive.imports.schema.cells import cleaned
from archive.imports.schema.sheets import lines_of
from archive.imports.types import SHEETS
from archive.models import Case
from tests import made_up
from tests.imports.test_round_trip import SEED

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def exported(noun):
    out = io.BytesIO()
    workbooks.write(out, {noun: lines_of(SHEETS[noun], written(SHEETS[noun], public=False))})
    return out.getvalue()


def checked(content, noun):
    batch = receiving.create_batch(
        ContentFile(content, name="made-up.xlsx"), "made-up.xlsx", noun=noun, only_exact=True
    )
    if batch.status == "asking":
        batches.confirm(batch)
        working.run(batch.pk, Progress())
        batch.refresh_from_db()
    return batch


def told(content):
    return checked(content, "cases").message


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def with_part(content, name, text):
    """A workbook with one part of it replaced by ``text``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part))
    return out.getvalue()


def test_every_kind_exported_as_a_workbook_changes_nothing_when_it_comes_again():
    import_folder(SEED)
    made_up.case("=a made-up case", summary="-2 made-up\r\nlines_x000D_\x0b")
    for noun in SHEETS:
        batch = checked(exported(noun), noun)
        assert batch.message == ""
        assert set(batch.files.get().counts) <= {"same"}, noun


@settings(max_examples=25)
@given(
    title=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60).filter(
        cleaned
    ),
    summary=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200),
)
def test_any_text_comes_back_whole_through_a_workbook(title, summary):
    row = made_up.case(title, summary=summary)
    batch = checked(exported("cases"), "cases")
    assert batch.files.get().counts == {"same": Case.objects.count()}, row.pk


def test_numbers_and_days_of_a_spreadsheet_are_read_as_they_are_shown():
    content = workbook(["reference", "title", "date", "kind"], ["CAS-0001", 7, datetime.date(2020, 11, 10), "other"])
    assert checked(content, "cases").rows().get().cells == '["CAS-0001", "7", "2020-11-10", "other"]'


def test_a_formula_is_refused():
    batch = checked(workbook(["reference", "title", "kind"], ["CAS-0001", "=1+1", "other"]), "cases")
    told_of = "a value; this cell has a formula or an error whose result is not known"
    assert batch.rows().get().problems == f'[["title", "=1+1", "{told_of}", ""]]'


def test_external_entities_are_refused():
    hostile = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&secret;</t></is></c></row></sheetData></worksheet>'
    )
    assert told(with_part(workbook(["title"]), "xl/worksheets/sheet1.xml", hostile)) == (
        "The workbook defines XML entities, which no spreadsheet does. Expected one saved by a spreadsheet program."
    )


def test_a_workbook_that_unfolds_to_too_much_is_refused():
    assert told(with_part(workbook(["title"]), "xl/worksheets/sheet1.xml", b" " * 30_000_000)) == (
        "“xl/worksheets/sheet1.xml” unpacks to 30,000,000 bytes, which is too much for its "
        "size. Expected an ordinary ZIP."
    )


def test_a_damaged_workbook_is_refused():
    expected = "The workbook is damaged. Expected one that a spreadsheet program can open."
    assert told(with_part(workbook(["title"]), "xl/worksheets/sheet1.xml", b"<worksheet>")) == expected
    assert told(with_part(workbook(["title"]), "xl/workbook.xml", b"no workbook")) == expected


def test_an_empty_workbook_is_refused():
    assert told(workbook()) == "The file has no headings. Expected a first row that names the columns."


def test_a_text_too_long_for_a_cell_is_not_cut():
    with pytest.raises(TableError, match=r"Row 2 has a text of 40,000 characters; XLSX allows 32,767\. Use CSV\."):
        workbooks.write(io.BytesIO(), {"made up": [["title"], ["x" * 40_000]]})


def test_what_is_written_is_text_and_never_a_formula():
    out = io.BytesIO()
    workbooks.write(out, {"made up": [["title"], ["=1+1"]]})
    assert load_workbook(out).active["A2"].data_type == "s"
