"""A page as it is cited, for people and for programs, which must read back what was written."""

import codecs
import json
from datetime import date

import latexcodec  # noqa: F401 – registers the codec
import pytest
import rispy
from pybtex.database import parse_string

from archive.exports.citing import Cited

TITLES = [
    "A made-up case",
    "A { brace",
    "A } brace",
    "Of “quotes” & <angles>",
    "Մադեուփյան",
    "50 % of_nothing {braced}",
    "Case #7 $ ~",
]


def cited(title, **told):
    of = {"archive": "Made-up Archive", "address": "https://archive.example/cases/CAS-0001/", "written": None}
    return Cited("CAS-0001", title, **(of | {"read": date(2026, 11, 25)} | told))


@pytest.mark.parametrize("title", TITLES)
def test_the_text_names_title_archive_permalink_and_day(title):
    told = cited(title).text()
    for part in (title, "Made-up Archive", "https://archive.example/cases/CAS-0001/", "2026"):
        assert part in told


def test_an_earlier_day_is_cited_with_the_day_since_when_it_read_so():
    assert "(2025)" in cited("Title", written=date(2025, 3, 1)).text()


@pytest.mark.parametrize("title", TITLES)
def test_bibtex_reads_back(title):
    entry = parse_string(cited(title).bibtex(), "bibtex").entries["CAS-0001"]
    assert entry.fields["urldate"] == "2026-11-25"
    told = codecs.decode(entry.fields["title"], "ulatex").removeprefix("{").removesuffix("}")
    assert told == title.translate(str.maketrans("{}", "()"))


@pytest.mark.parametrize("title", TITLES)
def test_ris_reads_back(title):
    (entry,) = rispy.loads(cited(title).ris())
    assert (entry["title"], entry["urls"], entry["accession_number"]) == (
        title,
        ["https://archive.example/cases/CAS-0001/"],
        "CAS-0001",
    )


def test_csl_json_is_one_item_with_its_days():
    (item,) = json.loads(cited("Title", written=date(2025, 3, 1)).csl_json())
    assert (item["issued"], item["accessed"]) == ({"date-parts": [[2025, 3, 1]]}, {"date-parts": [[2026, 11, 25]]})


def test_a_title_cannot_end_the_bibtex_entry_or_begin_another_ris_field():
    hostile = 'x"}, url = {evil}\nER  - \nTY  - BOOK'
    assert list(parse_string(cited(hostile).bibtex(), "bibtex").entries) == ["CAS-0001"]
    assert len(rispy.loads(cited(hostile).ris())) == 1
