"""What stands in claims is told wherever a record is: on its page, on its card in a list, and in downloads."""

import csv
import io
import json
import re

import pytest
from django.utils.html import strip_tags

from archive.models import Citation, Claim
from tests import made_up
from tests.views.test_results import downloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def disputed():
    """A case of which two sources say two things, and a claim of where it was."""
    case = made_up.case("Disputed", kind="captivity", acts=[made_up.term("acts", "made-up-act", title="Made-up act")])
    soldier = made_up.term("standings", "soldier", title="Soldier")
    civilian = made_up.term("standings", "civilian", title="Civilian")
    one = made_up.citation(case, source=made_up.source("First source"), locator="page 2")
    other = made_up.citation(case, source=made_up.source("Second source"))
    made_up.claim(case, "standing", cited=one, term=soldier, of_whom="one of the two")
    made_up.claim(case, "standing", cited=other, term=civilian)
    made_up.claim(case, "place", cited=other, place=made_up.place("Madeupton"))
    return case


def test_a_download_tells_claims_with_who_says_so(client, disputed):
    (row,) = downloaded(client, "/cases/download.json")
    assert row["claims"] == [
        {
            "value": "Soldier",
            "field": "standing",
            "code": "soldier",
            "of_whom": "one of the two",
            "source": "First source",
            "locator": "page 2",
        },
        {"value": "Civilian", "field": "standing", "code": "civilian", "source": "Second source"},
        {"value": "Madeupton", "field": "place", "code": "PLA-0001", "source": "Second source"},
    ]
    (line,) = downloaded(client, "/cases/download.csv")
    assert line["claims"].splitlines() == [
        "standing: Soldier (one of the two) – First source; page 2",
        "standing: Civilian – Second source",
        "place: Madeupton – Second source",
    ]


def test_a_download_has_words_beside_each_code(client, disputed):
    for form in ("json", "csv"):
        (row,) = downloaded(client, f"/cases/download.{form}")
        told = [row[f"{name}_in_words"] for name in ("acts", "kind", "verification")]
        assert told == ["Made-up act", "captivity", "unverified"]


def test_csv_and_json_have_the_same_columns(client, disputed):
    answer = client.get("/cases/download.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    headings = next(csv.reader(io.StringIO(text)))
    (row,) = json.loads(b"".join(client.get("/cases/download.json").streaming_content))["results"]
    assert sorted(headings) == sorted(row)


@pytest.mark.parametrize("view", ["list", "table"])
def test_a_list_tells_claims_with_who_says_so(client, disputed, view):
    page = client.get(f"/cases/?view={view}").content.decode()
    for told in (
        "Soldier (one of the two), according to “First source” (news)",
        "Civilian, according to “Second source” (news)",
        "Madeupton, according to “Second source” (news)",
    ):
        assert told in page


def test_a_list_says_of_what_another_source_reports_that_it_does(client, disputed):
    Citation.objects.filter(source__title="Second source").update(reported_by=made_up.organisation("Made-up Agency"))
    assert "Civilian, according to Made-up Agency, as another source reports" in client.get("/cases/").content.decode()


def rests_on(client, address="/cases/"):
    """What a list says of the sources: once above all cards, and in each of them."""
    said = re.findall(r'<p class="rests">(.*?)</p>', client.get(address).content.decode())
    return [strip_tags(one).replace("All on this page rests on: ", "all: ") for one in said]


def test_each_card_names_what_it_rests_on_and_what_that_is(client):
    gazette = made_up.source("Made-up Gazette", kind="encyclopaedia")
    report = made_up.source("Made-up Report", kind="report", publisher="Made-up Agency", date="2021-03-19")
    one, other = made_up.case("One"), made_up.case("Other")
    made_up.citation(one, source=gazette)
    made_up.citation(one, source=gazette, locator="another page")
    assert rests_on(client) == ["Rests on: “Made-up Gazette” (encyclopaedia article without author, publisher or date)"]
    made_up.citation(other, source=report)
    assert sorted(rests_on(client)) == [
        "Rests on: “Made-up Gazette” (encyclopaedia article without author, publisher or date)",
        "Rests on: “Made-up Report” (report, Made-up Agency, 19 March 2021)",
    ]
    hidden = made_up.source("Made-up secret", access="restricted")
    made_up.citation(other, source=hidden)
    assert "secret" not in "".join(rests_on(client))


def test_what_all_cards_of_a_page_rest_on_is_named_once(client):
    sources = [made_up.source(f"Made-up source {n}", kind="news", date="2021") for n in range(4)]
    for title in ("One", "Other"):
        case = made_up.case(title)
        for source in sources:
            made_up.citation(case, source=source)
    named = "; ".join(f"“Made-up source {n}” (news, 2021)" for n in range(3))
    assert rests_on(client) == [f"all: {named}; and 1 more"]


def test_a_claim_that_may_not_be_seen_is_told_nowhere(client, disputed):
    place = Claim.objects.get(field="place").place
    place.access = "restricted"
    place.save()
    pages = [client.get("/cases/").content.decode(), str(downloaded(client, "/cases/download.json"))]
    pages += [str(downloaded(client, "/cases/download.csv"))]
    assert not any("Madeupton" in page for page in pages)


def test_what_is_disputed_says_of_what_on_its_card_and_on_its_page(client, disputed):
    disputed.verification = "disputed"
    disputed.save()
    for address in ("/cases/", disputed.get_absolute_url()):
        assert '<span class="state disputed">disputed: standing</span>' in client.get(address).content.decode()
    made_up.case("Disputed by nobody who is cited", verification="disputed")
    assert '<span class="state disputed">disputed</span>' in client.get("/cases/").content.decode()
