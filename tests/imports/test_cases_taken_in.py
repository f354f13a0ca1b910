"""Files as people have them, taken in from beginning to end: what stands in the archive after (`cases/README.md`)."""

import re
from pathlib import Path

import pytest
from django.core.files.base import File

from archive.imports.batch import batches, receiving, staging
from archive.imports.batch.progress import Progress
from archive.imports.files import tables
from archive.models import Case, Person
from tests import made_up
from tests.imports.test_cases import CASES
from tests.made_up.batches import applied, refusals

pytestmark = pytest.mark.django_db
LISTED = re.findall(r"^- `(.+?)`: \((\w+)|^- `(.+?\.zip)`", (CASES / "README.md").read_text(), re.MULTILINE)
NOUNS = {name or folded: noun or "people" for name, noun, folded in LISTED}
DAY = "2020-11-10"

# By file: the title and what else it tells of each case, or why a row is refused
TAKEN = {
    "01-sep-line.csv": [("Made up", {"kind": "killing", "date": DAY})],
    "05-heading-with-other-separator.csv": [("Made up", {"kind": "killing", "date": DAY})],
    "05b-heading-with-line-break.csv": [("Made up", {"kind": "killing", "date": DAY})],
    "06-blank-after-separator.csv": [("Made up, one", {"summary": "He said, so"})],
    "08-trailing-empty-cells.csv": [("Made up", {"date": DAY}), ("Made up 2", {"date": ""})],
    "08b-short-rows.csv": [("Made up", {"date": "", "summary": ""}), ("Made up 2", {"date": DAY, "summary": ""})],
    "09-invisible-letters.csv": [("Made up", {"kind": "killing", "date": DAY})],
    "10-first-row-blank.csv": [("Made up", {"kind": "killing", "date": DAY})],
    "11-mac-roman.csv": [("L’été à Paris – “prisonnier”", {"summary": "à"})],
    "12-windows-1254.csv": [("Şuşa yakınında iki asker", {"kind": "killing"})],
    "13-merged-date.xlsx": [("A", {"date": DAY}), ("B", {"date": DAY}), ("C", {"date": DAY})],
    "14-error-cells.xlsx": [],
    "15-month-shown.xlsx": [("A", {"date": "2020-11"}), ("B", {"date": "2020"})],
    "16-zeros-shown.xlsx": [],
    "17-hidden-first-sheet.xlsx": [],
    "18-circa.csv": [("A", {"date": "2020~"}), ("B", {"date": "2021-05~"}), ("C", {"date": "2020~"})],
    "19-armenian-dates.csv": [("A", {"date": DAY}), ("B", {"date": "2020-11"}), ("C", {"date": DAY})],
    "20-azerbaijani-turkish-russian-dates.csv": [
        *[(one, {"date": DAY}) for one in "ABCDE"],
        ("F", {"date": "2020-23"}),
    ],
    "21-midnight.csv": [(one, {"date": DAY}) for one in "ABC"],
    "22-two-digit-slashes.csv": [],
    "24-links-look-the-same.csv": [
        ("N0", {"places": ["Şuşa şəhəri"]}),
        *[(f"N{n}", {"places": ["Hadrut town"]}) for n in (1, 2, 3)],
        ("N4", {"places": ["Շուշի և Հադրութ"]}),
    ],
}
REFUSED = {
    "14-error-cells.xlsx": [("title", "#N/A"), ("summary", "#REF!")],
    "22-two-digit-slashes.csv": [("date", "10/11/20")],
}
READ_AS = {"11-mac-roman.csv": {"encoding": "mac-roman"}}
COLUMNS = {
    "05-heading-with-other-separator.csv": {"kind, as coded": "kind", "title, place, and day": "title"},
    "05b-heading-with-line-break.csv": {"title\n(as given)": "title"},
}
BESIDE = ("Şuşa şəhəri", "Hadrut town", "Շուշի և Հադրութ")


def already_imported(name, user):
    """The batch of one of the files, handed in at the desk, read as a curator would have it read, and applied."""
    with (CASES / name).open("rb") as file:
        batch = receiving.create_batch(File(file), name, user=user, noun="" if name.endswith(".zip") else NOUNS[name])
    for table in batch.files.all():
        if name in READ_AS:
            receiving.detect_format(table, user, tables.TableFormat(**{**table.reading, **READ_AS[name]}))
        for heading, field in COLUMNS.get(name, {}).items():
            [there] = [one for one in table.headings if one.replace("\r", "") == heading]
            table.mapping["columns"][there] = field
        table.save()
    batches.confirm(batch)
    staging.check(batch, Progress())
    return applied(batch)


def told_of(case, names):
    return {
        name: [place.title for place in case.places.all()] if name == "places" else str(getattr(case, name))
        for name in names
    }


def test_each_file_of_the_list_is_tried():
    files = {path.name for path in Path(CASES).iterdir() if path.suffix != ".md"}
    zips = {name for name in files if name.endswith(".zip")}
    assert (set(NOUNS), set(TAKEN) | zips) == (files, files)


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_gives_what_the_list_says(name, curator):
    for place in BESIDE:
        made_up.place(place)
    batch = already_imported(name, curator)
    cases = list(Case.objects.in_order())
    told = [told_of(case, expected) for case, (_, expected) in zip(cases, TAKEN[name], strict=False)]
    assert [(case.title, one) for case, one in zip(cases, told, strict=True)] == TAKEN[name]
    assert [(column, typed) for _, column, typed, _ in refusals(batch)] == REFUSED.get(name, [])


def test_zeros_that_are_shown_are_taken_in(curator):
    already_imported("16-zeros-shown.xlsx", curator)
    assert [person.document_numbers for person in Person.objects.all()] == ["00123456"]


@pytest.mark.parametrize("name", [name for name in NOUNS if name.endswith(".zip")])
def test_a_picture_in_a_zip_comes_in_whichever_way_its_name_is_written(name, curator):
    batch = already_imported(name, curator)
    assert (refusals(batch), bool(Person.objects.get().portrait)) == ([], True)
