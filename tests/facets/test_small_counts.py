"""Counts that would single out somebody who is protected are merged, and the page says so."""

import pytest
from django.http import QueryDict

from archive.facets.small_counts import SMALL_COUNTS
from archive.facets.types.people import PersonFacets
from archive.models import Person
from tests import made_up

pytestmark = pytest.mark.django_db
NAMED = {"named_publicly": True, "naming_ground": "consent"}


def held(*steps, **values):
    row = made_up.person(**values)
    for step in steps:
        made_up.custody_step(row, step)
    return row


def counted(user, asked=""):
    filters = PersonFacets(QueryDict(asked), Person.objects.all(), user=user)
    assert filters.form.is_valid()
    found = filters.counted()
    return {choice.label: choice.count for choice in found.choices["step"]}, found.page(0, found.total)


@pytest.fixture
def people():
    """Three who were seen in custody, of whom one died and one was moved; and one who is named and was charged."""
    many = [held("seen"), held("seen", "died"), held("seen", "moved")]
    return [*many, held("charged", name="Made-up Name", **NAMED)]


def test_small_counts_of_protected_people_are_one_choice(people, curator):
    assert counted(None)[0] == {"seen in custody": 3, "others, each with fewer than 3 people": 2, "charged": 1}
    assert counted(curator)[0] == {"seen in custody": 3, "died": 1, "moved": 1, "charged": 1}


def test_the_one_choice_finds_all_of_them_together(people):
    assert sorted(counted(None, f"step={SMALL_COUNTS}")[1]) == [people[1].pk, people[2].pk]
    both = counted(None, f"step={SMALL_COUNTS}&step=charged")[1]
    assert sorted(both) == [people[1].pk, people[2].pk, people[3].pk]


def test_a_merged_choice_can_not_be_asked_for(client, people):
    answers = [client.get(f"/people/?step={key}") for key in ("died", "moved", "seen", SMALL_COUNTS)]
    assert [answer.status_code for answer in answers] == [400, 400, 200, 200]
    assert "is not a choice of “Documented step”" in answers[0].content.decode()


def test_the_page_says_so_where_it_is_so(client, people):
    told = "counted together, so that nobody who is protected is singled out"
    assert told in client.get("/people/").content.decode()
    Person.objects.filter(named_publicly=False).update(access="restricted")
    assert told not in client.get("/people/").content.decode()


def test_what_is_merged_does_not_come_apart_with_what_else_is_asked(people):
    assert counted(None, "q=made-up")[0] == {"seen in custody": 3, "charged": 1}
