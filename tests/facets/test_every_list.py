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
from archive.facets.types import FILTER_SETS
from archive.models import Assessment, Participation, Stage
from archive.models.log.change_feed import log_position
from archive.vocabularies import Access, State
from tests import made_up
from tests.facets.by_query import rows_of
from tests.facets.test_index import in_a_process
from tests.made_up.everything import MAKE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TIMES = ["", "2020-10", "2020-10-31", "[2020-10-09..2020-11-02]", "2020-11/..", "XXXX-12-10", "2021", "2020-12~"]
SCHEMES = ["acts", "standings", "outcomes", "forms", "positions", "platforms", "forums", "conclusions"]
FIRST = ["places", "organisations", "people", "sources"]  # what others link to
LATER = [noun for noun in MAKE if noun not in (*FIRST, "terms")]
HAVING_PARTS = ("cases", "testimonies", "videos", "events", "proceedings")
WRITTEN = [noun for noun in MAKE if noun not in ("terms", "pages")]  # whose short forms two writers would both make up
ROWS = 6  # of each type, at most


def enter(chance: random.Random) -> None:
    """An archive of a few records of each type, with links, claims and parts as ``chance`` has it."""
    rows: dict = {"terms": [made_up.term(scheme, title=f"{scheme} {n}") for scheme in SCHEMES for n in range(3)]}
    _put_under_each_other(rows["terms"], "broader", chance)
    for noun in (*FIRST, *LATER):
        rows[noun] = [_row(noun, rows, chance) for _ in range(chance.randint(1, ROWS))]
    _put_under_each_other(rows["places"], "part_of", chance)
    for noun in HAVING_PARTS:
        for row in rows[noun]:
            _hang(row, rows, chance)


def _put_under_each_other(rows: list, link: str, chance: random.Random) -> None:
    """Have some of ``rows`` lie under some that come before them; now and then in a loop, as none should."""
    for n, row in enumerate(rows):
        wider = [one for one in (rows if chance.random() < 0.05 else rows[:n]) if one != row]
        wider = [one for one in wider if getattr(one, "scheme", "") == getattr(row, "scheme", "")]
        if wider and chance.random() < 0.6:
            setattr(row, link, chance.choice(wider))
            row.save()
    if link == "part_of" and len(rows) > 2 and chance.random() < 0.5:
        rows[-1].shown_as = rows[0]
        rows[-1].save()


def _row(noun: str, rows: dict, chance: random.Random):
    row = MAKE[noun](title=f"made-up {chance.random()}")
    row.state = chance.choice([State.PUBLISHED] * 6 + [State.DRAFT])
    row.access = chance.choice([Access.PUBLIC] * 6 + [Access.RESTRICTED])
    for field in row._meta.concrete_fields:
        if field.name in ("date", "first_seen"):
            setattr(row, field.name, chance.choice(TIMES))
        elif field.name in ("original_language", "language"):
            setattr(row, field.name, chance.choice(["hy", "ru", "en", "az"]))
        elif field.name in ("kind", "verification", "content_warning", "measure", "qualifier") and field.flatchoices:
            setattr(row, field.name, chance.choice([key for key, _ in field.flatchoices if key]))
        elif _may_link(field):
            setattr(row, field.name, chance.choice([None, *_targets(field, rows)]) or getattr(row, field.name))
    row.save()
    for field in row._meta.many_to_many:
        targets = _targets(field, rows)
        getattr(row, field.name).set(chance.sample(targets, chance.randint(0, len(targets))))
    return row


def _may_link(field) -> bool:
    return (
        field.is_relation
        and field.related_model._meta.model_name in ("place", "organisation", "term")
        and (field.name not in ("shown_as", "part_of", "broader"))
    )


def _targets(field, rows: dict) -> list:
    noun = getattr(field.related_model, "noun", "")
    scheme = dict(field.get_limit_choices_to() or {}).get("scheme")
    return [row for row in rows.get(noun, ()) if scheme is None or row.scheme == scheme]


def _hang(row, rows: dict, chance: random.Random) -> None:
    if rows["sources"] and chance.random() < 0.9:
        cited = made_up.citation(row, source=chance.choice(rows["sources"]))
        terms = {scheme: [term for term in rows["terms"] if term.scheme == scheme] for scheme in SCHEMES}
        for _ in range(chance.randrange(5)):
            field = chance.choice(["standing", "outcome", "place", "date"])
            told = {
                "date": {"date": chance.choice(TIMES[1:])},
                "place": {"place": chance.choice(rows["places"] or [None])},
            }
            value = told.get(field) or {"term": chance.choice(terms[f"{field}s"])}
            if None not in value.values():
                made_up.claim(row, field, cited=cited, **value)
        if row.noun == "videos" and rows["organisations"]:
            one = Assessment(video=row, assessor=chance.choice(rows["organisations"]), citation=cited)
            one.save()
            one.conclusions.set(chance.sample(terms["conclusions"], chance.randrange(2)))
        if row.noun == "proceedings":
            made_up.saved(Stage, proceeding=row, step=chance.choice(["hearing", "judgment"]), citation=cited)
    if row.noun == "cases":
        made_up.saved(Participation, case=row, role=chance.choice(["captive", "victim"]), group="made-up soldiers")


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
    return query


def with_only(query: QueryDict, name: str, keys: list[str]) -> QueryDict:
    other = query.copy()
    other.setlist(name, keys)
    return other


@settings(max_examples=6)
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
    row = _row(noun, there, chance) if what == "new" else chance.choice(there[noun])
    if what == "state":
        type(row).objects.filter(pk=row.pk).update(state=chance.choice([State.PUBLISHED, State.DRAFT]))
    elif what == "access":
        type(row).objects.filter(pk=row.pk).update(access=chance.choice([Access.PUBLIC, Access.RESTRICTED]))
    elif what == "links":
        for field in row._meta.many_to_many:
            targets = _targets(field, there)
            getattr(row, field.name).set(chance.sample(targets, chance.randint(0, len(targets))))
    elif what == "say" and noun in HAVING_PARTS:
        _hang(row, there, chance)


def type_of(noun: str):
    return next(filters.Meta.model for filters in FILTER_SETS if filters.Meta.model.noun == noun)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=2)
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
    counted = found.counted()
    expected = set(rows_of(found).values_list("pk", flat=True))
    assert set(counted.page(0, counted.total)) == expected
    assert counted.total == len(expected)
    for name, choices in counted.choices.items():
        kept = query.getlist(name) if found.facets[name].demands_all else []
        for choice in choices:
            one = asked(filters, with_only(query, name, list(dict.fromkeys([*kept, choice.key]))))
            assert (name, choice.key, choice.count) == (name, choice.key, rows_of(one).count())
    without = with_only(with_only(query, "month", []), "since", [])
    for bar in counted.histogram.bars if counted.histogram else ():
        point = edtf.parse(bar.key)
        rows = rows_of(asked(filters, without)).during(point.earliest, point.latest, None)
        assert (bar.key, bar.count) == (bar.key, rows.count())
