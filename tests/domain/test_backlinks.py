"""What refers to a record: each kind of link followed backwards, for whoever may see it."""

import pytest

from archive.domain import backlinks
from archive.domain.backlinks import referring_to
from archive.vocabularies import State
from tests import made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    """A place that is linked to by a field, by many-to-many links, and by rows that belong to others."""
    town = made_up.place("Madeupton")
    made_up.place("Madeupton, its old part", part_of=town)
    made_up.case("Held there", places=[town])
    made_up.testimony("B, told of it", places=[town])
    made_up.testimony("A, told of it", places=[town])
    made_up.testimony("Not yet published", places=[town], state=State.DRAFT)
    made_up.custody_step(made_up.person("a captive who was there"), place=town)
    claimed = made_up.event("Said to have been there")
    made_up.claim(claimed, "place", place=town)
    return town


def test_every_kind_of_link_is_followed_and_what_is_not_to_be_seen_is_left_out(town):
    found = {model.noun: [one.title for one in rows] for model, rows, _ in referring_to(town, None)}
    assert found == {
        "cases": ["Held there"],
        "testimonies": ["A, told of it", "B, told of it"],
        "places": ["Madeupton, its old part"],
        "people": ["a captive who was there"],
        "events": ["Said to have been there"],
    }


def test_the_desk_is_told_of_what_is_not_yet_published_too(town, curator):
    found = {model.noun: len(rows) for model, rows, _ in referring_to(town, curator)}
    assert found == {"cases": 1, "testimonies": 3, "places": 1, "people": 1, "events": 1}


def test_what_links_twice_is_named_once(town):
    held = made_up.case("Twice", places=[town])
    made_up.claim(held, "place", place=town)
    found = {model.noun: [one.title for one in rows] for model, rows, _ in referring_to(town, None)}
    assert found["cases"] == ["Held there", "Twice"]


def test_of_more_than_a_page_holds_some_are_named_and_that_there_are_more(town, monkeypatch, client):
    monkeypatch.setattr(backlinks, "MAX_PER_TYPE", 1)
    found = {model.noun: (len(rows), more) for model, rows, more in referring_to(town, None)}
    assert (found["testimonies"], found["cases"]) == ((1, True), (1, False))
    page = client.get(town.get_absolute_url()).content.decode()
    assert f'<a href="/testimonies/?place={town.pk}" rel="nofollow"><span class="visually-hidden">Testimonies, ' in page
    assert "1 of them, and there are more." in page


def test_nothing_refers_to_what_nothing_links_to():
    assert list(referring_to(made_up.place("Madeupville"), None)) == []
