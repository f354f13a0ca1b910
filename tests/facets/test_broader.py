"""A broader term or place gathers what lies under it, by the archive's own classification, as far as it may be seen."""

import json
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from archive.facets.types.cases import CaseFacets
from archive.facets.types.testimonies import TestimonyFacets
from archive.models import Case, Place
from archive.vocabularies import State
from tests import made_up
from tests.facets.by_query import rows_of
from tests.facets.test_every_list import asked
from tests.made_up.batches import applied, checked, refusals

pytestmark = pytest.mark.django_db


def counts(name, filters=CaseFacets, **query):
    """The choices of a facet by key, as they are counted."""
    data = QueryDict(mutable=True)
    data.update(query)
    found = asked(filters, data)
    return {choice.key: choice.count for choice in found.counted().choices[name]}


def listed(client, address):
    return [row["reference"] for row in json.loads(b"".join(client.get(address).streaming_content))["results"]]


@pytest.fixture
def region():
    """A village in a district in a region, with a case in each, all made up."""
    region = made_up.place("Made-up Region")
    district = made_up.place("Made-up District", part_of=region)
    village = made_up.place("Made-up Village", part_of=district)
    for place in (region, district, village):
        made_up.case(f"In {place.title}").places.add(place)
    return region, district, village


def test_a_place_counts_what_lies_in_it(region):
    assert counts("place") == {one.pk: count for one, count in zip(region, (3, 2, 1), strict=True)}


def test_the_list_and_the_download_have_what_is_counted(client, region):
    address = f"/cases/download.json?place={region[0].pk}"
    page = client.get(f"/cases/?place={region[0].pk}").content.decode()
    assert "3 cases in Made-up Region" in page
    assert "A broader choice includes its narrower ones, as this archive classes them." in page
    assert sorted(listed(client, address)) == sorted(Case.objects.values_list("pk", flat=True))


def test_words_find_what_lies_under_what_is_called_so_and_say_by_what(client, region):
    page = client.get("/cases/?q=region").content.decode()
    assert page.count('class="whys"') == 3
    assert "Made-up Village, part of Made-up <mark>Region</mark>" in page


def test_torture_finds_what_is_coded_electric_shock():
    torture = made_up.term("acts", "torture", title="Torture")
    shock = made_up.term("acts", "electric-shock", title="Electric shock", broader=torture)
    made_up.term("acts", "beating", title="Beating")
    told = made_up.testimony()
    told.acts.add(shock)
    assert counts("act", filters=TestimonyFacets) == {"torture": 1, "electric-shock": 1}
    assert counts("act", filters=TestimonyFacets, act="torture")["torture"] == 1


def nested(text):
    """The choices of a facet as they are nested: each with those within its item."""
    items = ElementTree.fromstring(f"<ul>{text}</ul>")  # noqa: S314 – our own page
    return _items(items)


def _items(items):
    return {item.findtext("a/span"): _items(item.find("ul")) if item.find("ul") is not None else {} for item in items}


def test_choices_are_drawn_as_a_tree_the_most_frequent_first(client, region):
    made_up.case("Elsewhere", places=[made_up.place("Elsewhere")])
    panel = next(panel for panel in client.get("/cases/").context["panels"] if panel.name == "place")
    tree = {"Made-up Region": {"Made-up District": {"Made-up Village": {}}}, "Elsewhere": {}}
    assert nested(panel.few_items) == tree
    assert list(nested(panel.few_items)) == ["Made-up Region", "Elsewhere"]


def test_choices_that_are_folded_away_are_a_tree_of_their_own(client):
    torture = made_up.term("acts", "torture", title="Torture")
    for n in range(9):
        act = made_up.term("acts", f"act-{n}", title=f"Act {n}", broader=torture)
        made_up.testimony(f"Account {n}", acts=[act])
    panel = next(panel for panel in client.get("/testimonies/").context["panels"] if panel.name == "act")
    assert nested(panel.few_items) == {"Torture": {f"Act {n}": {} for n in range(7)}}
    assert nested(panel.more_items) == {"Act 7": {}, "Act 8": {}}


def test_the_page_of_a_wider_place_counts_as_its_list_does(client, region):
    page = client.get(region[0].get_absolute_url()).content.decode()
    lead = f'href="/cases/?place={region[0].pk}" rel="nofollow"><span class="visually-hidden">Cases, </span>place</a>'
    assert f'{lead} <span class="count">3</span>' in page
    assert "lies under it" not in client.get(region[2].get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_a_place_that_is_hidden_passes_nothing_upwards(region, state):
    Place.objects.filter(pk=region[1].pk).update(state=state)
    assert counts("place") == {region[0].pk: 1, region[2].pk: 1, "not-stated": 1}


def test_a_place_that_is_shown_as_another_passes_nothing_upwards(region, curator):
    elsewhere = made_up.place("Elsewhere")
    region[2].shown_as = elsewhere
    region[2].save()
    assert counts("place") == {region[0].pk: 2, region[1].pk: 1, elsewhere.pk: 1}


def test_all_of_a_wider_and_a_narrower_choice_is_what_the_narrower_one_has(region):
    data = QueryDict(f"place={region[0].pk}&place={region[2].pk}&all=place")
    found = asked(CaseFacets, data)
    assert found.counted().total == rows_of(found).count() == 1


# Loops


def test_a_loop_is_refused_where_it_is_saved(region):
    region[0].part_of = region[2]
    with pytest.raises(ValidationError, match="“Made-up Village” is itself part of this one"):
        region[0].full_clean()


def test_a_loop_with_what_is_there_is_refused_in_an_import(region, curator):
    text = f"reference,title,part_of\n{region[0].pk},Made-up Region,{region[2].pk}\n"
    assert [(told[1], told[3]) for told in refusals(checked(text, "places"))] == [
        ("part_of", "otherwise: “Made-up Village” is itself part of this one. Expected another.")
    ]


def test_a_loop_within_an_import_is_refused():
    text = "id,title,part_of\n1,One,2\n2,Two,3\n3,Three,1\n4,Four,1\n"
    batch = checked(text, "places")
    assert [told[1] for told in refusals(batch)] == ["part_of"] * 4
    assert "“One” is itself part of this one" in refusals(batch)[0][3]


def test_a_loop_that_came_about_since_the_check_stops_the_batch(region):
    wider = made_up.place("Made-up Country")
    batch = checked(f"reference,title,part_of\n{region[0].pk},Made-up Region,{wider.pk}\n", "places")
    wider.part_of = region[2]
    wider.save()
    told = f"Nothing was written: {region[0].pk} in made-up.csv would be part of itself."
    assert (refusals(batch), applied(batch).message) == ([], told)
    region[0].refresh_from_db()
    assert region[0].part_of is None


def test_lists_stand_where_a_loop_was_written_past_every_check(region):
    Place.objects.filter(pk=region[0].pk).update(part_of=region[2])
    assert counts("place") == {one.pk: 3 for one in region}
