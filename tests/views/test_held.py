"""The page that says how many were held on a day."""

import pytest

from archive.vocabularies import Access
from tests import made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_people():
    """One who was captured and released, and one of whom nothing is known after the capture."""
    people = [made_up.person(f"made-up captive {n}") for n in range(2)]
    made_up.custody_step(people[0], "captured", date="2020-11-10")
    made_up.custody_step(people[0], "released", date="2021-03-10")
    made_up.custody_step(people[1], "captured", date="2020-12-01")
    return people


def test_a_day_gives_at_least_and_at_most_each_with_its_people(client, two_people):
    context = client.get("/held/?since=2021-01-01").context
    assert (context["when"], context["at_least"][0], context["at_most"][0]) == ("1 January 2021", 1, 2)
    lists = [client.get(context[name][1]).context for name in ("at_least", "at_most")]
    found = [sorted(card.shown.reference for card in told["cards"]) for told in lists]
    assert found == [[two_people[0].pk], [two_people[0].pk, two_people[1].pk]]
    assert context["cases"] == "/cases/?since=2021-01-01&until=2021-01-01"
    assert lists[0]["sentence"] == "1 person confirmed held: 1 January 2021"


def test_a_span_counts_whoever_was_held_on_some_day_of_it(client, two_people):
    context = client.get("/held/?since=2020-11&until=2020-12").context
    assert (context["when"], context["at_least"][0], context["at_most"][0]) == (
        "from November to December 2020",
        2,
        2,
    )


def test_published_figures_of_that_time_stand_beside_and_those_without_a_date_below(client):
    timely = made_up.figure("Timely", date="2021-04", value=200)
    made_up.figure("Too late", date="2023")
    undated = made_up.figure("Undated")
    made_up.figure("Hidden", date="2021-04", access=Access.RESTRICTED)
    context = client.get("/held/?since=2021-04-15").context
    assert [figure.reference for figure in context["figures"]] == [timely.pk]
    assert [figure.reference for figure in context["undated"]] == [undated.pk]


def test_that_some_steps_bear_no_date_is_said(client, two_people):
    assert client.get("/held/?since=2021").context["unplaced"] == 0
    made_up.custody_step(made_up.person("made-up captive 3"), "seen")
    made_up.custody_step(made_up.person("made-up captive 4"), "missing")
    answer = client.get("/held/?since=2021")
    assert answer.context["unplaced"] == 1
    assert "1 more is documented in custody without any date" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("since=yesterday", "“yesterday” is not a date here. Expected 2020, 2020-10 or 2020-10-09."),
        ("since=2021&until=2020", "The end (31 December 2020) is before the beginning (1 January 2021)."),
        (
            "since=[2020..2021]&until=2022",
            "“[2020..2021]/2022” is not a date. Expected a day, a month or a year, or two of them.",
        ),
    ],
)
def test_what_is_no_time_gives_a_clear_page(client, asked, problem):
    answer = client.get(f"/held/?{asked}")
    assert (answer.status_code, answer.context["problems"]) == (400, [problem])


def test_without_a_day_nothing_is_counted(client):
    answer = client.get("/held/")
    assert (answer.status_code, answer.context["key"]) == (200, "")
