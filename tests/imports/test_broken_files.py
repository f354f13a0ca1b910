"""Files that are broken, or made to break what reads them: each is kept, and told of in words."""

import io
import struct
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from archive.imports.batch import batches, receiving, staging, stored_files, working
from archive.imports.batch.progress import Progress
from archive.imports.files import tables, workbooks, zips
from archive.imports.files.errors import TableError
from archive.imports.files.workbooks import write
from archive.models import Batch, Case
from archive.processes import limited
from archive.vocabularies import BatchStatus
from tests.made_up.batches import applied, checked, refusals
from tests.made_up.files import HEAD, spoilt, with_parts, workbook, zipped

pytestmark = pytest.mark.django_db
TABLE = f"{HEAD}\nCAS-0001,Made up,killing\n"


def received(data, name="made-up.zip", **options):
    return receiving.create_batch(ContentFile(data, name=name), name, **options)


def packed_otherwise(data, method=99):
    """The ZIP ``data``, said to be packed in a way that nobody knows."""
    out = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = out.find(mark)
        while place >= 0:
            out[place + at : place + at + 2] = struct.pack("<H", method)
            place = out.find(mark, place + 4)
    return bytes(out)


def test_lines_that_end_as_on_old_macs_are_read():
    table = tables.read(io.BytesIO(b"title,kind\rMade up,killing\r"))
    assert (table.headings, list(table.rows)) == (["title", "kind"], [(2, ["Made up", "killing"])])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            spoilt(zipped(**{"cases.csv": TABLE * 50}), "cases.csv"),
            "cases.csv: “cases.csv” in the ZIP is damaged: Error -3 while decompressing data: "
            "invalid block type. Expected one that can be unpacked.",
        ),
        (
            packed_otherwise(zipped(**{"cases.csv": TABLE})),
            "cases.csv: “cases.csv” in the ZIP is damaged: That compression method is not "
            "supported. Expected one that can be unpacked.",
        ),
        (
            zipped(**{"cases.csv": TABLE, "a": "x", "a/b.jpg": "y"}),
            "“a” is in the ZIP more than once. Expected each name once.",
        ),
        (
            zipped(**{"cases.csv": TABLE, f"{'a' * 256}.jpg": "x"}),
            f"“{'a' * 60}…” in the ZIP is a name that can't be kept. Expected one of up to 255 bytes, with all folders "
            "up to 300 letters.",
        ),
        (
            zipped(**{"cases.csv": TABLE, ".": "x"}),
            "“.…” in the ZIP is a name that can't be kept. Expected one of up to 255 bytes, with all folders "
            "up to 300 letters.",
        ),
        (
            spoilt(workbook(), "xl/worksheets/sheet1.xml"),
            "The workbook is damaged. Expected one that a spreadsheet program can open.",
        ),
        (
            with_parts(workbook(), workbook=lambda content: content[: len(content) // 2]),
            "The workbook is damaged. Expected one that a spreadsheet program can open.",
        ),
        (
            with_parts(workbook(), sheet1=lambda content: content.replace(b'r="A1"', b'r="0"')),
            "The workbook is damaged. Expected one that a spreadsheet program can open.",
        ),
    ],
)
def test_a_broken_file_is_kept_and_told_of(data, told):
    batch = received(data)
    assert (batch.status, batch.message) == (BatchStatus.STOPPED, told)
    with stored_files.open_table(batch.files.get()) as kept:
        assert kept.read() == data


def named_badly(data, flag=0x800):
    """The ZIP ``data``, whose names are said to be UTF-8 and are not."""
    out = bytearray(data.replace(b"cases.csv", b"\xff\xfeses.csv"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = out.find(mark)
        out[place + at : place + at + 2] = struct.pack("<H", flag)
    return bytes(out)


def moved_out(data):
    """The ZIP ``data``, of which a file is said to lie before its beginning."""
    place = data.find(b"PK\x05\x06")
    return data[: place + 16] + struct.pack("<I", 2**31) + data[place + 20 :]


@pytest.mark.parametrize(
    "data",
    [
        named_badly(zipped(**{"cases.csv": TABLE})),
        moved_out(zipped(**{"cases.csv": TABLE})),
        zipped(**{"cases.csv": TABLE}).replace(b"cases.csv", b"\0ases.csv"),
    ],
)
def test_a_zip_that_breaks_its_reader_is_kept_and_told_of(data):
    batch = received(data)
    assert (batch.status, batch.message.startswith("The ZIP is damaged: ")) == (BatchStatus.STOPPED, True)


def test_a_text_document_is_no_workbook():
    told = "The ZIP contains no table. Expected files such as cases.csv or places.xlsx in it."
    assert received(zipped(**{"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "a.docx").message == told


def test_texts_of_a_workbook_that_would_fill_the_memory_are_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST_TEXTS", 10)
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as folded:
        folded.writestr("xl/sharedStrings.xml", "made up, and long")
    with pytest.raises(TableError, match=r"^The texts of the workbook have "):
        tables.read(out, tables.TableFormat(kind="xlsx"))


def takes_too_much(*_given):
    return len(bytearray(200 * limited.MEGABYTE))


def test_a_file_that_takes_too_much_to_be_looked_at_is_told_of(monkeypatch):
    monkeypatch.setattr(receiving, "BOUNDS", limited.Bounds("made-up", megabytes=100, seconds=60))
    monkeypatch.setattr(receiving, "inspect_table", takes_too_much)
    batch = received(workbook(["title"], ["Made up"]), "a.xlsx")
    assert (batch.status, batch.message) == (
        "stopped",
        "The file takes too much memory or time to open. Expected a simpler one, such as CSV.",
    )


def test_nobody_waits_for_the_database_while_a_file_is_looked_at(monkeypatch):
    within = []
    look = limited.run

    def run(*given, **options):
        within.append(len(connection.savepoint_ids))
        return look(*given, **options)

    monkeypatch.setattr(limited, "run", run)
    before = len(connection.savepoint_ids)
    assert (
        received(
            zipped(**{"cases.csv": "title,kind\nOne,other\n", "places.csv": "title\nMadeupton\n"}), "a.zip"
        ).message
        == ""
    )
    assert within == [before] * 2


def test_a_cell_of_a_workbook_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_CELL_LENGTH", 10)
    with pytest.raises(TableError, match=r"^A cell has more than 10 characters\. Expected less\.$"):
        list(tables.read(io.BytesIO(workbook(["title"], ["Made up at length"]))).rows)


def test_headings_may_stand_further_down():
    data = b"A survey of made-up things,,\n,,\ntitle,kind\nMade up,killing\n"
    reading = tables.TableFormat(heading_row=3)
    table = tables.read(io.BytesIO(data), reading)
    assert (table.headings, list(table.rows)) == (["title", "kind"], [(4, ["Made up", "killing"])])
    book = workbook(["A survey"], [""], ["title", "kind"], ["Made up", "killing"])
    table = tables.read(io.BytesIO(book), tables.TableFormat(kind="xlsx", heading_row=3))
    assert (table.headings, list(table.rows)) == (["title", "kind"], [(4, ["Made up", "killing"])])


def test_one_name_is_not_remembered_to_mean_thousands(curator):
    text = "title,part_of\n" + "\n".join(["the square,"] * 1500) + "\nMade up,the square\n"
    batch = checked(text, "places", user=curator)
    told = refusals(batch)[-1][3]
    assert told.startswith("one record called “the square”; there are several, so use one of #0:2, #0:3")
    assert told.endswith(" and more")


def test_a_page_far_beyond_is_empty(client, curator):
    batch = checked(f"{HEAD}\nCAS-0001,Made up,killing\n", user=curator)
    client.force_login(curator)
    assert client.get(f"/admin/imports/{batch.pk}/?after={'9' * 5000}").status_code == 200


def test_a_worker_that_is_killed_over_and_over_gets_on_all_the_same(curator, monkeypatch):
    monkeypatch.setattr(staging, "ROWS_PER_COMMIT", 1)
    batch = received(
        (HEAD + "".join(f"\n,Made up {n},killing" for n in range(12))).encode(), "a.csv", noun="cases", user=curator
    )
    batches.confirm(batch)
    for after in range(1, 10):
        with pytest.raises(KeyboardInterrupt):
            working.run(batch.pk, _Ends(after=after))
    working.run(batch.pk, Progress())
    batch.refresh_from_db()
    assert (batch.status, batch.files.get().counts) == (BatchStatus.READY, {"new": 12})


def test_a_worker_that_gets_nowhere_is_not_tried_for_ever(curator):
    batch = received(TABLE.encode(), "a.csv", noun="cases", user=curator)
    batches.confirm(batch)
    for _ in range(working.MAX_TRIES):
        with pytest.raises(KeyboardInterrupt):
            working.run(batch.pk, _EndsAtOnce())
    working.run(batch.pk, Progress())
    batch.refresh_from_db()
    told = "The worker stopped 5 times on the way. Nothing was written. Ask for it again, or tell the operator."
    assert (batch.status, batch.message) == (BatchStatus.ASKING, told)


def test_a_picture_in_a_zip_that_is_damaged_is_told_of_by_the_worker():
    data = spoilt(zipped(**{"cases.csv": TABLE, "a.jpg": "made up " * 50}), "a.jpg")
    batch = received(data, noun="cases")
    for _ in range(2):  # the second time nothing is left over from the first
        batches.confirm(batch)
        working.run(batch.pk, Progress())
        batch.refresh_from_db()
        assert batch.message.startswith("“a.jpg” in the ZIP is damaged: ")
        assert batch.status == BatchStatus.STOPPED
    assert not zips.folder_of(batch.pk).exists()


def test_what_breaks_the_reader_itself_leaves_the_file_known_to_the_archive(monkeypatch):
    def breaks(*args, **options):
        raise RuntimeError("made up")

    monkeypatch.setattr(receiving, "detect_format", breaks)
    with pytest.raises(RuntimeError):
        received(TABLE.encode(), "made-up.csv")
    batch = Batch.objects.get()
    assert (batch.status, batch.message) == (BatchStatus.STOPPED, "It was not read to its end. Upload it again.")
    with stored_files.open_table(batch.files.get()) as kept:
        assert kept.read() == TABLE.encode()


def test_half_a_letter_in_a_workbook_stays_as_it_was_written():
    data = with_parts(workbook(), sheet1=lambda content: content.replace(b"Made up", b"Made _xD800_ up _x0041_"))
    [(_, cells)] = tables.read(io.BytesIO(data)).rows
    assert cells == ["CAS-0001", "Made _xD800_ up A", "killing"]


def test_what_a_workbook_says_of_its_own_size_is_not_relied_on():
    def huge(content):
        assert b"<sheetData>" in content
        return content.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')

    assert len(list(tables.read(io.BytesIO(with_parts(workbook(), sheet1=huge))).rows)) == 1


def test_a_workbook_with_a_row_beyond_the_last_is_refused():
    far = with_parts(workbook(), sheet1=lambda content: content.replace(b'<row r="2"', b'<row r="99999999999"'))
    with pytest.raises(TableError) as refusal:
        list(tables.read(io.BytesIO(far)).rows)
    assert (
        str(refusal.value) == "The workbook has over 10,000 empty rows before row 10,002. Expected none: delete them."
    )


def test_the_other_sheets_of_a_workbook_are_named():
    out = io.BytesIO()
    write(out, {"cases": [["title"], ["Made up"]], "more cases": [["title"]], "help": [["column"]]})
    assert tables.recognise(io.BytesIO(out.getvalue())).left_out == ["more cases"]


# The same thing twice


def test_a_reference_in_two_tables_of_one_kind_is_refused(curator):
    data = zipped(**{"cases.csv": TABLE, "more/cases.csv": TABLE.replace("Made up", "Another")})
    batch = checked(data, "", name="made-up.zip", user=curator)
    assert refusals(batch) == [(2, "reference", "CAS-0001", "each reference only once; row 2 of cases.csv has it too")]


def test_a_row_that_stands_there_twice_is_refused_the_second_time(curator):
    batch = checked("title,kind\nMade up,killing\nAnother,killing\nMade up,killing\n", user=curator)
    told = "if they are two records, give each a row ID of its own, and choose that column"
    assert refusals(batch) == [(4, "", "Made up, killing", f"a row that does not repeat row 2; {told}")]


def test_two_rows_that_say_the_same_are_two_if_each_has_a_number_of_its_own(curator):
    text = "id,title,kind\n7,Made up,killing\n8,Made up,killing\n"
    batch = checked(text, user=curator)
    assert (batch.files.get().counts, refusals(batch)) == ({"new": 2}, [])
    applied(batch)
    assert checked(text, user=curator).files.get().counts == {"same": 2}


def test_a_number_of_its_own_that_two_rows_have_is_refused(curator):
    batch = received(b"id,title,kind\n7,Made up,killing\n7,Another,killing\n", "a.csv", noun="cases", user=curator)
    batch.files.update(known_as="made-up observers")
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    assert refusals(batch) == [(3, "", "7", "each row ID only once; row 2 has it too")]


def test_a_check_that_goes_on_knows_what_it_saw_before_it_was_stopped(curator, monkeypatch):
    monkeypatch.setattr(staging, "ROWS_PER_COMMIT", 1)
    batch = received(
        f"{TABLE}CAS-0002,Two,killing\nCAS-0001,Again,killing\n".encode(), "a.csv", noun="cases", user=curator
    )
    batches.confirm(batch)
    with pytest.raises(KeyboardInterrupt):
        working.run(batch.pk, _Ends(after=2))
    working.run(batch.pk, Progress())
    assert refusals(batch) == [(4, "reference", "CAS-0001", "each reference only once; row 2 has it too")]
    assert Case.objects.count() == 0


class _EndsAtOnce(Progress):
    """Somebody who pulls the plug before anything is done."""

    def start(self, what, total, name=""):
        raise KeyboardInterrupt


class _Ends(Progress):
    """Somebody who pulls the plug once so many rows are checked."""

    def __init__(self, after):
        self.after, self.what = after, ""

    def start(self, what, total, name=""):
        self.what = what

    def update(self, done):
        if self.what.startswith("checking") and done >= self.after:
            raise KeyboardInterrupt


SMALL_PARTS = [
    "xl/workbook.xml",
    "xl/styles.xml",
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/_rels/workbook.xml.rels",
    "xl/theme/theme1.xml",
    "docProps/app.xml",
    "XL/Workbook.xml",
]


@pytest.mark.parametrize("name", SMALL_PARTS)
def test_a_small_part_of_a_workbook_that_unfolds_to_much_is_not_unfolded(name):
    """Folded 140 times, as a bomb of 1.5 MB was that took 4.6 GB in the web process."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folded:
        folded.writestr(name, random_words(9 * 1024 * 1024))
    with pytest.raises(TableError, match=r"in the workbook has .* bytes. Expected at most 8,388,608 there"):
        workbooks.check_zip_bomb(zipfile.ZipFile(out))


def random_words(size):
    """Text that folds like that of a spreadsheet, and not like one letter."""
    words = [b"%06d made up " % (number * 7919 % 1_000_000) for number in range(1000)]
    return b"".join(words * (size // (1000 * len(words[0])) + 1))
