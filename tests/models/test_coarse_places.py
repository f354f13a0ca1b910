"""A place that would put somebody in danger is shown as a wider one, at every door but the desk's."""

import io
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from archive.domain.merging import merge
from archive.facets.types.cases import CaseFacets
from archive.imports.folders import written
from archive.imports.schema.sheets import write
from archive.imports.types import SHEETS
from archive.models import Case, Place
from archive.models.log.changes import last_change
from archive.vocabularies import State
from tests import made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    wide = made_up.place("Province of Madeupton")
    return wide, made_up.place("SECRET-HAMLET", shown_as=wide)


def counted(user, **asked):
    """How many cases each place is offered with, and which cases are found."""
    filters = CaseFacets(QueryDict(urlencode(asked)), Case.objects.all(), user=user)
    assert filters.form.is_valid()
    found = filters.counted()
    return {choice.label: choice.count for choice in found.choices["place"]}, found.page(0, found.total)


def test_readers_see_the_wider_place_and_the_desk_the_place_itself(client, colleague, places):
    wide, narrow = places
    row = made_up.case(places=[narrow, wide])
    held = made_up.person(named_publicly=True, name="Made-up Name", naming_ground="consent")
    made_up.custody_step(held, place=narrow)
    pages = [
        client.get(address).content.decode() for address in (row.get_absolute_url(), held.get_absolute_url(), "/cases/")
    ]
    assert ["SECRET-HAMLET" in page for page in pages] == [False] * 3
    assert ["Province of Madeupton" in page for page in pages] == [True] * 3
    assert client.get(narrow.get_absolute_url()).status_code == 404
    assert [one.heading for one in row.masked_for(None).places] == ["Province of Madeupton"]
    assert {one.heading for one in row.masked_for(colleague("curator")).places} == {wide.title, narrow.title}


def test_facets_count_and_find_by_the_wider_place(colleague, places):
    wide, narrow = places
    rows = [made_up.case(places=[narrow]), made_up.case(places=[wide]), made_up.case(places=[wide, narrow])]
    made_up.case(places=[made_up.place("Falseville")])
    labels, _ = counted(None)
    assert labels == {"Province of Madeupton": 3, "Falseville": 1}
    assert counted(None, place=wide.pk)[1] == [row.pk for row in rows]
    at_the_desk, found = counted(colleague("curator"), place=narrow.pk)
    assert (at_the_desk["SECRET-HAMLET"], found) == (2, [rows[0].pk, rows[2].pk])


def test_nobody_off_the_desk_can_choose_the_place_itself(client, places):
    answers = [client.get(f"/cases/?place={pk}") for pk in (places[1].pk, "PLA-9999")]
    assert [answer.status_code for answer in answers] == [400, 400]


def test_public_exports_name_the_wider_place(places):
    wide, narrow = places
    made_up.case(places=[narrow])
    for noun in ("cases", "places"):
        out = io.StringIO()
        write(out, SHEETS[noun], written(SHEETS[noun], public=True))
        assert (narrow.pk in out.getvalue(), "SECRET" in out.getvalue(), wide.pk in out.getvalue()) == (
            False,
            False,
            True,
        )


def test_where_the_wider_place_is_hidden_nothing_is_shown(places):
    wide, narrow = places
    row = made_up.case(places=[narrow])
    Place.objects.filter(pk=wide.pk).update(state=State.DRAFT)
    assert row.masked_for(None).places == []


def test_a_place_is_shown_as_one_that_is_shown_as_itself(places):
    wide, narrow = places
    with pytest.raises(ValidationError, match="Expected a place that is not itself shown as another"):
        Place(title="A made-up house", shown_as=narrow).full_clean()
    wide.shown_as = made_up.place("Country of Madeup")
    with pytest.raises(ValidationError, match="Other places are shown as this one"):
        wide.full_clean()


def test_merging_with_a_place_that_is_coarsened_coarsens(colleague, places):
    wide, narrow = places
    kept = made_up.place("A made-up hamlet")
    seen = {row.pk: last_change(row.pk).pk for row in (kept, narrow)}
    merge(colleague("steward"), kept.pk, narrow.pk, {}, "", expected_change=seen)
    assert Place.objects.get(pk=kept.pk).shown_as == wide
