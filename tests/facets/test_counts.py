"""Facets against a count by hand: every record is asked, in plain Python, whether it matches."""

from datetime import date

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import edtf
from archive.facets.types.cases import CaseFacets
from archive.models import Case
from archive.vocabularies import Access, State
from tests import made_up
from tests.facets.by_query import rows_of

pytestmark = pytest.mark.django_db

ACTS = ["made-up-shouting", "made-up-waiting", "made-up-counting"]
STANDINGS = ["made-up-guest", "made-up-visitor"]
TIMES = ["", "2020-10", "2020-10-31", "[2020-10-09..2020-11-02]", "2020-11/..", "XXXX-12-10", "[..2020-09]"]
MONTHS = ["2020-09", "2020-10", "2020-11"]

made_up_cases = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["captivity", "killing"]),
            "date": st.sampled_from(TIMES),
            "acts": st.sets(st.sampled_from(ACTS)),
            "places": st.sets(st.sampled_from(["open", "hidden"])),
            "claimed": st.sets(st.sampled_from(STANDINGS)),
            "claimed_place": st.booleans(),
            "hidden_claim": st.booleans(),
            "public": st.booleans(),
        }
    ),
    max_size=6,
)
choices = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sets(st.sampled_from(["captivity", "killing", "sentencing"]), min_size=1),
        "act": st.sets(st.sampled_from([*ACTS, "not-stated"]), min_size=1),
        "standing": st.sets(st.sampled_from([*STANDINGS, "not-stated", "sources-disagree"]), min_size=1),
        "place": st.sets(st.sampled_from(["open", "not-stated"]), min_size=1),
        "month": st.sets(st.sampled_from([*MONTHS, "not-stated"]), min_size=1),
        "since": st.sampled_from(["2020-10", "2020-09-15"]),
        "until": st.sampled_from(["2020-10", "2020"]),
    },
)


def entered(drawn):
    """The drawn cases in the database, and for each what a reader may know of it."""
    acts = {name: made_up.term("acts", name) for name in ACTS}
    standings = {name: made_up.term("standings", name) for name in STANDINGS}
    places = {"open": made_up.place(), "hidden": made_up.place(state=State.DRAFT)}
    open_source, closed_source = made_up.source(), made_up.source(access=Access.RESTRICTED)
    known = {}
    for one in drawn:
        row = made_up.case(
            kind=one["kind"],
            date=one["date"],
            acts=[acts[name] for name in one["acts"]],
            places=[places[name] for name in one["places"]],
            state=State.PUBLISHED if one["public"] else State.DRAFT,
        )
        cited = made_up.citation(row, source=open_source)
        for name in one["claimed"]:
            made_up.claim(row, "standing", term=standings[name], cited=cited)
        if one["claimed_place"]:
            made_up.claim(row, "place", place=places["open"], cited=cited)
        if one["hidden_claim"]:
            secret = made_up.citation(row, source=closed_source)
            made_up.claim(row, "standing", term=standings[STANDINGS[0]], cited=secret)
        if one["public"]:
            known[row.pk] = by_hand(one)
    return known, places["open"].reference


def by_hand(one):
    status = set(one["claimed"]) | ({"sources-disagree"} if len(one["claimed"]) > 1 else set())
    place = {"open"} if "open" in one["places"] or one["claimed_place"] else set()
    day = edtf.parse(one["date"]) if one["date"] else None
    months = {month for month in MONTHS if day and day.overlaps(*bounds(month))}
    bounded = day and (day.earliest or day.latest)
    return {
        "kind": {one["kind"]},
        "act": set(one["acts"]) or {"not-stated"},
        "standing": status or {"not-stated"},
        "place": place or {"not-stated"},
        "month": months if bounded else {"not-stated"},
        "date": day,
    }


def bounds(month):
    parsed = edtf.parse(month)
    return parsed.earliest, parsed.latest


def matches(one, chosen, leaving_out=""):
    first = date(2020, 10, 1) if chosen.get("since") == "2020-10" else date(2020, 9, 15)
    last = date(2020, 10, 31) if chosen.get("until") == "2020-10" else date(2020, 12, 31)
    first, last = (first if "since" in chosen else None), (last if "until" in chosen else None)
    if (first or last) and not (one["date"] and one["date"].overlaps(first, last)):
        return False
    facets = {name: keys for name, keys in chosen.items() if name not in ("since", "until", leaving_out)}
    return all(one[name] & keys for name, keys in facets.items())


def asked(chosen, place):
    query = QueryDict(mutable=True)
    for name, keys in chosen.items():
        query.setlist(name, [place if key == "open" else key for key in ([keys] if isinstance(keys, str) else keys)])
    return CaseFacets(query, Case.objects.all(), user=None)


@pytest.mark.slow
@settings(max_examples=40)
@given(made_up_cases, choices)
def test_counts_and_results_are_those_of_a_count_by_hand(drawn, chosen):
    with transaction.atomic():
        known, place = entered(drawn)
        filters = asked(chosen, place)
        assert filters.form.is_valid(), filters.form.errors
        counted = filters.counted()
        expected = {pk for pk, one in known.items() if matches(one, chosen)}
        assert set(counted.page(0, counted.total)) == expected
        assert counted.total == len(expected)
        assert set(rows_of(filters).values_list("pk", flat=True)) == expected
        for name in ("kind", "act", "standing", "place"):
            others = [one for one in known.values() if matches(one, chosen, leaving_out=name)]
            tally = {}
            for one in others:
                for key in one[name]:
                    tally[place if key == "open" else key] = tally.get(place if key == "open" else key, 0) + 1
            shown = {choice.key: choice.count for choice in counted.choices[name] if choice.count}
            assert shown == tally
        months = {choice.key: choice.count for choice in counted.choices["month"] if choice.count}
        for month in {*MONTHS, "not-stated"} & months.keys():
            others = [one for one in known.values() if matches(one, chosen, leaving_out="month")]
            assert months[month] == sum(month in one["month"] for one in others)
        transaction.set_rollback(True)


def test_a_facets_own_choice_does_not_shrink_its_own_counts():
    made_up.case(kind="captivity")
    made_up.case(kind="killing")
    filters = asked({"kind": {"captivity"}}, "")
    assert filters.is_valid()
    assert {choice.key: choice.count for choice in filters.counted().choices["kind"]} == {"captivity": 1, "killing": 1}


def test_a_choice_with_none_is_not_offered():
    made_up.case(kind="captivity")
    filters = asked({}, "")
    assert filters.is_valid()
    assert [choice.key for choice in filters.counted().choices["kind"]] == ["captivity"]


def test_an_open_date_counts_in_each_month_offered_on_its_open_side():
    made_up.case(date="2020-11/..")
    made_up.case(date="2021-02-03")
    filters = asked({}, "")
    assert filters.is_valid()
    offered = {choice.key: choice.count for choice in filters.counted().choices["month"]}
    assert offered == {"2020-11": 1, "2020-12": 1, "2021-01": 1, "2021-02": 2}
