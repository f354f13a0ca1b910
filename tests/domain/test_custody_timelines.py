"""Whole lives, not states: what is derived from the steps of a captivity, and what is not."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import edtf
from archive.domain.custody_timelines import HELD, STATUS, CustodyTimeline, Span
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
    assert (life().status, life().status_date, life().last_documented, life().spans()) == ("", "", None, [])


def test_missing_is_not_captured_and_declared_dead_is_not_dead():
    assert {CustodyStepKind.MISSING, CustodyStepKind.LAST_SEEN} & HELD == set()
    assert STATUS[CustodyStepKind.DECLARED_DEAD] != STATUS[CustodyStepKind.DIED]
    assert set(STATUS) == set(CustodyStepKind)


def test_what_lies_between_two_steps_of_captivity_is_inferred_and_nothing_lies_behind_the_last():
    told = life(("captured", "2020-11-10"), ("seen", "2020-12-01"), ("moved", ""))
    assert told.spans() == [
        Span(date(2020, 11, 10), date(2020, 11, 10), inferred=False),
        Span(date(2020, 11, 10), date(2020, 12, 1), inferred=True),
        Span(date(2020, 12, 1), date(2020, 12, 1), inferred=False),
    ]
    assert told.last_documented.words == "1 December 2020"


def test_nothing_is_inferred_of_the_time_in_which_somebody_was_missing_or_after_a_release():
    told = life(("missing", "2020-10-01"), ("captured", "2020-11-10"), ("released", "2021"), ("captured", "2022"))
    assert [(span.first.year, span.last.year) for span in told.spans() if span.inferred] == [(2020, 2021)]


def test_of_several_possible_days_the_earliest_counts_and_a_span_throughout_is_documented():
    assert life(("captured", "[2020-10-09..2020-10-15]")).spans() == [
        Span(date(2020, 10, 9), date(2020, 10, 9), inferred=False)
    ]
    assert life(("seen", "2020-11-10/2020-12-01")).spans() == [
        Span(date(2020, 11, 10), date(2020, 12, 1), inferred=False)
    ]


def test_what_happened_by_some_day_is_ordered_by_it_and_lengthens_no_line():
    told = life(("seen", "[..2021-12-15]"), ("captured", "2020-11-10"))
    assert kinds(told) == ["captured", "seen"]
    assert (told.spans()[-1].last, told.last_documented.words) == (date(2020, 11, 10), "10 November 2020")


PLACED = ["2020", "2020-10", "[2020-10-09..2020-10-15]", "2020-09/2021-02"]
texts = st.sampled_from([*PLACED, "", "[..2020-05]", "XXXX-12-10"])
steps = st.lists(st.tuples(st.sampled_from(CustodyStepKind.values), texts), max_size=8)


@given(steps)
def test_no_step_is_lost_or_invented_and_no_line_goes_beyond_the_last_documented_day(drawn):
    told = life(*drawn)
    assert sorted(map(repr, told.steps)) == sorted(repr(step) for step in life(*drawn[::-1]).steps)
    documented = [span for span in told.spans() if not span.inferred]
    assert len(documented) == sum(text in PLACED for _, text in drawn)
    if told.spans():
        assert max(span.last for span in told.spans()) == max(span.last for span in documented)


@pytest.mark.django_db
def test_the_page_of_a_person_tells_and_draws_it(client):
    held = made_up.person("a made-up captive")
    cited = made_up.citation(held)
    made_up.custody_step(held, "captured", date="2020-11-10", cited=cited)
    made_up.custody_step(held, "seen", date="2021-03-10", cited=cited)
    made_up.custody_step(held, "sentenced", cited=cited)
    timeline = client.get("/people/PER-0001/").context["timeline"]
    assert (timeline.status, timeline.as_of) == ("in custody, sentenced", "")
    assert (timeline.last_documented, timeline.later_without_date) == ("10 March 2021", True)
    assert [(bar.x, bar.width, bar.inferred) for bar in timeline.bars] == [
        (59.6, 794.7, True),
        (59.6, 0.0, False),
        (854.3, 0.0, False),
    ]
    assert [tick.label for tick in timeline.ticks] == [
        "Nov 2020",
        "Dec 2020",
        "Jan 2021",
        "Feb 2021",
        "Mar 2021",
        "Apr 2021",
    ]


@pytest.mark.django_db
def test_a_life_is_drawn_from_shown_steps_alone(client):
    held = made_up.person("a made-up captive")
    closed = made_up.source(access="restricted")
    made_up.custody_step(held, "captured", date="2020", cited=made_up.citation(held, source=closed))
    assert client.get("/people/PER-0001/").context["timeline"] is None
