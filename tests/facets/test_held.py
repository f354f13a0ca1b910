"""Who was held in a time: the bounds of dated steps, by hand and in bitmaps."""

from datetime import date

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.facets.types.people import PersonFacets
from archive.models import Person
from archive.vocabularies import CustodyStepKind, State
from tests import made_up
from tests.facets.by_query import rows_of

pytestmark = pytest.mark.django_db


def held(name, key, user=None):
    filters = PersonFacets(QueryDict(f"{name}={key}"), Person.objects.all(), user=user)
    assert filters.form.is_valid(), filters.form.errors
    found = filters.counted().page(0, 100)
    assert sorted(row.pk for row in rows_of(filters)) == sorted(found)
    return found


def counted(key):
    return len(held("surely_held", key)), len(held("maybe_held", key))


def somebody(*steps):
    person = made_up.person()
    cited = made_up.citation(person)
    for kind, day in steps:
        made_up.custody_step(person, kind, date=day, cited=cited)
    return person


@pytest.mark.parametrize(
    ("steps", "key", "expected"),
    [
        # before, within, and after what is documented
        ([("captured", "2020-11-10"), ("released", "2021-03-10")], "2020-11-09", (0, 0)),
        ([("captured", "2020-11-10"), ("released", "2021-03-10")], "2020-11-10", (1, 1)),
        ([("captured", "2020-11-10"), ("released", "2021-03-10")], "2021-01-01", (1, 1)),
        ([("captured", "2020-11-10"), ("released", "2021-03-10")], "2021-03-11", (0, 0)),
        # nothing is known of the time after the last step
        ([("captured", "2020-11-10")], "2020-11-10", (1, 1)),
        ([("captured", "2020-11-10")], "2024-01-01", (0, 1)),
        # an imprecise day is no certainty within, and a certainty about the whole
        ([("captured", "[2020-10-09..2020-10-15]")], "2020-10-12", (0, 1)),
        ([("captured", "[2020-10-09..2020-10-15]")], "2020-10", (1, 1)),
        ([("captured", "[2020-10-09..2020-10-15]"), ("seen", "2020-12-01")], "2020-10-14", (0, 1)),
        ([("captured", "[2020-10-09..2020-10-15]"), ("seen", "2020-12-01")], "2020-10-20", (1, 1)),
        # seen throughout a time is a certainty in all of it
        ([("seen", "2020-11-01/2020-12-31")], "2020-11-15", (1, 1)),
        # seen by then: may have been held long before
        ([("seen", "[..2021-12-15]")], "2020-01-01", (0, 1)),
        # no date, and no year: in neither number
        ([("captured", "")], "2020-11-10", (0, 0)),
        ([("captured", "XXXX-12-10")], "2020-12-10", (0, 0)),
        # what ends a captivity without a date ends it at a time unknown
        ([("captured", "2020-11-10"), ("released", "")], "2022-01-01", (0, 1)),
        # let go and captured again
        ([("captured", "2020-10-01"), ("released", "2020-10-09"), ("captured", "2021-05-01")], "2020-12-01", (0, 0)),
        ([("captured", "2020-10-01"), ("released", "2020-10-09"), ("captured", "2021-05-01")], "2021-05-01", (1, 1)),
        # a release “in October”, or “in 2020”, ends the captivity that it was entered after
        (
            [
                ("captured", "2020-10-05"),
                ("released", "2020-10"),
                ("captured", "2022-05-01"),
                ("released", "2022-06-01"),
            ],
            "2021-06-01",
            (0, 0),
        ),
        ([("captured", "2020-10-05"), ("released", "2020")], "2024-01-01", (0, 0)),
        # what was entered late, and surely was earlier, stands where it belongs
        ([("seen", "2021-05-01"), ("captured", "2020-10-05")], "2021-01-01", (1, 1)),
        # missing, last seen and declared dead say nothing of custody
        ([("missing", "2020-10-01"), ("declared-dead", "2021-01-01")], "2020-11-01", (0, 0)),
        # a span of time: held on some day of it
        ([("captured", "2020-11-10"), ("died", "2020-11-20")], "2020-11-15/2021-02", (1, 1)),
        ([("captured", "2020-11-10"), ("died", "2020-11-20")], "2020-12/2021-02", (0, 0)),
    ],
)
def test_a_day_or_a_span_counts_who_was_held_at_least_and_at_most(steps, key, expected):
    somebody(*steps)
    assert counted(key) == expected


def test_the_steps_of_a_hidden_person_and_of_a_hidden_source_count_nobody():
    hidden = somebody(("captured", "2020-11-10"))
    Person.objects.filter(pk=hidden.pk).update(state=State.DRAFT)
    person = made_up.person()
    made_up.custody_step(
        person, "captured", date="2020-11-10", cited=made_up.citation(person, source=made_up.source(state=State.DRAFT))
    )
    assert counted("2020-11-10") == (0, 0)


@pytest.mark.parametrize("key", ["yesterday", "XXXX-12-10", "2020-10/..", "[..2020]", ""])
def test_what_is_no_time_with_two_ends_is_refused(key):
    filters = PersonFacets(QueryDict(f"surely_held={key}x"), Person.objects.all(), user=None)
    assert not filters.form.is_valid()


days = st.dates(date(2020, 10, 1), date(2020, 10, 12)).map(date.isoformat)
times = st.one_of(
    st.just(""),
    days,
    st.tuples(days, days).map(lambda two: f"[{min(two)}..{max(two)}]"),
    st.tuples(days, days).map(lambda two: f"{min(two)}/{max(two)}"),
    days.map(lambda day: f"[..{day}]"),
    days.map(lambda day: f"{day}/.."),
)
lives = st.lists(st.tuples(st.sampled_from([k.value for k in CustodyStepKind]), times), max_size=5)


@pytest.mark.once
@settings(max_examples=60)
@given(st.lists(lives, max_size=4), st.tuples(days, days).map(lambda two: f"{min(two)}/{max(two)}"))
def test_bitmaps_find_those_whom_each_life_by_itself_finds_and_whoever_surely_was_may_have_been(people, key):
    with transaction.atomic():
        for steps in people:
            somebody(*steps)
        surely, maybe = held("surely_held", key), held("maybe_held", key)
        assert set(surely) <= set(maybe)
        transaction.set_rollback(True)
