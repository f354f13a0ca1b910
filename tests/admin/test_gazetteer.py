"""The gazetteer: looked up at the desk by any spelling, chosen by its number, and never filled in unasked."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from archive.models import Citation, Place
from archive.models.desk.gazetteer import GazetteerPlace
from archive.vocabularies import State
from tests import made_up

pytestmark = pytest.mark.django_db

TOWN = {
    "geonameid": 7,
    "name": "Madeupton",
    "countrycode": "ZZ",
    "admin1code": "01",
    "latitude": 40.123456,
    "longitude": 49.5,
    "population": 1000,
    "alternatenames": ["Мадеуптон", "Մադեուպտոն", ""],
}
VILLAGE = TOWN | {"geonameid": 8, "population": 10, "alternatenames": [], "latitude": 1.0, "longitude": 2.0}


@pytest.fixture
def loaded(tmp_path):
    file = tmp_path / "cities500.json"
    file.write_text(json.dumps({"8": VILLAGE, "7": TOWN}))
    call_command("load_gazetteer", file, stdout=StringIO())


@pytest.fixture
def at_desk(client, curator):
    client.force_login(curator)
    return client


def test_places_are_found_by_any_of_their_names_the_largest_first(loaded):
    assert [place.number for place in GazetteerPlace.objects.called("madeup")] == [7, 8]
    assert [place.number for place in GazetteerPlace.objects.called("Մադեուպտոն")] == [7]
    assert GazetteerPlace.objects.called("elsewhere") == []
    assert GazetteerPlace.objects.called("  ") == []


def test_a_list_of_geonames_itself_is_read_and_takes_the_place_of_the_one_before(loaded, tmp_path):
    file = tmp_path / "cities500.txt"
    cells = ["9", "Otherton", "Otherton", "Другой,Autre", "10.5", "-20.25", "P", "PPL", "ZZ", "", "02", *[""] * 3, "55"]
    file.write_text("\t".join([*cells, *[""] * 4]) + "\n")
    call_command("load_gazetteer", file, stdout=StringIO())
    (place,) = GazetteerPlace.objects.all()
    assert (place.number, str(place.longitude), place.population, place.names) == (9, "-20.25000", 55, "Другой\nAutre")


def test_what_is_no_list_of_geonames_leaves_what_was_there(loaded, tmp_path):
    file = tmp_path / "cities500.txt"
    file.write_text("not\ta list\n")
    with pytest.raises(SystemExit, match="as a list of GeoNames"):
        call_command("load_gazetteer", file)
    assert GazetteerPlace.objects.count() == 2


def test_a_place_that_was_chosen_fills_in_the_form_and_saves_nothing(at_desk, loaded):
    town = made_up.place("Madeupton", kind="settlement", state=State.DRAFT)
    gazetteer = made_up.source("A made-up gazetteer", address="https://www.geonames.org/")
    page = at_desk.get(f"/admin/gazetteer/{town.pk}/").content.decode()
    assert f'<a href="/admin/archive/place/{town.pk}/change/?gazetteer=7">Madeupton</a>' in page
    answer = at_desk.get(f"/admin/archive/place/{town.pk}/change/?gazetteer=7")
    form = answer.context["adminform"].form
    assert [str(form[name].value()) for name in ("latitude", "longitude", "precision")] == [
        "40.12346",
        "49.50000",
        "approximate",
    ]
    cited = next(one.formset for one in answer.context["inline_admin_formsets"] if one.opts.model is Citation)
    assert cited.forms[-1].initial | {} == {"source": gazetteer.pk, "locator": "number 7", "field": "latitude"}
    assert (Place.objects.get().latitude, Citation.objects.count()) == (None, 0)


@pytest.mark.parametrize("kind", ["prison", "site", "country", "region"])
def test_what_is_no_town_takes_no_position_of_one(at_desk, loaded, kind):
    place = made_up.place("Madeupton", kind=kind)
    assert "Only towns are looked up" in at_desk.get(f"/admin/gazetteer/{place.pk}/").content.decode()
    form = at_desk.get(f"/admin/archive/place/{place.pk}/change/?gazetteer=7").context["adminform"].form
    assert form["latitude"].value() is None


def test_without_a_gazetteer_the_page_says_who_loads_one(at_desk):
    place = made_up.place("Madeupton")
    assert "manage.py load_gazetteer" in at_desk.get(f"/admin/gazetteer/{place.pk}/").content.decode()


def test_only_places_are_looked_up_and_only_by_who_may_read_them(at_desk, colleague):
    case, hidden = made_up.case(), made_up.place("Madeupton", access="restricted")
    assert at_desk.get(f"/admin/gazetteer/{case.pk}/").status_code == 404
    at_desk.force_login(colleague("contributor"))
    assert at_desk.get(f"/admin/gazetteer/{hidden.pk}/").status_code == 404
