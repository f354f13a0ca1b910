"""Bad input, case by case, as it is handed in at the desk: what is said, word for word, and that the file is kept."""

import io
import json
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from archive.imports.batch import batches, stored_files, working
from archive.imports.batch.progress import Progress
from archive.models import Batch, Case
from archive.vocabularies import BatchStatus, RowOutcome
from tests import made_up
from tests.made_up.files import with_parts, workbook, zipped

pytestmark = pytest.mark.django_db
HEAD = b"reference,title,kind\n"


def locked():
    """A ZIP that says its table is locked with a password."""
    data = bytearray(zipped(**{"cases.csv": "title\nMade up\n"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


def linked():
    """A ZIP with a link out of it in place of a table."""
    out, part = io.BytesIO(), zipfile.ZipInfo("cases.csv")
    part.external_attr = 0o120777 << 16
    with zipfile.ZipFile(out, "w") as folded:
        folded.writestr(part, "/etc/passwd")
    return out.getvalue()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folded:
        folded.writestr("cases.csv", bytes(20_000_000))
    return out.getvalue()


def with_entities(part):
    declared = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    return with_parts(workbook(), **{part: lambda content: declared + content[content.find(b"?>") + 2 :]})


def formula():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["title", "kind"])
    book.active.append(["=1+1", "killing"])
    book.save(out)
    return out.getvalue()


INSIDE = "Expected names of files inside."
ENTITIES = "The workbook defines XML entities, which no spreadsheet does. Expected one saved by a spreadsheet program."
STOPPED = {
    "a PDF file under the name of a table": (
        b"%PDF-1.4 made up",
        "made-up.csv",
        "The file is a PDF file, not a table. Expected CSV, TSV or XLSX.",
    ),
    "a picture": (
        b"\x89PNG\r\n made up",
        "made-up.csv",
        "The file is a picture, not a table. Expected CSV, TSV or XLSX.",
    ),
    "a text document": (
        zipped(**{"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
        "made-up.docx",
        "The ZIP contains no table. Expected files such as cases.csv or places.xlsx in it.",
    ),
    "a ZIP bomb": (
        bomb(),
        "made-up.zip",
        "“cases.csv” unpacks to 20,000,000 bytes, which is too much for its size. Expected an ordinary ZIP.",
    ),
    "a path out of the ZIP": (
        zipped(**{"../cases.csv": "title\n"}),
        "made-up.zip",
        f"“../cases.csv” in the ZIP points outside it. {INSIDE}",
    ),
    "a path from the root": (
        zipped(**{"/cases.csv": "title\n"}),
        "made-up.zip",
        f"“/cases.csv” in the ZIP points outside it. {INSIDE}",
    ),
    "a link in the ZIP": (
        linked(),
        "made-up.zip",
        "“cases.csv” in the ZIP is a link to another file. Expected the file itself.",
    ),
    "a locked ZIP": (
        locked(),
        "made-up.zip",
        "“cases.csv” in the ZIP is protected by a password. Expected files that can be read.",
    ),
    "external entities in the sheet": (with_entities("sheet1"), "made-up.xlsx", ENTITIES),
    "external entities in the workbook": (with_entities("workbook"), "made-up.xlsx", ENTITIES),
}
ASKED = {  # how they are read can be said otherwise
    "a million columns": (
        b"a," * 1_000_000 + b"\n",
        "made-up.csv",
        "The file has 1,000,001 columns. Expected at most 500.",
    ),
    "NUL bytes in headings": (
        b"title,ki\x00nd\nMade up,killing\n",
        "made-up.csv",
        "The headings contain NUL characters, which no text has. Expected CSV, TSV or XLSX.",
    ),
    "mixed encodings": (
        "title,kind\nПлен,killing\n".encode() + "Ещё,killing\n".encode("cp1251"),
        "made-up.csv",
        "The file mixes encodings: line 2 is UTF-8, and line 3 can't be. Expected one "
        "throughout; paste the parts into one sheet and save it again.",
    ),
    "duplicate headings": (
        b"title,kind,title\nMade up,killing,b\n",
        "made-up.csv",
        "The file has the same heading more than once: title. Expected each once.",
    ),
}
CHOICES = "one of: captivity, ill-treatment, killing, enforced-disappearance, sentencing, other"
ROWS = {
    "a NUL in a cell": (
        HEAD + b",Made\x00up,killing\n",
        [["title", "Made\x00up", "text without NUL characters", ""]],
    ),
    "a reference twice": (
        HEAD + b"CAS-0001,One,killing\nCAS-0001,Two,killing\n",
        [["reference", "CAS-0001", "each reference only once; row 2 has it too", ""]],
    ),
    "a formula": (
        formula(),
        [["title", "=1+1", "a value; this cell has a formula or an error whose result is not known", ""]],
    ),
}


@pytest.fixture
def hand_in(client, colleague):
    client.force_login(colleague("curator"))

    def handed_in(data, name="made-up.csv"):
        given = {"files": SimpleUploadedFile(name, data), "noun": "cases"}
        page = client.post("/admin/imports/", given, follow=True).content.decode()
        return Batch.objects.first(), unescape(page)

    return handed_in


def checked(batch):
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize("case", STOPPED)
def test_a_file_that_can_not_be_taken_is_kept_and_told_of(hand_in, case):
    data, name, told = STOPPED[case]
    batch, page = hand_in(data, name)
    assert (batch.status, batch.message, told in page) == (BatchStatus.STOPPED, told, True)
    with stored_files.open_table(batch.files.get()) as kept:
        assert kept.read() == data


@pytest.mark.parametrize("case", ASKED)
def test_where_reading_fails_the_form_to_correct_it_stands(hand_in, case):
    data, name, told = ASKED[case]
    batch, page = hand_in(data, name)
    assert (batch.status, batch.message, told in page) == (BatchStatus.ASKING, told, True)
    assert all(label in page for label in ("Encoding", "Column separator", "Headings are in"))


@pytest.mark.parametrize("case", ROWS)
def test_a_row_that_can_not_be_taken_is_told_of(hand_in, case):
    made_up.place("Caf\u00e9 Madeup")
    data, problems = ROWS[case]
    batch = checked(hand_in(data, "made-up.xlsx" if data[:2] == b"PK" else "made-up.csv")[0])
    [row] = batch.rows().filter(outcome=RowOutcome.REFUSED)
    assert json.loads(row.problems) == problems
    assert not Case.objects.exists()


def test_an_empty_file_is_not_taken(hand_in):
    batch, page = hand_in(b"")
    assert (batch, "The submitted file is empty." in page) == (None, True)


def test_a_cell_of_fifty_megabytes_is_told_of(hand_in):
    batch, _ = hand_in(HEAD + b',"' + b"a" * 50_000_000 + b'",killing\n')
    told = (
        "Row 2 has a cell of more than 5,000,000 characters. Expected less. An unclosed quotation mark can cause this."
    )
    assert (batch.status, batch.message) == (BatchStatus.ASKING, told)


def test_what_nobody_sees_is_dropped_from_titles_and_kept_in_running_text(hand_in):
    content = "title,kind,summary\nMade\u200f\u200b up,killing,می\u200cخواهم\u200f\n".encode()
    state = json.loads(checked(hand_in(content)[0]).rows().get().state)
    assert (state["title"], state["summary"]) == ("Made up", "می\u200cخواهم\u200f")
