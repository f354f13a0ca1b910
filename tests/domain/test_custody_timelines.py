"""Whole lives, not states: what is derived from the steps of a captivity, and what is not."""

import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import edtf
from archive.domain.custody_timelines import HELD, STATUS, CustodyTimeline
from archive.vocabularies import CustodyStepKind
from tests import made_up


@dataclass(frozen=True)
class Step:
    step: str
    date: object = ""


def life(*steps):
    return CustodyTimeline([Step(kind, edtf.parse(text) if text else "") for kind, text in steps])


def kinds(of):
    return [step.step for step in of.steps]


def test_dated_steps_stand_in_the_order_of_time_and_others_behind_what_they_were_entered_after():
    told = life(
        ("seen", ""), ("released", "2021-03"), ("captured", "2020-11-10"), ("moved", ""), ("charged", "2021-01")
    )
    assert kinds(told) == ["seen", "captured", "moved", "charged", "released"]


def test_the_status_is_what_the_last_step_says():
    assert (life(("captured", "2020"), ("released", "2021")).status) == "released"
    assert (life(("captured", "2020"), ("sentenced", "")).status) == "in custody, sentenced"
    assert (life().status, life().status_date, life().last_documented) == ("", "", None)


def test_missing_is_not_captured_and_declared_dead_is_not_dead():
    assert {CustodyStepKind.MISSING, CustodyStepKind.LAST_SEEN} & HELD == set()
    assert STATUS[CustodyStepKind.DECLARED_DEAD] != STATUS[CustodyStepKind.DIED]
    assert set(STATUS) == set(CustodyStepKind)


def test_the_last_day_that_is_documented_is_that_of_the_last_dated_step():
    told = life(("captured", "2020-11-10"), ("seen", "2020-12-01"), ("moved", ""))
    assert (told.last_documented.words, told.status_date) == ("1 December 2020", "")


def test_what_happened_by_some_day_is_ordered_by_it_and_is_no_last_day():
    told = life(("seen", "[..2021-12-15]"), ("captured", "2020-11-10"))
    assert kinds(told) == ["captured", "seen"]
    assert told.last_documented.words == "10 November 2020"


PLACED = ["2020", "2020-10", "[2020-10-09..2020-10-15]", "2020-09/2021-02"]
texts = st.sampled_from([*PLACED, "", "[..2020-05]", "XXXX-12-10"])
steps = st.lists(st.tuples(st.sampled_from(CustodyStepKind.values), texts), max_size=8)


@given(steps)
def test_no_step_is_lost_or_invented_and_those_with_a_date_stand_in_its_order(drawn):
    told = life(*drawn)
    assert sorted(map(repr, told.steps)) == sorted(repr(step) for step in life(*drawn[::-1]).steps)
    days = [step.date.earliest or step.date.latest for step in told.steps if step.date]
    placed = [day for day in days if day]
    assert placed == sorted(placed)


@pytest.mark.django_db
def test_the_page_of_a_person_leads_with_the_steps_each_of_which_leads_to_its_row(client):
    held = made_up.person("a made-up captive")
    cited = made_up.citation(held)
    made_up.custody_step(held, "captured", date="2020-11-10", cited=cited)
    made_up.custody_step(held, "seen", date="2021-03-10", cited=cited)
    made_up.custody_step(held, "sentenced", cited=cited)
    answer = client.get("/people/PER-0001/")
    told, page = answer.context["life"], answer.content.decode()
    assert (told.status, told.as_of) == ("in custody, sentenced", "")
    assert (told.last_documented, told.later_without_date) == ("10 March 2021", True)
    line = re.findall(r'<li(?: class="(dated)")?><a href="#(CUS-\d+)">(\w[\w ]+)</a> <b>([^<]+)</b>', page)
    assert line == [
        ("dated", "CUS-0001", "Captured", "10 November 2020"),
        ("dated", "CUS-0002", "Seen in custody", "10 March 2021"),
        ("", "CUS-0003", "Sentenced", "no date"),
    ]
    assert all(f'<tr id="{anchor}">' in page for _, anchor, _, _ in line)
    assert page.index('class="steps"') < page.index('id="last-documented"')


@pytest.mark.django_db
def test_a_card_tells_the_steps_in_short_and_other_spellings(client):
    held = made_up.person("Made-up Captive", name="Made-up Captive", named_publicly=True, naming_ground="official")
    made_up.name(held, "Հորինված")
    cited = made_up.citation(held)
    for step, day in (("captured", "2020-11-10"), ("moved", ""), ("moved", ""), ("sentenced", "")):
        made_up.custody_step(held, step, date=day, cited=cited)
    (card,) = client.get("/people/").context["cards"]
    assert re.findall(r'<span class="in-short">(.*?)</span>', card.drawn.replace('<span lang="en">', "")) == [
        "Հորինված",
        "captured 10 November 2020 → moved (2 times) → sentenced",
    ]


@pytest.mark.django_db
def test_a_life_is_told_from_shown_steps_alone(client):
    held = made_up.person("a made-up captive")
    closed = made_up.source(access="restricted")
    made_up.custody_step(held, "captured", date="2020", cited=made_up.citation(held, source=closed))
    assert client.get("/people/PER-0001/").context["life"] is None
    assert client.get("/people/").context["cards"][0].more == ""
