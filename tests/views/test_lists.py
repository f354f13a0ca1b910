import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.models import AUTHORITIES, RECORDS, recording
from archive.urls import PAGES
from tests import made_up

pytestmark = pytest.mark.django_db

NOUNS = [noun for noun, _, _ in PAGES]
PROMISED = {
    *("/cases/", "/testimonies/", "/videos/", "/statements/", "/repatriations/", "/proceedings/", "/figures/"),
    *("/events/", "/people/", "/organisations/", "/places/", "/sources/"),
}


def some_of_everything(number):
    """``number`` records of each type, with links, claims and what belongs to them."""
    with recording():
        _some_of_everything(number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself, but for rows that no test ever commits


def _some_of_everything(number):
    act, status = made_up.term("acts"), made_up.term("standings")
    body, spot = made_up.organisation(), made_up.place()
    cited = made_up.source()
    for n in range(number):
        held = made_up.person(f"made-up captive {n}")
        row = made_up.case(f"Made-up case {n}", places=[spot], acts=[act], captured_by=body, date="2020-10")
        made_up.claim(row, "standing", term=status, cited=made_up.citation(row, source=cited))
        made_up.custody_step(held, cited=made_up.citation(held, source=cited))
        made_up.testimony(f"Made-up account {n}", told_by=held, collected_by=body, cases=[row], acts=[act])
        made_up.video(f"Made-up recording {n}", cases=[row], places=[spot])
        made_up.statement(f"Made-up statement {n}", issuer=body, cases=[row])
        made_up.repatriation(f"Made-up hand-over {n}", mediators=[body], people=[held], number=1)
        made_up.proceeding(f"Made-up proceeding {n}", cases=[row], forum=body)
        made_up.figure(f"Made-up figure {n}", reported_by=body)
        made_up.event(f"Made-up event {n}")
        made_up.place(f"Madeupton {n}", part_of=spot)
        made_up.organisation(f"Made-up society {n}", country=spot)
        made_up.source(f"Made-up gazette {n}")
        made_up.term("outcomes")


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.once
def test_lists_ask_the_database_as_often_for_3_records_as_for_300(client):
    some_of_everything(3)
    few = {noun: queries(client, reverse(f"{noun}-list") + "?size=100") for noun in NOUNS}
    some_of_everything(297)
    many = {noun: queries(client, reverse(f"{noun}-list") + "?size=100") for noun in NOUNS}
    assert many == few


def test_pages_of_what_many_refer_to_ask_as_often_for_3_as_for_60(client):
    some_of_everything(3)
    pages = ["/places/PLA-0001/", "/organisations/ORG-0001/", "/sources/SRC-0001/", "/cases/CAS-0001/", "/"]
    few = [queries(client, page) for page in pages]
    some_of_everything(57)
    assert [queries(client, page) for page in pages] == few


def test_the_promised_addresses_are_kept():
    assert {f"/{noun}/" for noun in NOUNS} >= PROMISED
    assert [reverse(f"{noun}-detail", args=["XXX-0001"]) for noun in NOUNS] == [f"/{n}/XXX-0001/" for n in NOUNS]


def test_every_record_and_authority_has_its_pages():
    assert {model.noun for model in (*RECORDS, *AUTHORITIES)} == set(NOUNS)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("kind=murder", "“murder” is not a choice of “Kind”."),
        ("act=unheard-of&act=made-up-act", "“unheard-of” is not a choice of “Act”."),
        ("place=PLA-9999", "“PLA-9999” is not a choice of “Place”."),
        ("standing=nobody", "“nobody” is not a choice of “Standing”."),
        ("month=2020-13", "“2020-13” is not a choice of “Month”."),
        ("since=yesterday", "“yesterday” is not a date here. Expected 2020, 2020-10 or 2020-10-09."),
        ("until=XXXX-12-10", "“XXXX-12-10” is not a date here. Expected 2020, 2020-10 or 2020-10-09."),
        ("since=2022&until=2020-05", "The end (31 May 2020) is before the beginning (1 January 2022)."),
        ("size=7", "“7” is not a page size. Expected 25, 50, 100."),
        ("page=0x1", "“0x1” is not a page number."),
        ("sort=colour", "Select a valid choice. colour is not one of the available choices."),
        ("q=" + "+".join("abcdefghijklmn"), "The search takes at most 12 words; you entered 14."),
    ],
)
def test_an_unknown_filter_gives_a_clear_page(client, query, message):
    made_up.term("acts", "made-up-act")
    answer = client.get(f"/cases/?{query}")
    assert answer.status_code == 400
    assert answer.context["problems"] == [message]
    assert 'href="/cases/"' in answer.content.decode()


def test_what_was_typed_beside_what_is_wrong_stands_there_to_be_mended(client):
    made_up.term("acts", "made-up-act")
    page = client.get("/cases/?q=made+up&since=yesterday&act=made-up-act&kind=unheard-of&size=50").content.decode()
    typed = re.findall(r'<input (?:id="\w+" )?type="(?:search|hidden)" name="(\w+)" value="([^"]*)"', page)
    assert [pair for pair in typed if pair[0] != "q" or pair[1]] == [("q", "made up"), ("act", "made-up-act")]
    assert 'name="since" value="yesterday"' in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "act=%00",
        "place=%00",
        "language=%00",
        "q='\"%25_\\",
        "kind=%00",
        "place=' OR 1=1",
        "page=9999999",
        "month=0000-01",
    ],
)
def test_no_odd_value_breaks_a_list(client, query):
    made_up.case()
    assert client.get(f"/cases/?{query}").status_code in (200, 400)


def test_one_letter_that_folds_to_many_words_is_counted_as_many(client):
    assert client.get("/cases/", {"q": "\ufdfa" * 20}).status_code == 400


@pytest.mark.parametrize(
    "address", ["/cases/CAS-0001%00/", "/pictures/people/%00/portrait-large.jpg", "/originals/%00", "/%00/"]
)
def test_no_odd_address_breaks_the_site(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("q", ["'", '"', "%", "_", "\\", "NEAR(", "a" * 200, "١", "\u202e", " ".join("abcdefghijkl")])
def test_the_text_box_takes_anything(client, q):
    made_up.case("Made-up & odd: ' \" % _ \\")
    assert client.get("/cases/", {"q": q}).status_code == 200


def found(client, address, **query):
    return [card.shown.heading for card in client.get(address, query).context["cards"]]


def test_the_text_box_finds_whatever_the_case_and_the_accents(client):
    made_up.case("Çase at Montrëal")
    made_up.case("Another")
    assert found(client, "/cases/", q="montreal CASE") == ["Çase at Montrëal"]
    assert found(client, "/cases/", q="100%") == []


def test_a_span_of_time_finds_what_may_fall_in_it(client):
    made_up.case("Long", date="2019/2023")
    made_up.case("Early", date="2018")
    made_up.case("Silent")
    assert found(client, "/cases/", since="2020", until="2021") == ["Long"]
    assert found(client, "/cases/", until="2018-06") == ["Early"]
    assert found(client, "/cases/", since="2023-12-31") == ["Long"]


def test_sorting_puts_what_has_no_date_last(client):
    made_up.case("B", date="2021")
    made_up.case("A", date="2020")
    made_up.case("C")
    assert found(client, "/cases/") == ["A", "B", "C"]
    assert found(client, "/cases/", sort="-date") == ["B", "A", "C"]
    assert found(client, "/cases/", sort="reference") == ["B", "A", "C"]
    assert found(client, "/cases/", sort="title") == ["A", "B", "C"]


def test_every_choice_is_a_link_that_can_be_shared(client):
    made_up.case("One", kind="killing", date="2020")
    made_up.case("Two", kind="captivity", date="2020")
    page = client.get("/cases/?kind=killing&since=2020&q=one")
    chips = {option.label: option.address for option in page.context["active"]}
    assert {label: set(address[1:].split("&")) for label, address in chips.items()} == {
        "Words: one": {"since=2020", "kind=killing"},
        "From: 2020": {"q=one", "kind=killing"},
        "Kind: killing": {"q=one", "since=2020"},
    }
    [panel] = [panel for panel in page.context["panels"] if panel.label == "Kind"]
    assert [(option.label, option.count, option.chosen) for option in panel.few] == [("killing", 1, True)]


def test_a_reader_gets_no_cookie_and_nothing_from_another_host(client):
    some_of_everything(1)
    for address in ["/", *(reverse(f"{noun}-list") for noun in NOUNS), "/cases/CAS-0001/", "/people/PER-0001/"]:
        answer = client.get(address)
        assert dict(answer.cookies) == {}
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//(?!testserver/)[^"]*', answer.content.decode()) == []
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Referrer-Policy"] == "same-origin"


def test_a_persons_page_is_offered_to_search_engines_only_if_they_are_publicly_named(client):
    made_up.person("a made-up captive")
    made_up.person("a made-up minister", name="Made-up Name", named_publicly=True, naming_ground="public-office")
    noindex = '<meta name="robots" content="noindex">'
    assert noindex in client.get("/people/PER-0001/").content.decode()
    assert noindex not in client.get("/people/PER-0002/").content.decode()


def test_only_reading_is_possible(client):
    made_up.case()
    assert [client.post(address).status_code for address in ("/", "/cases/", "/cases/CAS-0001/")] == [405] * 3


@pytest.mark.parametrize("query", ["since=2020", "until=x", "act=beating", "utm_source=made-up"])
def test_a_filter_that_a_list_does_not_have_means_nothing_to_it(client, query):
    made_up.person()
    answer = client.get(f"/people/?{query}")
    assert (answer.status_code, answer.context["total"], list(answer.context["active"])) == (200, 1, [])


def test_health_answers(client):
    assert client.get("/healthz").content == b"ok\n"


def test_a_text_is_marked_with_its_language_and_stands_beside_its_translation(client):
    told = made_up.testimony(
        text="Մոտավոր խոսքեր", translation="Made-up words", original_language="hy", consent="published-elsewhere"
    )
    town = made_up.place("Madeupton")
    made_up.name(town, "Мадеуптон", language="ru")
    page = client.get(told.get_absolute_url()).content.decode()
    assert '<div class="original" lang="hy"><p>Մոտավոր խոսքեր</p></div>' in page
    assert '<div class="original"><p>Made-up words</p></div>' in page
    assert '<span lang="ru">Мадеуптон</span>' in client.get(town.get_absolute_url()).content.decode()


@pytest.mark.parametrize("address", ["/cases/?acts=beating", "/people/?Place=x", "/cases/choices/act/?acts=x"])
def test_what_is_no_filter_of_a_list_is_named(client, address):
    made_up.case()
    answer = client.get(address)
    assert answer.status_code == 200
    if "choices" not in address:
        name = address.split("?")[1].split("=")[0]
        assert f"“{name}” is not a filter of this list, and was ignored." in answer.content.decode()


def test_a_download_of_what_was_not_asked_for_is_refused(client):
    made_up.case()
    answer = client.get("/cases/download.csv?acts=beating")
    assert (answer.status_code, "“acts” is not a filter of this list." in answer.content.decode()) == (400, True)


def test_figures_stand_in_the_order_of_their_numbers(client):
    for value in (9, 100, 20):
        made_up.figure(f"Number {value}", value=value)
    made_up.figure("In words", value=None, value_words="hundreds")
    for sort, expected in (("value", [9, 20, 100, None]), ("-value", [100, 20, 9, None])):
        cards = client.get(f"/figures/?sort={sort}").context["cards"]
        assert [card.shown.value for card in cards] == expected
