"""What a card says in little room, and what a page leaves out because it is said already."""

import pytest
from django.utils.html import escape

from archive.views.cards import excerpt_of
from tests import made_up

pytestmark = pytest.mark.django_db

FIRST = "They were counted twice a day and told nothing of where they would be brought."
AND_ON = " Nobody wrote down who had been there before them, or for how long, and nobody who came later asked about it."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FIRST, FIRST),
        (FIRST + AND_ON, f"{FIRST} …"),
        (FIRST.replace(".", "։") + AND_ON, f"{FIRST.replace('.', '։')} …"),
        ("They waited. " + "and waited " * 20, "They waited. " + "and waited " * 13 + "and …"),  # too short alone
        (
            "They waited a day and asked for Dr. " + "Made-up " * 20,
            "They waited a day and asked for Dr. " + "Made-up " * 16 + "…",
        ),
        ("a" * 400, "a" * 165 + "…"),
    ],
)
def test_an_excerpt_ends_with_a_sentence_where_one_ends_in_time(text, told):
    row = made_up.case(summary=text)
    assert excerpt_of(row.masked_for(None), row) == told


def test_a_name_that_heads_the_page_alone_is_not_listed_again(client):
    alone, spelled = made_up.place("Madeupton"), made_up.place("Madeupville")
    for place, name in ((alone, "Madeupton"), (spelled, "Madeupville"), (spelled, "Madeupville-on-Sea")):
        made_up.name(place, name)
    pages = [client.get(f"/places/{place.pk}/").context["parts"] for place in (alone, spelled)]
    listed = [len(part["rows"]) for parts in pages for part in parts if part["noun"] == "names"]
    assert listed == [0, 2]


def test_the_way_in_says_how_many_people_are_recorded_and_that_they_are_not_all(client):
    made_up.person("Made-up Alone")
    told = "1 person is recorded, as the archive’s sources tell of them. This is not a list of all who are missing."
    assert escape(told) in client.get("/").content.decode()
