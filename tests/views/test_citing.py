"""Citing on the page: the text, what reference managers read, and the files."""

import json
import re

import pytest

from archive.views.citing import linked_data
from tests import made_up
from tests.exports.test_citing import cited

pytestmark = pytest.mark.django_db


def test_a_page_says_how_to_cite_it_with_its_permalink(client):
    row = made_up.case("A made-up case")
    page = client.get(f"/cases/{row.pk}/").content.decode()
    assert f"<code>http://testserver/cases/{row.pk}/</code>" in page
    assert '<meta name="citation_title" content="A made-up case">' in page
    assert "citation_online_date" not in page  # the day of the last public change is not known yet
    assert f'<link rel="canonical" href="http://testserver/cases/{row.pk}/">' in page


@pytest.mark.parametrize("form", ["bib", "ris", "csl.json"])
def test_it_comes_as_a_file_for_each_program(client, form):
    row = made_up.case("A made-up case")
    answer = client.get(f"/cases/{row.pk}/cite.{form}")
    assert answer["Content-Disposition"] == f'attachment; filename="{row.pk}.{form}"'
    assert "A made-up case" in answer.content.decode()
    assert client.get(f"/cases/{row.pk}/cite.doc").status_code == 404


def test_a_protected_person_is_cited_by_label_and_told_to_no_search_engine(client):
    held = made_up.person("a quiet captive", name="Quixot Quixotyan")
    page = client.get(f"/people/{held.pk}/").content.decode()
    assert "ld+json" not in page
    for form in ("bib", "ris", "csl.json"):
        told = client.get(f"/people/{held.pk}/cite.{form}").content.decode()
        assert ("a quiet captive" in told, "Quixot" in told) == (True, False)


def test_linked_data_reads_back_and_cannot_end_its_element(client):
    row = made_up.case("A case </script><b>", summary="5 < 6 & so on")
    page = client.get(f"/cases/{row.pk}/").content.decode()
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(told)["name"] == "A case </script><b>"
    assert json.loads(told)["description"] == "5 < 6 & so on"
    assert json.loads(linked_data(cited("Title"), ""))["identifier"] == "CAS-0001"
