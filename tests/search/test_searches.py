"""What each search must find: on the first collection, and on made-up records in five scripts.

Words that start with a minus in the second column must not be found; nothing else is asked of the rest.
"""

import pytest
from django.conf import settings

from archive.imports.batch.loading import import_folder
from tests import made_up

pytestmark = pytest.mark.django_db(transaction=True)

PERSON = "PER-0002"

SEARCHES = [
    # One name, however it is spelt
    ("Euljekjian", "PER-0002 CAS-0005 PRO-0004 FIG-0010"),
    ("euljekjian", "PER-0002"),
    ("EULJEKJIAN", "PER-0002"),
    ("Eulgekjian", "PER-0002 CAS-0005"),
    ("Euljekdjian", "PER-0002"),
    ("Eulcekcian", "PER-0002"),
    ("Էօլճեքճեան", "PER-0002 CAS-0005"),
    ("Էուլջեկջյան", "PER-0002 CAS-0005 PRO-0004"),
    ("ԷՈՒԼՋԵԿՋՅԱՆ", "PER-0002"),
    ("Эулджекджян", "PER-0002 CAS-0005"),
    ("ეულჯეკჯიანი", "PER-0002"),
    ("Viken Euljekjian", "PER-0002"),
    ("Euljekjian, Viken", "PER-0002"),
    ("Վիկեն Էուլջեկջյան", "PER-0002"),
    ("Викен Эулджекджян", "PER-0002"),
    ("Eul", "PER-0002"),
    ("eulje", "PER-0002 CAS-0005"),
    ("Эулджекд", "PER-0002"),
    ("Էուլջեկ", "PER-0002"),
    ("Najarian", "PER-0001 CAS-0004 TES-0010 -PER-0002"),
    ("Nadjarian", "PER-0001"),
    ("Նաջարյան", "PER-0001"),
    ("Наджарян", "PER-0001"),
    ("Nəcəryan", "PER-0001"),
    ("Hovhannes", "PER-0004 TES-0009"),
    ("Ovanes", "PER-0004"),
    ("Հովհաննես", "PER-0004"),
    ("Ованес", "PER-0004"),
    ("Tigran", "PER-0003 TES-0008"),
    ("Տիգրան", "PER-0003"),
    ("Тигран", "PER-0003"),
    ("Dikran", "PER-0003"),
    ("Тоноян", "-PER-0007"),
    ("Tatoyan", "PER-0007 EVE-0009"),
    ("Թաթոյան", "PER-0007"),
    ("Lavrov", "PER-0005"),
    ("Лавров", "PER-0005"),
    ("Lawrow", "PER-0005"),
    # One place under all its names
    ("Shusha", "PLA-0004 EVE-0002"),
    ("Shushi", "PLA-0004 CAS-0004 CAS-0005"),
    ("Շուշի", "PLA-0004 CAS-0004"),
    ("Şuşa", "PLA-0004 CAS-0005"),
    ("Шуша", "PLA-0004 CAS-0004"),
    ("Шуши", "PLA-0004"),
    ("შუშა", "PLA-0004"),
    ("شوشا", "PLA-0004"),
    ("Баку", "PLA-0007 TES-0005"),
    ("Բաքու", "PLA-0007"),
    ("Bakı", "PLA-0007"),
    ("Гадрут", "PLA-0006"),
    ("Հադրութ", "PLA-0006 CAS-0006"),
    ("Montreal", "PLA-0015 EVE-0008"),
    ("montréal", "PLA-0015"),
    ("Qobustan", "PLA-0008"),
    # Words, forms of words, parts of words
    ("beating", "TES-0004 TES-0005 TER-0004"),
    ("beaten", "TES-0003 TES-0007"),
    ("handcuffed", "TES-0004 CAS-0004"),
    ("handcuffs", "TES-0002 TES-0004"),
    ("interrogations", "TES-0007 CAS-0002"),
    ("inter", "TES-0007"),
    ("prisoners identified", "FIG-0005 VID-0003"),
    ("radiator", "TES-0004 -TES-0005"),
    # Phrases, exclusion, several at once
    ('"metal rod"', "TES-0001 TES-0002 -TES-0004"),
    ("“metal rod”", "TES-0001"),
    ("«metal rod»", "TES-0001"),
    ('"rod metal"', "-TES-0001"),
    ("metal rod", "TES-0001 TES-0002"),
    ("beating -Baku", "TES-0004 TES-0006 -TES-0005"),
    ("Hadrut video -Bellingcat", "-VID-0001"),
    ("prisoner aged 20", "CAS-0003"),
    ("windproof lighter", "TES-0002 -TES-0001"),
    # References and addresses
    ("CAS-0005", "CAS-0005 -CAS-0004"),
    ("cas-0005", "CAS-0005"),
    ("cas-5", "CAS-0005"),
    ("Najarian -Marall", "PER-0001"),
    ("CAS-0005 TES-0001", "CAS-0005 TES-0001"),
    ("https://archive.example/cases/CAS-0005/", "CAS-0005"),
    ("https://gazette.example/made-up/report-7", "SRC-0004"),
    ("gazette.example/made-up", "SRC-0004"),
    ("gazette.example", "SRC-0004"),
    # Texts in other scripts: accents, letter forms, cases
    ("պահված", "TES-0012"),
    ("ՊԱՀՎԱԾ", "TES-0012"),
    ("եւ", "TES-0012"),
    ("և", "TES-0012"),
    ("удерживали", "TES-0013"),
    ("еще", "TES-0013"),
    ("ещё", "TES-0013"),
    ("saxlanılıb", "TES-0014"),
    ("saxlanilib", "TES-0014"),
    ("əsirlər", "TES-0014"),
    ("esirler", "TES-0014"),
    ("ტყვე", "TES-0015"),
    ("أسير", "TES-0016"),
    ("اسير", "TES-0016"),
    # People who do not exist, under variants that are entered
    ("Madeupyan", "PER-0009"),
    ("Մադեուփյան", "PER-0009"),
    ("Quietly", "-PER-0010"),
    # What is no query
    ("", ""),
    ('"', ""),
    ("-", ""),
    ("NEAR(", "-TES-0001"),
    ("* OR *", "-TES-0001"),
    ("called:shusha", "-PLA-0004"),
]


@pytest.fixture
def world(db):
    import_folder(settings.BASE_DIR / "fixtures" / "seed")
    made_up.source("The Made-up Gazette on report 7", address="https://gazette.example/made-up/report-7")
    consent = {"consent": "published-elsewhere"}
    made_up.testimony("Made-up account 11", summary="Nothing of interest.", **consent)
    made_up.testimony("Made-up account 12", text="Նա պահված էր երկու օր եւ ոչինչ չասաց", **consent)
    made_up.testimony("Made-up account 13", text="Его удерживали ещё два дня", **consent)
    made_up.testimony("Made-up account 14", text="Əsirlər iki gün saxlanılıb", **consent)
    made_up.testimony("Made-up account 15", text="ის იყო ტყვე ორი დღე", **consent)
    made_up.testimony("Made-up account 16", text="كان أسيراً ليومين، وهو أسير", **consent)
    named = made_up.person("A made-up captive", name="Madeup Madeupyan", named_publicly=True, naming_ground="consent")
    made_up.name(named, "Մադեուփ Մադեուփյան", language="hy", script="Armn")
    quiet = made_up.person("A made-up captive who is not named", name="Quietly Held")
    made_up.name(quiet, "Quietly Kept")


def test_each_search_finds_what_it_must(world, search):
    assert len(SEARCHES) >= 60
    missed = {}
    for text, expected in SEARCHES:
        found = set(search(text))
        wanted = {reference for reference in expected.split() if not reference.startswith("-")}
        unwanted = {reference[1:] for reference in expected.split() if reference.startswith("-")}
        if wanted - found or unwanted & found or (not expected and found):
            missed[text] = {"not found": wanted - found, "found": unwanted & found or (not expected and found)}
    assert missed == {}
