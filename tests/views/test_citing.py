"""Citing on the page: the text, what reference managers read, and the files."""

import json
import re
from datetime import date

import pytest
from django.db import models

from archive.models import Issue, VideoEvidence
from archive.views.citing import linked_data
from archive.vocabularies import Access, State
from tests import made_up
from tests.exports.test_citing import cited

pytestmark = pytest.mark.django_db


def test_a_page_says_how_to_cite_it_with_its_permalink(client):
    row = made_up.case("A made-up case")
    page = client.get(f"/cases/{row.pk}/").content.decode()
    assert f"<code>http://testserver/cases/{row.pk}/</code>" in page
    assert '<meta name="citation_title" content="A made-up case">' in page
    assert f'<link rel="canonical" href="http://testserver/cases/{row.pk}/">' in page


def test_page_citation_and_files_bear_the_day_of_the_last_public_change_and_no_other(client, curator):
    row = made_up.video("A made-up recording")
    models.QuerySet(Issue).update(day=date(2021, 3, 1))
    VideoEvidence.objects.filter(pk=row.pk).update(address="https://made-up.example/")  # for the desk alone
    answer = client.get(f"/videos/{row.pk}/")
    page = answer.content.decode()
    assert answer["Last-Modified"] == "Mon, 01 Mar 2021 00:00:00 GMT"
    assert '<time datetime="2021-03-01">1 March 2021</time>' in page
    assert '<meta property="article:modified_time" content="2021-03-01">' in page
    assert '"dateModified": "2021-03-01"' in page
    assert "(2021)" in page
    files = {form: client.get(f"/videos/{row.pk}/cite.{form}") for form in ("bib", "ris", "csl.json")}
    assert {answer["Last-Modified"] for answer in files.values()} == {"Mon, 01 Mar 2021 00:00:00 GMT"}
    told = {form: answer.content.decode() for form, answer in files.items()}
    assert "2021-03-01" in told["bib"]
    assert "DA  - 2021/03/01" in told["ris"]
    assert json.loads(told["csl.json"])[0]["issued"] == {"date-parts": [[2021, 3, 1]]}


@pytest.mark.parametrize("values", [{"state": State.DRAFT}, {"access": Access.RESEARCHERS}])
def test_what_no_stranger_reads_bears_no_day(client, curator, values):
    row = made_up.case(**values)
    client.force_login(curator)
    answer = client.get(f"/cases/{row.pk}/")
    assert ("Last-Modified" in answer, "Last changed" in answer.content.decode()) == (False, False)


def test_a_day_alone_is_no_reason_to_send_nothing(client):
    """A page may change twice in one day: what a reader has is unchanged only if its words are."""
    row = made_up.case()
    first = client.get(f"/cases/{row.pk}/")
    row.title = "Another made-up case"
    row.save()
    again = client.get(f"/cases/{row.pk}/", headers={"if-modified-since": first["Last-Modified"]})
    assert (again.status_code, again["Last-Modified"]) == (200, first["Last-Modified"])
    assert again["ETag"] != first["ETag"]
    assert client.get(f"/cases/{row.pk}/", headers={"if-none-match": again["ETag"]}).status_code == 304


@pytest.mark.parametrize("form", ["bib", "ris", "csl.json"])
def test_it_comes_as_a_file_for_each_program(client, form):
    row = made_up.case("A made-up case")
    answer = client.get(f"/cases/{row.pk}/cite.{form}")
    assert answer["Content-Disposition"] == f'attachment; filename="{row.pk}.{form}"'
    assert "A made-up case" in answer.content.decode()
    assert client.get(f"/cases/{row.pk}/cite.doc").status_code == 404


def test_a_file_says_what_the_page_rests_on_for_it_goes_without_it(client):
    row = made_up.case("A made-up case")
    source = made_up.source("A made-up {report}")
    made_up.citation(row, source=source)
    made_up.citation(row, source=source, field="date")
    made_up.citation(row, source=made_up.source("SECRET-SOURCE", state=State.DRAFT))
    said = "Rests on: A made-up {report} (news without author, publisher or date)"
    told = {form: client.get(f"/cases/{row.pk}/cite.{form}").content.decode() for form in ("bib", "ris", "csl.json")}
    assert json.loads(told["csl.json"])[0]["note"] == said
    assert f"N1  - {said}" in told["ris"]
    assert said.replace("{report}", "(report)") in told["bib"]


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
