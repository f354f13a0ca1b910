"""Several filters together single out nobody who is protected: not by what they leave nor by what one takes away."""

import random
from itertools import combinations

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.facets.small_counts import FEWEST, SMALL_COUNTS
from archive.facets.types.people import PersonFacets
from archive.models import Person
from archive.vocabularies import Sex
from tests import made_up
from tests.drills import rounds
from tests.facets.by_query import rows_of
from tests.facets.test_every_list import asked

pytestmark = pytest.mark.django_db
NAMED = {"named_publicly": True, "naming_ground": "consent"}


def held(step="seen", place=None, **values):
    row = made_up.person(**values)
    if step:
        made_up.custody_step(row, step, place=place)
    return row


def found(query, user=None):
    """The references that a query finds, and by facet the choices that are offered with their counts."""
    filters = PersonFacets(QueryDict(query), Person.objects.all(), user=user)
    assert filters.form.is_valid(), filters.form.errors
    counted = filters.counted()
    assert set(counted.page(0, counted.total)) == set(rows_of(filters).values_list("pk", flat=True))
    choices = {name: {one.key: one.count for one in told} for name, told in counted.choices.items()}
    return set(counted.page(0, counted.total)), choices


@pytest.fixture
def people():
    """Five in one made-up town, three of whom were moved; three elsewhere, and one nobody knows where.

    All of them are protected.
    """
    town, other = made_up.place("Madeupton"), made_up.place("Elsewhere")
    here = [held("moved" if n < 3 else "seen", town) for n in range(5)]
    there = [held("charged", other) for _ in range(3)]
    held("seen")
    return town, other, here, there


def test_a_combination_of_few_is_not_told(client, people):
    town, _, here, _ = people
    assert found(f"place={town.pk}")[0] == {row.pk for row in here}
    assert found(f"place={town.pk}&step=seen")[0] == set()
    page = client.get(f"/people/?place={town.pk}&step=seen").content.decode()
    assert (
        "There is no match, or so few that a protected person could be identified; these are "
        "not shown. Remove a filter above." in page
    )


def test_a_combination_that_leaves_few_out_is_not_told(people):
    town, _, here, _ = people
    assert len(here) == 5
    assert found(f"place={town.pk}&step=moved")[0] == set()  # the other two would be known by it


def test_what_is_not_told_is_not_offered(people):
    town, other, _, there = people
    assert found(f"place={town.pk}")[1]["step"] == {}
    assert found(f"place={other.pk}")[1]["step"] == {"charged": len(there)}


def test_nothing_and_few_read_alike(client, people):
    town, other, *_ = people
    pages = [
        client.get(f"/people/?place={one.pk}&step={step}").content.decode()
        for one, step in ((town, "seen"), (other, "moved"))
    ]
    assert all(
        "There is no match, or so few that a protected person could be identified; these are "
        "not shown. Remove a filter above." in page
        for page in pages
    )


def test_words_together_with_a_filter_single_out_nobody(people):
    town, _, here, _ = people
    Person.objects.filter(pk=here[0].pk).update(title="a singular captive")
    here[0].refresh_from_db()
    here[0].save()
    assert found("q=singular")[0] == {here[0].pk}
    assert found(f"q=singular&place={town.pk}")[0] == set()
    assert not any(found("q=singular")[1]["place"].values())


def test_a_day_together_with_a_filter_singles_out_nobody():
    town = made_up.place("Madeupton")
    for n in range(4):
        row = made_up.person()
        made_up.custody_step(row, "seen", place=town, date="2020-11-10" if n else "2021-11-10")
    assert len(found("maybe_held=2020-11-10")[0]) == 3
    assert found(f"maybe_held=2020-11-10&place={town.pk}")[0] == set()  # the fourth would be known by it


def test_the_desk_and_lists_of_those_who_are_named_are_told_all(people, curator):
    town, _, here, _ = people
    assert found(f"place={town.pk}&step=seen", curator)[0] == {row.pk for row in here[3:]}
    named = [held("died", town, name=f"Named {n}", **NAMED) for n in range(2)]
    assert found("step=died&letter=N")[0] == {row.pk for row in named}


def test_what_is_withheld_of_somebody_is_no_filter_for_them(curator):
    for sex in (Sex.MALE, Sex.FEMALE):
        for _ in range(3):
            held(sex=sex)
    held(sex=Sex.FEMALE, name="Named", **NAMED)
    assert found("")[1]["sex"] == {"female": 1, "not-stated": 6}
    assert found("", curator)[1]["sex"] == {"female": 4, "male": 3}


def test_a_wider_place_less_its_parts_singles_out_nobody():
    region = made_up.place("Region")
    town, village = (made_up.place(name, part_of=region) for name in ("Town", "Village"))
    for place, number in ((town, 4), (village, 1)):
        for _ in range(number):
            held("seen", place)
    choices = found("")[1]["place"]
    assert choices == {town.pk: 4, SMALL_COUNTS: 1}  # the region would tell of the one in the village
    with pytest.raises(AssertionError, match="is not a choice"):
        found(f"place={region.pk}")


def test_the_first_letter_is_that_of_the_public_name_or_label_alone(curator):
    for _ in range(3):
        held(title="a captive", name="Zqhidden")
    held(title="a label", name="Éva", **NAMED)
    for user in (None, curator):
        assert found("", user)[1]["letter"] == {"A": 3, "E": 1}


def test_each_name_in_another_script_gives_a_letter_and_no_name_of_somebody_protected_does(client):
    named = held(title="a label", name="Éva", **NAMED)
    made_up.name(named, "Եվա")
    made_up.name(held(title="a captive", name="Zqhidden"), "Ждан")
    assert found("")[1]["letter"] == {"E": 1, "Ե": 1, SMALL_COUNTS: 1}
    assert found("letter=Ե")[0] == {named.pk}
    assert client.get("/people/?letter=Ж").context["total"] == 0


def test_a_second_choice_of_a_filter_singles_out_nobody_whom_a_first_would_not(people):
    """Of ten in a collection five are at one place and one at another, whom the two places together would tell of."""
    collection, one, other = made_up.collection(), made_up.place("One"), made_up.place("Other")
    for n in range(10):
        held("seen", one if n < 5 else other if n == 5 else None, collection=collection)
    for _ in range(4):
        held("seen", other)
    found_at = {asked_: len(found(f"collection={collection.pk}&{asked_}")[0]) for asked_ in (f"place={one.pk}",)}
    assert found_at == {f"place={one.pk}": 5}
    both = f"collection={collection.pk}&place={one.pk}&place={other.pk}"
    assert found(both)[0] == set()
    assert other.pk not in found(f"collection={collection.pk}&place={one.pk}")[1]["place"]


def test_hushed_and_empty_offer_the_same(people):
    town, other, *_ = people
    offered = [found(f"place={one.pk}&step={step}")[1] for one, step in ((town, "moved"), (other, "moved"))]
    assert [{name: set(told.values()) for name, told in one.items()} for one in offered] == [
        {name: {0} if name in ("place", "step") else set() for name in offered[0]}
    ] * 2


def enter(chance: random.Random) -> None:
    """Persons, most of them protected, with steps at places within others, named, of some sex, in collections."""
    places = []
    for n in range(chance.randint(1, 4)):
        places.append(made_up.place(f"Place {n}", part_of=chance.choice([None, *places])))
    collections = [made_up.collection(f"Collection {n}") for n in range(2)]
    for n in range(chance.randint(3, 14)):
        named = {"name": f"{chance.choice('AB')} name {n}", **NAMED} if chance.random() < 0.3 else {}
        row = made_up.person(
            chance.choice(["a captive", "a captive", "the other"]),
            sex=chance.choice(["", Sex.MALE, Sex.FEMALE]),
            collection=chance.choice([None, *collections]),
            **named,
        )
        for _ in range(chance.randint(0, 2)):
            date = chance.choice(["", "2020-11-10", "2020-12"])
            made_up.custody_step(row, chance.choice(["seen", "moved"]), place=chance.choice([None, *places]), date=date)


def told(query: QueryDict) -> set[str]:
    """The persons that a query finds off the desk; as the database has them."""
    filters = asked(PersonFacets, query)
    rows = set(rows_of(filters).values_list("pk", flat=True))
    counted = filters.counted()
    assert set(counted.page(0, counted.total)) == rows
    return rows


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.drill
@settings(max_examples=rounds(10))
@given(st.integers(0, 2**32))
def test_no_combination_and_no_difference_of_two_singles_out_anybody(seed):
    chance = random.Random(seed)  # noqa: S311 – no secret
    with transaction.atomic():
        enter(chance)
        _try_combinations(chance)
        transaction.set_rollback(True)


def _try_combinations(chance: random.Random) -> None:
    protected = set(Person.objects.filter(named_publicly=False).values_list("pk", flat=True))
    choices = asked(PersonFacets, QueryDict("")).counted().choices
    offered = [(name, one.key) for name, some in choices.items() for one in some] + [("maybe_held", "2020-11-10")]
    for _ in range(12):
        drawn = chance.sample(offered, min(len(offered), chance.randint(2, 4)))
        results = {}
        for number in range(1, len(drawn) + 1):
            for some in combinations(drawn, number):
                query = QueryDict(mutable=True)
                for name, key in some:
                    query.appendlist(name, key)
                results[frozenset(some)] = told(query)
        _try_counts(chance.choice(list(results)), protected)
        for some, rows in results.items():
            if len(some) > 1 and not _are_told_by_themselves(some):
                assert not _single_out(rows, protected), some
            for fewer, more in results.items():
                if fewer < some and rows and more and not _are_told_by_themselves(some):
                    assert not _single_out(more ^ rows, protected), (fewer, some)


def _are_told_by_themselves(some: frozenset) -> bool:
    """Whether they are choices of one filter of which each person has one, or such as are merged already."""
    names, keys = {name for name, _ in some}, {key for _, key in some}
    return len(names) == 1 and (bool(names - {"place", "step"}) or bool(keys & {SMALL_COUNTS, "not-stated"}))


def _try_counts(some: frozenset, protected: set[str]) -> None:
    """No count beside a choice that may be added is that of few, one of whom is protected."""
    query = QueryDict(mutable=True)
    for name, key in some:
        query.appendlist(name, key)
    filters = asked(PersonFacets, query)
    for name, choices in filters.counted().choices.items():
        for choice in choices if not filters.facets[name].is_histogram else ():
            if choice.chosen or choice.key in ("few", "not-stated"):
                continue
            alone = query.copy()
            alone.setlist(name, [choice.key])
            rows = set(rows_of(asked(PersonFacets, alone)).values_list("pk", flat=True))
            assert not _single_out(rows, protected), (some, name, choice)
            assert choice.count == len(rows) or not rows, (some, name, choice)


def _single_out(rows: set[str], protected: set[str]) -> bool:
    return 0 < len(rows) < FEWEST and bool(rows & protected)
