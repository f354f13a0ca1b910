"""Every list, on random archives and under random filters: what the bitmaps count is what the database finds.

For each choice that is offered, the database is asked with that choice in place of its facet's others; for each bar of
the histogram, with its time. Facets in SQL (``Facet.filter``) share no line with facets in bitmaps
(``Facet.index_rows``).
"""

import os
import random
import time
from functools import partial

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import edtf
from archive.facets.filter_set import RecordFacets
from archive.facets.histogram import Bars
from archive.facets.types import FILTER_SETS
from archive.models.log.change_feed import log_position
from archive.vocabularies import Access, State
from tests.drills import rounds
from tests.facets.by_query import rows_of
from tests.facets.test_index import in_a_process
from tests.made_up.archives import HAVING_PARTS, WRITTEN, enter, hang, new_row, targets_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def asked(filters, query: QueryDict):
    found = filters(query, filters.Meta.model.objects.all(), user=None)
    assert found.form.is_valid(), found.form.errors
    return found


def some_choices(filters, chance: random.Random) -> QueryDict:
    """A few choices of a few facets, and perhaps a span of time and "all of"."""
    query = QueryDict(mutable=True)
    for name, choices in asked(filters, query).counted().choices.items():
        keys = [choice.key for choice in choices]
        if keys and chance.random() < 0.5:
            query.setlist(name, chance.sample(keys, chance.randint(1, min(2, len(keys)))))
            if filters.base_filters[name].several and chance.random() < 0.3:
                query.appendlist("all", name)
    if issubclass(filters, RecordFacets) and chance.random() < 0.4:
        query["since"] = "2020-10"
        if chance.random() < 0.5:
            query["until"] = "2020-10"  # a month, of which a timeline has the days
    return query


def with_only(query: QueryDict, name: str, keys: list[str]) -> QueryDict:
    other = query.copy()
    other.setlist(name, keys)
    return other


@pytest.mark.drill
@settings(max_examples=rounds(3))
@given(st.integers(0, 2**32))
def test_what_the_bitmaps_count_the_database_finds(seed):
    chance = random.Random(seed)  # noqa: S311 – no secret
    with transaction.atomic():
        enter(chance)
        for filters in FILTER_SETS:
            _hold_against_the_database(filters, some_choices(filters, chance))
        transaction.set_rollback(True)


def write_something(chance: random.Random) -> None:
    """A new row of some type, another state or access for one that is there, or other links."""
    noun = chance.choice(WRITTEN)
    there = {name: list(type_of(name).objects.all()) for name in (*WRITTEN, "terms")}
    what = chance.choice(["new", "new", "state", "access", "links", "say"])
    row = new_row(noun, there, chance) if what == "new" else chance.choice(there[noun])
    if what == "state":
        type(row).objects.filter(pk=row.pk).update(state=chance.choice([State.PUBLISHED, State.DRAFT]))
    elif what == "access":
        type(row).objects.filter(pk=row.pk).update(access=chance.choice([Access.PUBLIC, Access.RESTRICTED]))
    elif what == "links":
        for field in row._meta.many_to_many:
            targets = targets_of(field, there)
            getattr(row, field.name).set(chance.sample(targets, chance.randint(0, len(targets))))
    elif what == "say" and noun in HAVING_PARTS:
        hang(row, there, chance)


def type_of(noun: str):
    return next(filters.Meta.model for filters in FILTER_SETS if filters.Meta.model.noun == noun)


@pytest.mark.django_db(transaction=True)
@pytest.mark.drill
@settings(max_examples=rounds(1))
@given(st.integers(0, 2**32))
def test_the_same_holds_in_several_workers_while_several_write(seed):
    """An answer is held against the database wherever nothing was logged between the two."""
    enter(random.Random(seed))  # noqa: S311 – no secret
    until = time.monotonic() + 6

    def write(chance):
        while time.monotonic() < until:
            write_something(chance)
            time.sleep(chance.random() / 4)

    def read(chance):
        held = 0
        while time.monotonic() < until or held < len(FILTER_SETS):
            filters, before = FILTER_SETS[held % len(FILTER_SETS)], log_position()
            try:
                _hold_against_the_database(filters, some_choices(filters, chance))
            except AssertionError:
                if log_position() == before:
                    raise
                continue
            held += log_position() == before

    chances = [random.Random(seed + n) for n in range(4)]  # noqa: S311 – no secret
    children = [in_a_process(partial(write, chance)) for chance in chances[:2]]
    children += [in_a_process(partial(read, chance)) for chance in chances[2:]]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]
    for filters in FILTER_SETS:
        _hold_against_the_database(filters, some_choices(filters, chances[2]))


def _hold_against_the_database(filters, query: QueryDict) -> None:
    found = asked(filters, query)
    counted = found.counted(bars=Bars.CHOSEN if "until" in query else Bars.WHOLE)
    expected = set(rows_of(found).values_list("pk", flat=True))
    assert set(counted.page(0, counted.total)) == expected
    assert counted.total == len(expected)
    for name, choices in counted.choices.items():
        kept = query.getlist(name) if found.facets[name].demands_all else []
        for choice in choices:
            one = asked(filters, with_only(query, name, list(dict.fromkeys([*kept, choice.key]))))
            assert (name, choice.key, choice.count) == (name, choice.key, rows_of(one).count())
    without = query
    for name in ("month", "since", "until"):
        without = with_only(without, name, [])
    for bar in counted.histogram.bars if counted.histogram else ():
        point = edtf.parse(bar.key)
        rows = rows_of(asked(filters, without)).during(point.earliest, point.latest, None)
        assert (bar.key, bar.count) == (bar.key, rows.count())
        assert not found.asked["until"] or bar.wholly <= bar.count
