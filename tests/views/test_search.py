"""The page of the search."""

import pytest

from archive.vocabularies import State
from tests import made_up

pytestmark = pytest.mark.django_db


def groups(client, **asked):
    return {
        group.title: (group.total, [hit.shown.reference for hit in group.hits])
        for group in client.get("/search/", asked).context["groups"]
    }


def test_hits_stand_by_type_with_how_many_there_are(client):
    cases = [made_up.case(f"Quixotic case {n}") for n in range(7)]
    body = made_up.organisation("Quixotic Society")
    made_up.case("Quixotic draft", state=State.DRAFT)
    found = groups(client, q="quixotic")
    assert found == {"Cases": (7, [row.pk for row in cases[:5]]), "Organisations": (1, [body.pk])}


def test_each_type_leads_to_its_list_with_all_of_them(client):
    made_up.case("Quixotic case")
    (group,) = client.get("/search/?q=quixotic").context["groups"]
    assert group.address == "/cases/?q=quixotic"
    assert client.get(group.address).context["total"] == group.total


def test_what_is_called_so_comes_before_what_only_says_it(client):
    made_up.case("A case", summary="quixotic")
    called = made_up.case("The quixotic case")
    assert groups(client, q="quixotic")["Cases"][1][0] == called.pk
    assert client.get("/cases/?q=quixotic").context["cards"][0].shown.reference == called.pk


def test_a_place_leads_to_what_happened_there(client):
    town = made_up.place("Madeupton")
    made_up.case(places=[town])
    made_up.testimony(places=[town])
    (group,) = client.get("/search/?q=Мадеуптон").context["groups"]
    assert [(lead.label, lead.count, lead.address) for lead in group.hits[0].leads] == [
        ("Cases, place", 1, f"/cases/?place={town.pk}"),
        ("Testimonies, place", 1, f"/testimonies/?place={town.pk}"),
    ]


def test_exactly_as_written_leaves_out_other_forms_and_spellings(client):
    made_up.case("Plain", summary="He was interrogated.")
    exact = made_up.case("Plain", summary="Interrogating him.")
    assert groups(client, q="interrogating")["Cases"][0] == 2
    assert groups(client, q="interrogating", exact="1") == {"Cases": (1, [exact.pk])}
    assert client.get("/cases/?q=interrogating&exact=1").context["total"] == 1


def test_a_small_mistake_is_forgiven(client):
    made_up.case("Quixotic case")
    page = client.get("/search/?q=quixotik+case").content.decode()
    assert 'Did you mean <a href="?q=quixotic+case" rel="nofollow">quixotic case</a>?' in page


def test_nothing_is_corrected_to_what_finds_nothing(client):
    made_up.case("Quixotic case")
    assert client.get("/search/?q=quixotik+-case").context["corrections"] == []


def test_an_empty_box_asks_nothing(client):
    made_up.case()
    answer = client.get("/search/")
    assert (answer.status_code, answer.context["groups"]) == (200, [])


def test_too_many_words_are_refused_in_words(client):
    answer = client.get("/search/", {"q": "a " * 13})
    assert answer.status_code == 400
    assert answer.context["problems"] == ["The text box takes 12 words; these are 13."]


@pytest.mark.parametrize("q", ["'", '"', "%", "NEAR(", "a*", "{a}:b", "\u202e", "\x00", "a^2", "-", "😀", "᠎", "ﷺ"])
def test_the_box_takes_anything(client, q):
    made_up.case()
    assert client.get("/search/", {"q": q}).status_code in (200, 400)
