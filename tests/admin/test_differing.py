"""A second source that says otherwise than the first: both are kept, unless what was there was a mistake."""

import pytest
from django.urls import reverse

from archive.domain.conflicts import conflicts_on
from archive.models import Case, Citation, Claim, Revision
from archive.vocabularies import State
from tests import made_up
from tests.admin.test_desk import form_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(desk):
    """The source that is worked from."""
    row = made_up.source("The Second Gazette")
    desk.post(reverse("desk:working-source"), {"source": row.pk, "locator": "page 2"})
    return row


@pytest.fixture
def town():
    return made_up.place("Madeupton")


@pytest.fixture
def row(town):
    """A case that rests on another source as a whole."""
    case = made_up.case("A made-up case", date="2020-10-09", places=[town], state=State.DRAFT)
    made_up.citation(case, source=made_up.source("The First Gazette"), locator="page 1")
    return case


def sent(desk, row, **values):
    address = page(Case, "change", row.pk)
    answer = desk.post(address, form_of(desk, address) | values)
    row.refresh_from_db()
    return answer


def claims(field):
    found = Claim.objects.filter(field=field).order_by("pk").select_related("citation__source")
    return [(str(one.date or one.place.title), one.citation.source.title) for one in found]


def test_it_is_asked_whether_both_are_to_be_kept_and_nothing_is_saved_before(desk, row, second):
    answer = sent(desk, row, date="10 October 2020", title="Another title")
    said = answer.content.decode()
    first = Citation.objects.get().source_id
    told = f"Date: {first} is cited for “9 October 2020”, and you entered “10 October 2020”."
    assert (answer.status_code, told in said, 'value="10 October 2020"' in said) == (200, True, True)
    assert (row.title, str(row.date), Claim.objects.count()) == ("A made-up case", "2020-10-09", 0)


def test_both_are_kept_each_as_a_claim_of_its_source_and_the_page_says_that_they_differ(desk, row, second):
    sent(desk, row, **{"date": "10 October 2020", "worked-from-differs-date": "both", "title": "Another title"})
    assert (row.title, str(row.date)) == ("Another title", "2020-10-09")
    assert claims("date") == [("2020-10-09", "The First Gazette"), ("2020-10-10", "The Second Gazette")]
    cited = Citation.objects.get(source=second)
    assert (cited.field, cited.locator) == ("date", "page 2")
    assert [conflict.label for conflict in conflicts_on(row, None)] == ["date"]


def test_what_was_a_mistake_is_replaced_and_cited(desk, row, second):
    sent(desk, row, **{"date": "10 October 2020", "worked-from-differs-date": "replaced"})
    assert (str(row.date), Claim.objects.count()) == ("2020-10-10", 0)
    assert Citation.objects.get(source=second).field == "date"


def test_the_same_said_twice_makes_one_claim(desk, row, second):
    for _ in range(2):
        sent(desk, row, **{"date": "10 October 2020", "worked-from-differs-date": "both"})
    assert len(claims("date")) == 2


def test_another_place_is_asked_about_and_one_more_is_not(desk, row, second, town):
    other = made_up.place("Madeupville")
    sent(desk, row, places=[town.pk, other.pk])
    assert (row.places.count(), Claim.objects.count()) == (2, 0)
    third = made_up.place("Madeupham")
    assert sent(desk, row, places=[third.pk]).status_code == 200
    sent(desk, row, **{"places": [third.pk], "worked-from-differs-places": "both"})
    assert (row.places.count(), len(claims("place"))) == (2, 3)


def test_nothing_is_asked_of_what_nobody_else_is_cited_for(desk, row, second):
    Citation.objects.update(source=second)
    sent(desk, row, date="10 October 2020")
    assert (str(row.date), Claim.objects.count()) == ("2020-10-10", 0)


def test_a_citation_of_the_value_itself_goes_before_those_of_the_whole(desk, row, second):
    made_up.citation(row, source=made_up.source("The Third Gazette"), field="date")
    sent(desk, row, **{"date": "10 October 2020", "worked-from-differs-date": "both"})
    assert claims("date") == [("2020-10-09", "The Third Gazette"), ("2020-10-10", "The Second Gazette")]


def test_of_a_published_record_both_claims_are_proposed(desk, row, second):
    Case.objects.filter(pk=row.pk).update(state=State.PUBLISHED)
    sent(desk, row, **{"date": "10 October 2020", "worked-from-differs-date": "both"})
    assert Claim.objects.count() == 0
    assert sorted(one.key[:3] for one in Revision.objects.get().differences()) == ["CIT", "CLM", "CLM"]
