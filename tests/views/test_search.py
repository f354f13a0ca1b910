"""The page of the search."""

import pytest

from archive.vocabularies import State
from tests import made_up

pytestmark = pytest.mark.django_db


def groups(client, **asked):
    return {
        group.title: (group.total, [card.shown.reference for card in group.cards])
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
    found = client.get("/search/?q=Мадеуптон").context["groups"]
    assert [group.title for group in found] == ["Cases", "Testimonies", "Places"]
    group = found[-1]
    assert [(lead.label, lead.count, lead.address) for lead in group.cards[0].hit.leads] == [
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
    assert 'Did you mean: <a href="?q=quixotic+case" rel="nofollow">quixotic case</a>?' in page


def test_where_nothing_says_all_words_as_many_of_them_are_offered_as_something_says(client):
    made_up.case("Madeupton and quixotic")
    made_up.case("Madeupton still")
    page = client.get("/search/?q=madeupton+quixotic+are+still").content.decode()
    assert 'Did you mean: <a href="?q=madeupton+quixotic" rel="nofollow">madeupton quixotic</a>?' in page
    assert client.get("/search/?q=none+whatever").context["corrections"] == []


def test_what_is_hidden_is_offered_to_nobody(client):
    made_up.case("Madeupton and quixotic", state=State.DRAFT)
    assert client.get("/search/?q=madeupton+quixotic+still").context["corrections"] == []


def test_a_number_beside_a_word_is_no_part_of_a_name(client):
    made_up.case("Three prisoners")
    found = made_up.case("Over 200 prisoners")
    assert groups(client, q="200 prisoners") == {"Cases": (1, [found.pk])}


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
    assert answer.context["problems"] == ["The search takes at most 12 words; you entered 13."]


@pytest.mark.parametrize("q", ["'", '"', "%", "NEAR(", "a*", "{a}:b", "\u202e", "\x00", "a^2", "-", "😀", "᠎", "ﷺ"])
def test_the_box_takes_anything(client, q):
    made_up.case()
    assert client.get("/search/", {"q": q}).status_code in (200, 400)


def found_by(client, words):
    """What the list of cases finds by ``words``: each title, with why."""
    cards = client.get("/cases/", {"q": words}).context["cards"]
    return {card.shown.heading: [(reason.label, reason.note) for reason in card.hit.whys] for card in cards}


def test_a_record_is_found_by_the_names_of_what_it_is_linked_to_and_says_by_which(client):
    town, act = made_up.place("Madeupton"), made_up.term("acts", title="made-up shouting")
    made_up.name(town, "Otherham")
    made_up.case("There", places=[town], acts=[act])
    made_up.case("Elsewhere", summary="Of shouting.")
    made_up.claim(made_up.case("Claimed"), "place", place=town)
    assert found_by(client, "madeupton") == {"Claimed": [("Place", "")], "There": [("Place", "")]}
    assert found_by(client, "Մադեուպտոն") == {
        name: [("Place", "sounds alike, in Latin letters")] for name in ("Claimed", "There")
    }
    assert found_by(client, "otherham") == {
        name: [("Place", "by another of its names")] for name in ("Claimed", "There")
    }
    assert found_by(client, "shouting") == {"Elsewhere": [("Summary", "")], "There": [("Act", "")]}
    assert found_by(client, "shouting madeupton") == {"There": [("Act", ""), ("Place", "")]}
    assert found_by(client, "shouts") == {
        "Elsewhere": [("Summary", "another form of the word")],
        "There": [("Act", "another form of the word")],
    }
    assert list(found_by(client, "shouting -summary")) == ["Elsewhere", "There"]
    assert found_by(client, "madeupton shouted elsewhere") == {}
    assert [client.get("/cases/", {"q": "shouts", "exact": "1"}).context["total"]] == [0]


def test_a_new_name_of_what_is_linked_finds_at_once_and_an_old_one_no_more(client):
    town = made_up.place("Madeupton")
    made_up.case("There", places=[town])
    assert list(found_by(client, "madeupton")) == ["There"]
    town.title = "Otherham"
    town.save()
    assert (list(found_by(client, "otherham")), list(found_by(client, "madeupton"))) == (["There"], [])


def test_what_may_not_be_seen_finds_nothing_by_its_name(client, curator):
    hidden, coarse = made_up.place("Quixotham", state=State.DRAFT), made_up.place("Quixotshire")
    region = made_up.place("Madeupshire")
    made_up.case("There", places=[hidden, coarse])
    coarse.shown_as = region
    coarse.save()
    assert [list(found_by(client, name)) for name in ("quixotham", "quixotshire", "madeupshire")] == [[], [], ["There"]]
    client.force_login(curator)
    assert [list(found_by(client, name)) for name in ("quixotham", "quixotshire")] == [["There"], ["There"]]


def test_a_person_who_is_not_publicly_named_leads_to_nothing_by_name(client):
    held = made_up.person("a made-up captive", name="Quixot Quixotyan")
    told = made_up.testimony("Told", told_by=held)
    assert client.get("/testimonies/", {"q": "quixotyan"}).context["total"] == 0
    assert told.told_by_id == held.pk
