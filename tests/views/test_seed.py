"""Every fact of the first collection is found on a page of its own kind, with its source."""

import html
import re

import pytest
from django.conf import settings
from django.utils.html import strip_tags

from archive.imports.batch.loading import import_folder
from archive.models import Citation, EditorialNote, Repatriation
from archive.urls import PAGES

SOURCE = "Armenian prisoners of the Second Nagorno-Karabakh War"

FACTS = {
    # What happened around the captivities
    "/events/EVE-0001/": ["27 September 2020", "following six weeks", "Nagorno-Karabakh / Artsakh"],
    "/events/EVE-0002/": ["Shusha / Shushi", "six weeks after 27 September 2020", "Background", "not stated"],
    "/events/EVE-0003/": ["9 November 2020", "exchange prisoners of war and the dead", "agreement"],
    "/events/EVE-0004/": ["December 2020", "mediated by Russia"],
    "/events/EVE-0005/": ["19 March 2021", "Human Rights Watch"],
    "/events/EVE-0006/": ["10 December, year not stated", "Amnesty International"],
    "/events/EVE-0007/": ["14 April 2021", "Armenian diaspora", "campaign"],
    "/events/EVE-0008/": [
        *("Toronto", "Paris", "Rome", "Houston", "Sacramento", "Montréal", "New York", "Los Angeles", "Warsaw"),
        *("Berlin", "Hamburg", "Moscow", "14 cities", "Fourteen cities are counted and twelve are named"),
    ],
    "/events/EVE-0009/": ["Arman Tatoyan", "European Court of Human Rights", "Council of Europe", "inquiry"],
    # Cases
    "/cases/CAS-0001/": [
        *("Defense Army of the Republic of Artsakh", "Armed Forces of the Republic of Armenia", "civilians"),
        *("humiliation", "enforced disappearance", "unlawful killing", "degrading conditions", "remained unknown"),
    ],
    "/cases/CAS-0002/": ["Human Rights Watch", "several weeks", "very little water and almost no food"],
    "/cases/CAS-0003/": ["20 October 2021", "Hadrut Province", "eight other soldiers", "the doubt is ours"],
    "/cases/CAS-0004/": [
        *("Maral Najarian", "10 November 2020", "on their way to Shushi", "phones, car and passports", "Baku"),
        *("Gobustan Prison", "released", "10 March 2021", "International Committee of the Red Cross"),
    ],
    "/cases/CAS-0005/": ["Viken Euljekjian", "after two hours", "open wounds on his wrists", "20 years", "sentenced"],
    "/cases/CAS-0006/": [
        *("Hadrut", "between 9 and 15 October 2020", "civilian", "combatant", "in military uniforms", "disputed"),
        *(
            "Sources disagree",
            "Authorities of Artsakh",
            "Bellingcat",
            "according to United Nations",
        ),
    ],
    "/cases/CAS-0007/": ["decapitating an Armenian soldier", "Amnesty International"],
    "/cases/CAS-0008/": ["older man in civilian clothes", "throat cut", "ends abruptly", "does not say outright"],
    "/cases/CAS-0009/": ["two elderly ethnic Armenian civilians", "The Guardian"],
    # Accounts
    "/testimonies/TES-0001/": ["stabbed with a sharp metal rod", "very little water and almost no food"],
    "/testimonies/TES-0002/": ["prisoner, 19", "windproof lighter", "face down", "hospital"],
    "/testimonies/TES-0003/": ["prisoner, 20", "20 October 2021", "eight other soldiers"],
    "/testimonies/TES-0004/": [
        "handcuffed to a radiator",
        "mattresses or blankets",
        "wooden rods",
        "medical attention",
    ],
    "/testimonies/TES-0005/": ["Baku", "two to four guards", "one arm", "fourth day", "two of his ribs"],
    "/testimonies/TES-0006/": ["prisoner, 31", "an hour and a half", "why did you join fighting", "not interrogated"],
    "/testimonies/TES-0007/": ["special services", "several weeks", "truncheons"],
    "/testimonies/TES-0008/": ["Tigran", "electric current twice", "40 minutes", "10 minutes", "electric shock"],
    "/testimonies/TES-0009/": ["Hovhannes", "every day", "doctor who changed his bandages"],
    "/testimonies/TES-0010/": ["Maral Najarian", "military prison", "pretext", "Red Cross", "Gobustan Prison"],
    # Recordings, and who examined them
    "/videos/VID-0001/": [
        *(
            "15 October 2020",
            "between 9 and 15 October 2020",
            "Bellingcat",
            "BBC",
            "footage is real",
            "place confirmed",
        ),
        *("both of those executed", "combatants", "filmed some time between 9 and 15 October 2020", "shows death"),
    ],
    "/videos/VID-0002/": ["more than 20 videos", "Human Rights Watch", "mistreat", "social media"],
    "/videos/VID-0003/": ["hundreds of videos", "35 of the prisoners", "15 December 2021"],
    "/videos/VID-0004/": ["decapitating an Armenian soldier while he is alive", "10 December, year not stated"],
    "/videos/VID-0005/": ["older man in civilian clothes", "Amnesty International"],
    # Statements
    "/statements/STA-0001/": [
        "19 March 2021",
        "Human Rights Watch",
        "bring those responsible to justice",
        "whereabouts",
    ],
    "/statements/STA-0002/": [
        "Azerbaijan",
        "not considered prisoners of war",
        "after the ceasefire",
        "neither speaker nor date",
    ],
    "/statements/STA-0003/": ["31 August 2021", "Sergey Lavrov", "no further conditions"],
    "/statements/STA-0004/": [
        "22 September 2021",
        "United States House of Representatives",
        "about 200",
        "misrepresenting their status",
    ],
    "/statements/STA-0005/": [
        *("7 May 2021", "Global Affairs Canada"),
        *("welcomes a release", "release of all detainees"),
    ],
    "/statements/STA-0006/": ["28 May 2021", "Ministry of Foreign Affairs (country not stated)", "can't be known"],
    "/statements/STA-0007/": ["11 May 2021", "Spanish Members of Parliament and Senators"],
    "/statements/STA-0008/": ["27 February 2021", "Dutch Parliament", "two motions", "calls for repatriation"],
    "/statements/STA-0009/": ["13 April 2021", "OSCE Minsk Group", "mutual trust conducive to long-lasting peace"],
    "/statements/STA-0010/": ["20 May 2021", "European Parliament", "resolution", "unconditionally"],
    "/statements/STA-0011/": ["1 February 2021", "UN human rights experts", "both sides", "enforced disappearance"],
    "/statements/STA-0012/": ["Luis Almagro", "Organization of American States", "no date"],
    "/statements/STA-0013/": ["11 May 2021", "Freedom House", "dehumanizing treatment and abuse"],
    "/statements/STA-0014/": ["Michelle Bachelet", "compelling and deeply disturbing information"],
    "/statements/STA-0015/": ["European Union", "international organizations"],
    # Proceedings
    "/proceedings/PRO-0001/": [
        "International Court of Justice",
        "September 2021",
        "October 2021",
        "The Hague",
        "applicant",
    ],
    "/proceedings/PRO-0002/": ["European Court of Human Rights", "Arman Tatoyan", "shared the videos"],
    "/proceedings/PRO-0003/": ["various crimes allegedly committed after the ceasefire", "charged"],
    "/proceedings/PRO-0004/": ["Viken Euljekjian", "terrorism", "20 years", "sentenced"],
    # Numbers
    "/figures/FIG-0001/": ["unknown"],
    "/figures/FIG-0002/": ["4", "interviewed"],
    "/figures/FIG-0003/": ["20", "over", "Human Rights Watch"],
    "/figures/FIG-0004/": ["hundreds"],
    "/figures/FIG-0005/": ["35", "15 December 2021", "35 counts prisoners"],
    "/figures/FIG-0006/": ["150", "February 2022", "including civilians", "add up to 149", "both stand"],
    "/figures/FIG-0007/": ["200", "over", "April 2021", "Armenian authorities"],
    "/figures/FIG-0008/": ["200", "about", "hostages and detained persons"],
    "/figures/FIG-0009/": ["14", "cities around the world", "names twelve"],
    "/figures/FIG-0010/": ["20", "years in prison"],
    "/figures/FIG-0011/": ["2", "captured Armenians executed"],
    "/figures/FIG-0012/": ["2", "elderly ethnic Armenian civilians", "The Guardian"],
    "/figures/FIG-0013/": ["8", "other soldiers"],
    # Whom and what they speak of
    "/people/PER-0001/": ["Maral Najarian", "captured", "10 November 2020", "released", "10 March 2021"],
    "/people/PER-0002/": ["Viken Euljekjian", "seen", "sentenced", "To 20 years in prison"],
    "/people/PER-0003/": ["Tigran"],
    "/people/PER-0004/": ["Hovhannes"],
    "/places/PLA-0004/": ["Shusha", "Shushi"],
    "/organisations/ORG-0023/": ["without its country"],
    "/terms/TER-0002/": ["torture", "war crimes", "Rome Statute, article 8(2)(a)(ii)"],
    "/terms/TER-0019/": ["no quarter", "despite surrender"],
    "/terms/TER-0018/": ["taking of hostages", "war crimes"],
}

HAND_OVERS = [
    *((1, "Russia"), (2, "Russia"), (4, "Russia"), (2, "Russia"), (44, "Russia"), (1, "Russia"), (4, "Russia")),
    *((5, "Russia"), (5, "Russia"), (1, "International Committee of the Red Cross"), (3, "Russia"), (1, "Russia")),
    *((15, "Georgia"), (15, "Russia"), (2, "Russia"), (2, "Russia"), (1, "Russia"), (5, "Russia"), (2, "Russia")),
    *((10, "Russia"), (10, "European Union"), (6, "Hungary"), (8, "European Union", "France")),
]


@pytest.fixture
def first_collection(db):
    reports = import_folder(settings.BASE_DIR / "fixtures" / "seed")
    assert [refusal for report in reports for refusal in report.refusals] == []


def text_of(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", html.unescape(strip_tags(body.replace("><", "> <"))))


def test_every_fact_is_found_on_a_page_of_its_own_kind_with_its_source(client, first_collection):
    missing = []
    for address, phrases in FACTS.items():
        text = text_of(client, address)
        missing += [(address, phrase) for phrase in phrases if phrase not in text]
        if not address.startswith(("/places/", "/organisations/", "/terms/")) and SOURCE not in text:
            missing.append((address, SOURCE))
    assert missing == []


def test_every_record_has_been_looked_at_here(client, first_collection):
    records = {noun: detailed.model for noun, _, detailed in PAGES[:8]}
    every = {f"/{noun}/{pk}/" for noun, model in records.items() for pk in model.objects.values_list("pk", flat=True)}
    assert every - FACTS.keys() == {f"/repatriations/REP-{n:04d}/" for n in range(1, 24)}


def test_every_number_on_a_page_leads_to_a_note_and_back(client, first_collection):
    for address in FACTS:
        page = client.get(address).content.decode()
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert (len(set(ids)), set(re.findall(r'href="#([^"]+)"', page)) - set(ids)) == (len(ids), set()), address


def test_every_record_cites_the_source(first_collection):
    cited = set(Citation.objects.values_list("subject_id", flat=True))
    records = [detailed.model for _, _, detailed in PAGES[:8]]
    assert {pk for model in records for pk in model.objects.values_list("pk", flat=True)} - cited == set()


def test_all_hand_overs_stand_in_the_order_of_the_source(client, first_collection):
    rows = Repatriation.objects.in_order().prefetch_related("mediators")
    assert [(row.number, *sorted(body.title for body in row.mediators.all())) for row in rows] == HAND_OVERS
    for number, (count, *mediators) in enumerate(HAND_OVERS, 1):
        text = text_of(client, f"/repatriations/REP-{number:04d}/")
        for phrase in (f" {count} ", "POWs", *mediators, f"row {number} of 23", SOURCE):
            assert phrase in text, (number, phrase)
    assert sum(count for count, *_ in HAND_OVERS) == 149


def test_only_one_hand_over_has_a_date(first_collection):
    dated = {row.reference: str(row.date) for row in Repatriation.objects.exclude(date="")}
    assert dated == {"REP-0010": "2021-03-10"}


def test_accounts_are_never_concluded_to_be_people(first_collection, client):
    assert client.get("/people/").context["total"] == 8
    assert client.get("/testimonies/").context["total"] == 10
    assert "Testimony" in text_of(client, "/testimonies/TES-0001/")


def test_the_position_of_azerbaijan_stands_in_the_same_form_as_every_other(client, first_collection):
    position, other = client.get("/statements/STA-0002/"), client.get("/statements/STA-0012/")
    assert position.templates[0].name == other.templates[0].name == "record_detail.html"
    assert {line.name for line in position.context["lines"]} >= {"issuer", "form", "date", "positions"}


def test_what_the_archive_remarks_is_signed_and_dated(first_collection):
    assert EditorialNote.objects.filter(signed="").count() == 0
    assert EditorialNote.objects.filter(noted_on__isnull=True).count() == 0
