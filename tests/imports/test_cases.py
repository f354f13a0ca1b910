"""Files as people have them: what each of them gives (`cases/README.md` says what each is)."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from archive.dates.typed_dates import NotADate, read
from archive.imports.files import tables
from archive.imports.files.bundled import BundledFiles
from archive.imports.files.tables import TableFormat
from archive.imports.files.workbooks import Formula

CASES = Path(__file__).parent / "cases"
HEADINGS = ["title", "kind", "date"]
TAKEN = {
    "01-sep-line.csv": (HEADINGS, [["Made up", "killing", "10.11.2020"]]),
    "05-heading-with-other-separator.csv": (
        ["kind, as coded", "title, place, and day", "date"],
        [["killing", "Made up", "10.11.2020"]],
    ),
    "05b-heading-with-line-break.csv": (
        ["title\n(as given)", "kind", "date"],
        [["Made up", "killing", "10.11.2020"]],
    ),
    "06-blank-after-separator.csv": (["title", "summary", "kind"], [["Made up, one", "He said, so", "killing"]]),
    "08-trailing-empty-cells.csv": (HEADINGS, [["Made up", "killing", "10.11.2020"], ["Made up 2", "killing", ""]]),
    "08b-short-rows.csv": (
        [*HEADINGS, "summary"],
        [["Made up", "killing", "", ""], ["Made up 2", "killing", "10.11.2020", ""]],
    ),
    "10-first-row-blank.csv": (HEADINGS, [["Made up", "killing", "10.11.2020"]]),
}
DATES = {
    "18-circa.csv": ["2020~", "2021-05~", "2020~"],
    "19-armenian-dates.csv": ["2020-11-10", "2020-11", "2020-11-10"],
    "20-azerbaijani-turkish-russian-dates.csv": [*["2020-11-10"] * 5, "2020-23"],
    "21-midnight.csv": ["2020-11-10"] * 3,
}


def rows_of(name, reading=None):
    with (CASES / name).open("rb") as file:
        table = tables.read(file, reading)
        return [heading.replace("\r", "") for heading in table.headings], [row for _, row in table.rows]


@pytest.mark.parametrize("name", TAKEN)
def test_a_table_is_read_as_a_person_reads_it(name):
    assert rows_of(name) == TAKEN[name]


@pytest.mark.parametrize("name", DATES)
def test_dates_are_read_as_they_are_typed(name):
    headings, rows = rows_of(name)
    assert [read(row[headings.index("date")]) for row in rows] == DATES[name]


def test_what_stands_in_a_merged_cell_stands_in_each_of_its_cells():
    headings, rows = rows_of("13-merged-date.xlsx")
    dates = [row[headings.index("date")] for row in rows]
    assert (len(dates) >= 3, len(set(dates[:3]))) == (True, 1)
    assert dates[0]


def test_an_error_is_no_value():
    rows = rows_of("14-error-cells.xlsx")[1]
    errors = [cell for row in rows for cell in row if cell.startswith("#")]
    assert errors
    assert all(isinstance(cell, Formula) for cell in errors)


def test_a_date_is_read_as_far_as_it_is_shown():
    headings, rows = rows_of("15-month-shown.xlsx")
    assert [row[headings.index("date")] for row in rows] == ["2020-11", "2020"]


def test_zeros_that_are_shown_are_read():
    assert "00123456" in [cell for row in rows_of("16-zeros-shown.xlsx")[1] for cell in row]


def test_the_sheet_that_people_see_is_read_and_the_others_are_named():
    headings, _ = rows_of("17-hidden-first-sheet.xlsx")
    with (CASES / "17-hidden-first-sheet.xlsx").open("rb") as file:
        left_out = tables.recognise(file).left_out
        book = load_workbook(file)
    shown = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    assert headings == [cell.value for cell in shown[1] if cell.value]
    assert left_out == [sheet.title for sheet in book.worksheets if sheet is not shown]


def test_a_year_of_two_digits_is_refused_with_the_reason():
    [[_, _, typed]] = rows_of("22-two-digit-slashes.csv")[1]
    with pytest.raises(NotADate, match="a year of two digits is ambiguous: write it in four"):
        read(typed)


def test_a_turkish_text_is_recognised_and_one_of_an_old_mac_can_be_chosen():
    assert rows_of("12-windows-1254.csv")[1][0][0] == "Şuşa yakınında iki asker"
    with (CASES / "11-mac-roman.csv").open("rb") as file:
        assert rows_of("11-mac-roman.csv", TableFormat(encoding="mac-roman"))[1][0][0] in file.read().decode(
            "mac-roman"
        )


@pytest.mark.parametrize("name", ["26-zip-cp866.zip", "26b-zip-utf8-without-flag.zip", "26c-zip-nfd.zip"])
def test_a_picture_in_a_zip_is_found_in_whichever_way_its_name_is_written(name, tmp_path):
    with zipfile.ZipFile(CASES / name) as folded:
        folded.extractall(tmp_path)
        [wanted] = [line.rsplit(",", 1)[1] for line in folded.read("people.csv").decode().splitlines()[1:]]
        [picture] = [one for one in folded.namelist() if one.endswith(".jpg")]
    assert BundledFiles(tmp_path).find(wanted) == [picture]


@pytest.fixture
def bundled(tmp_path):
    for path in ("a/Photo.JPG", "b/Photo.JPG", "files/only.png", "c d/Café.png"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(path.encode())
    return BundledFiles(tmp_path)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a/Photo.JPG", ["a/Photo.JPG"]),
        ("b\\photo.jpg", ["b/Photo.JPG"]),
        ("Photo.JPG", ["a/Photo.JPG", "b/Photo.JPG"]),
        ("photo.jpg", ["a/Photo.JPG", "b/Photo.JPG"]),
        ("only.png", ["files/only.png"]),
        ("ONLY.PNG", ["files/only.png"]),
        ("Cafe\u0301.png", ["c d/Café.png"]),
        ("./a/Photo.JPG", ["a/Photo.JPG"]),
        ("c/Photo.JPG", []),
        ("nothing.jpg", []),
    ],
)
def test_a_file_beside_a_table_is_found_by_its_whole_path_or_by_a_name_that_only_it_has(bundled, name, found):
    assert bundled.find(name) == found


def test_what_lies_there_is_listed(bundled):
    assert bundled.listed() == "a/Photo.JPG, b/Photo.JPG, c d/Café.png, files/only.png"
