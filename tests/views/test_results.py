"""What a list says of what it shows, and the ways in which it shows it."""

import csv
import io
import json
import re
from datetime import date

import pytest
from django.utils import timezone

from archive.models import EditorialNote, Testimony
from archive.vocabularies import State
from tests import made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts():
    """Three accounts: of two acts, of one, and of none; in one place or not; with and without a date."""
    shouting = made_up.term("acts", "made-up-shouting")
    waiting = made_up.term("acts", "made-up-waiting")
    body, town = made_up.organisation("Society"), made_up.place("Madeupton")
    return [
        made_up.testimony("Both", acts=[shouting, waiting], collected_by=body, places=[town], date="2020-10"),
        made_up.testimony("One", acts=[shouting], date="[2020-11-20..2020-12-03]"),
        made_up.testimony("None"),
    ]


def sentence(client, asked):
    return client.get(f"/testimonies/?{asked}").context["sentence"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("", "3 testimonies"),
        ("act=made-up-waiting", "1 testimony describing made up waiting"),
        ("act=made-up-waiting&act=made-up-shouting", "2 testimonies describing made up shouting or made up waiting"),
        (
            "act=made-up-waiting&act=made-up-shouting&all=act",
            "1 testimony describing made up shouting and made up waiting",
        ),
        ("act=not-stated", "1 testimony without “act described”"),
        ("since=2020-10&until=2020-11", "2 testimonies from October 2020 to November 2020"),
        ("since=2020-10&until=2020-10", "1 testimony that may fall in October 2020"),
        ("until=2020", "2 testimonies until 2020"),
        ("q=both", "1 testimony saying “both”"),
        ("q=both&exact=1", "1 testimony saying exactly “both”"),
        (
            "act=made-up-waiting&q=both&since=2020",
            "1 testimony describing made up waiting, from 2020, saying “both”",
        ),
    ],
)
def test_one_sentence_says_what_is_shown(client, accounts, asked, told):
    assert sentence(client, asked) == told


def test_what_is_chosen_can_be_asked_for_all_at_once_and_back(client, accounts):
    asked = "/testimonies/?act=made-up-shouting&act=made-up-waiting"
    panel = next(p for p in client.get(asked).context["panels"] if p.name == "act")
    assert panel.all_of.label == "Only those with all of these"
    answer = client.get("/testimonies/" + panel.all_of.address)
    assert [card.shown.heading for card in answer.context["cards"]] == ["Both"]
    panel = next(p for p in answer.context["panels"] if p.name == "act")
    assert (panel.all_of.label, panel.all_of.address) == ("Any of these instead", asked.removeprefix("/testimonies/"))


def test_the_histogram_counts_a_record_in_each_month_that_it_may_fall_in_and_each_bar_is_the_filter(client, accounts):
    drawn = client.get("/testimonies/").context["histogram"]
    bars = [(c.option.label, c.option.count, c.height, c.option.address) for c in drawn.columns]
    assert bars == [
        ("October 2020", 1, 100.0, "?since=2020-10&until=2020-10"),
        ("November 2020", 1, 100.0, "?since=2020-11&until=2020-11"),
        ("December 2020", 1, 100.0, "?since=2020-12&until=2020-12"),
    ]
    assert (drawn.unit, drawn.undated.count, drawn.undated.address) == ("month", 1, "?month=not-stated")
    chosen = client.get("/testimonies/?since=2020-11&until=2020-11")
    assert [card.shown.heading for card in chosen.context["cards"]] == ["One"]
    again = chosen.context["histogram"].columns
    assert [(c.option.count, c.option.chosen) for c in again] == [(1, False), (1, True), (1, False)]
    assert again[1].option.address == "/testimonies/"


def test_over_many_years_the_histogram_counts_years_and_over_centuries_decades(client):
    for day in ("1988-02-27", "2020-10"):
        made_up.event(date=day)
    assert client.get("/events/").context["histogram"].unit == "year"
    assert client.get("/events/?since=2020&until=2020").context["histogram"].columns[0].option.label == "January 2020"
    made_up.event(date="1723")
    assert client.get("/events/").context["histogram"].unit == "decade"


def test_the_same_results_stand_as_list_table_timeline_map_and_chart_each_with_its_own_link(client, accounts):
    asked = "act=made-up-shouting"
    views = {option.label: option.address for option in client.get(f"/testimonies/?{asked}").context["views"]}
    assert views == {
        "List": f"?{asked}",
        "Table": f"?{asked}&view=table",
        "Timeline": f"?{asked}&view=timeline",
        "Map": f"?{asked}&view=map",
        "Chart": f"?{asked}&view=chart",
    }
    for label, name in (("List", "cards"), ("Table", "table"), ("Timeline", "table")):
        answer = client.get("/testimonies/" + views[label])
        assert [one.shown.heading for one in answer.context[name]] == ["Both", "One"]
    chart = client.get("/testimonies/" + views["Chart"] + "&by=act").context["chart"]
    assert [(choice.label, choice.count, width) for choice, width in chart] == [
        ("made up shouting", 2, 100.0),
        ("made up waiting", 1, 50.0),
        ("not stated", 1, 50.0),
    ]


def test_a_timeline_draws_each_date_as_wide_as_it_is_and_lists_what_has_none(client, accounts):
    drawn = client.get("/testimonies/?view=timeline").context["timeline"]
    days = 92  # the three months on the line above
    assert [(bar.shown.heading, bar.x, bar.width) for bar in drawn.bars] == [
        ("Both", 0, round(31 / days * 100, 2)),
        ("One", round(50 / days * 100, 2), round(14 / days * 100, 2)),
        ("None", None, 0),
    ]


def test_a_timeline_has_a_bar_for_each_time_of_all_results_and_each_page_stands_on_the_same_line(client):
    for n in range(30):
        made_up.testimony(f"Account {n:02d}", date=f"2020-{n % 3 + 10}-{n % 9 + 1:02d}")
    client.get("/testimonies/")
    first, second = (client.get(f"/testimonies/?view=timeline&page={page}").context for page in (1, 2))
    for page in (first, second):
        counts = {column.option.label: column.option.count for column in page["times"].bars.columns}
        assert counts == {"October 2020": 10, "November 2020": 10, "December 2020": 10}
        assert (page["timeline"].first, page["timeline"].last) == (date(2020, 10, 1), date(2020, 12, 31))
        heights = re.findall(r'height="([0-9.]+)" class="(may|mark)"', page["times"].drawing.inline)
        assert heights == [("100.0", "may"), ("100.0", "mark")] * 3  # each of them lies wholly in its month
    assert [len(page["timeline"].bars) for page in (first, second)] == [25, 5]
    assert first["histogram"] is None  # the same bars a second time


def test_a_bar_of_a_timeline_leads_closer_and_keeps_the_view_and_the_filters(client, accounts):
    asked = "act=made-up-shouting&view=timeline"
    [bar, *_] = client.get(f"/testimonies/?{asked}").context["times"].bars.columns
    assert bar.option.address == f"?{asked}&since=2020-10&until=2020-10"
    closer = client.get("/testimonies/" + bar.option.address).context
    assert [column.option.label for column in closer["times"].bars.columns][::10] == [
        "1 October 2020",
        "11 October 2020",
        "21 October 2020",
        "31 October 2020",
    ]
    assert [one.shown.heading for one in closer["table"]] == ["Both"]
    zoom = closer["times"].zoom
    assert [(option.label, option.address) for option in zoom.around] == [
        ("All dates", f"?{asked}"),
        ("October 2020", f"?{asked}&since=2020-10&until=2020-10"),
    ]
    assert (zoom.earlier, zoom.later.address) == (None, f"?{asked}&since=2020-11&until=2020-11")


def test_what_stands_at_the_foot_of_a_card_leads_to_the_list_of_what_has_it(client, accounts):
    foot = re.findall(r'<p class="foot"><span>(.*?)</span><span>', client.get("/testimonies/").content.decode())
    led = [sorted(re.findall(r'href="([^"]*)" rel="nofollow">([^<]*)<', one)) for one in foot]
    assert led == [
        [
            ("/testimonies/?act=made-up-shouting", "made up shouting"),
            ("/testimonies/?act=made-up-waiting", "made up waiting"),
        ],
        [("/testimonies/?act=made-up-shouting", "made up shouting")],
        [],
    ]
    assert client.get(led[0][1][0]).context["total"] == 1


def test_an_unknown_view_gives_a_clear_page(client):
    answer = client.get("/people/?view=timeline")
    assert answer.status_code == 400
    assert answer.context["problems"] == ["“timeline” is not a way to see this list. Expected list, table, map, chart."]


def test_a_long_facet_is_folded_and_has_a_page_of_its_own_to_search(client):
    towns = [made_up.place(f"Madeupton {n:02}") for n in range(60)]
    made_up.event().places.set(towns)
    panel = next(p for p in client.get("/events/?kind=other").context["panels"] if p.name == "place")
    assert (len(panel.few), len(panel.more), panel.everything) == (8, 40, "/events/choices/place/?kind=other")
    answer = client.get(panel.everything + "&find=madeupton 5")
    assert [option.label for option in answer.context["options"]] == [f"Madeupton {n}" for n in range(50, 60)]
    assert answer.context["options"][0].address == f"/events/?kind=other&place={towns[50].pk}"
    assert client.get("/events/choices/month/").status_code == 404
    assert client.get("/events/choices/nothing/").status_code == 404


def test_just_these_results_come_as_csv_as_whoever_asks_may_see_them(client, accounts):
    Testimony.objects.filter(title="Both").update(text="told in confidence")
    made_up.testimony("Draft", acts=[], state=State.DRAFT)
    answer = client.get("/testimonies/download.csv?act=made-up-shouting")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["title"] for row in rows] == ["Both", "One"]
    assert rows[0]["acts"] == "made-up-shouting; made-up-waiting"
    assert "told in confidence" not in content
    assert answer["Content-Disposition"].startswith('attachment; filename="testimonies-')


def test_just_these_results_come_as_json_with_what_was_asked(client, accounts):
    answer = client.get("/testimonies/download.json?act=made-up-waiting")
    told = json.loads(b"".join(answer.streaming_content))
    assert told["count"] == 1
    assert told["sentence"] == "1 testimony describing made up waiting"
    assert told["address"] == "http://testserver/testimonies/?act=made-up-waiting"
    assert [(one["title"], one["page"]) for one in told["results"]] == [
        ("Both", f"http://testserver/testimonies/{accounts[0].pk}/")
    ]
    assert client.get("/testimonies/download.json?act=nothing").status_code == 400
    assert client.get("/testimonies/download.pdf").status_code == 404


def test_a_download_tells_of_no_person_who_is_hidden(client):
    hidden, label = made_up.person("hidden", state=State.DRAFT), made_up.person("a quiet captive", name="Quixot")
    made_up.case(summary=f"Of [[{hidden.pk}]] and [[{label.pk}]].")
    for form in ("csv", "json"):
        content = b"".join(client.get(f"/cases/download.{form}").streaming_content).decode()
        assert "Of a person and a quiet captive." in content
        assert hidden.pk not in content


def downloaded(client, address):
    """The file at ``address``: a table as its rows, JSON as its results."""
    content = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content))) if "csv" in address else json.loads(content)["results"]


def test_a_download_says_who_says_so(client):
    row, body = made_up.case("Cited"), made_up.organisation("Made-up Committee")
    source = made_up.source("A made-up report", address="https://example.org/report")
    made_up.citation(row, source=source, locator="page 3", quotation="In so many words.")
    made_up.citation(row, source=source, field="date", reported_by=body, reported_on="2020-11")
    made_up.citation(row, source=made_up.source("SECRET-SOURCE", state=State.DRAFT))
    about = {"reference": source.pk, "source": "A made-up report", "address": "https://example.org/report"}
    about["nature"] = "news without author, publisher or date"
    (told,) = downloaded(client, "/cases/download.json")
    assert told["sources"] == [
        about | {"locator": "page 3", "quotation": "In so many words."},
        about | {"field": "date", "reported_by": "Made-up Committee", "reported_on": "2020-11"},
    ]
    (told,) = downloaded(client, "/cases/download.csv")
    assert told["sources"].splitlines() == [
        "A made-up report (news without author, publisher or date), page 3, https://example.org/report",
        "date: A made-up report (news without author, publisher or date), https://example.org/report; "
        "reported by Made-up Committee",
    ]
    assert told["page"] == f"http://testserver/cases/{row.pk}/"


def test_a_download_keeps_back_the_words_of_a_source_on_somebody_protected(client):
    held = made_up.person("a quiet captive")
    made_up.citation(held, source=made_up.source("A made-up report"), locator="SECRET-PAGE", quotation="SECRET-WORDS")
    (told,) = downloaded(client, "/people/download.json")
    assert [set(said) for said in told["sources"]] == [{"reference", "source", "nature"}]
    (told,) = downloaded(client, "/people/download.csv")
    assert told["sources"] == "A made-up report (news without author, publisher or date)"


def test_the_name_of_a_file_says_what_was_asked_for_but_no_word_that_was_sought(client):
    answer = client.get("/cases/download.csv?kind=captivity&since=2020-10&q=somebody&sort=title")
    day = timezone.now().date().isoformat()
    assert answer["Content-Disposition"] == f'attachment; filename="cases-kind-captivity-since-2020-10-{day}.csv"'


def test_a_doubt_of_the_editors_leaves_the_archive_with_what_it_is_about(client):
    row = made_up.case(date="2021-10-20")
    note = {"field": "date", "text": "The doubt\nis ours.", "signed": "Made Up", "noted_on": "2026-01-01"}
    made_up.saved(EditorialNote, subject_id=row.pk, **note)
    (told,) = downloaded(client, "/cases/download.json")
    assert told["notes"] == [note]
    (told,) = downloaded(client, "/cases/download.csv")
    assert told["notes"] == "date: The doubt is ours. – Made Up, 2026-01-01"


def test_a_download_tells_of_no_note_on_a_field_that_is_withheld(client):
    held = made_up.person("a quiet captive", health="unwell")
    made_up.saved(
        EditorialNote, subject_id=held.pk, field="health", text="SECRETWORD", signed="Made Up", noted_on="2026-01-01"
    )
    for form in ("csv", "json"):
        assert not downloaded(client, f"/people/download.{form}")[0]["notes"]


@pytest.mark.parametrize("field", ["health", "home_address", "name", "born"])
def test_a_download_tells_of_no_field_that_is_withheld(client, colleague, field):
    held = made_up.person("a quiet captive")
    made_up.citation(held, field=field)
    for form in ("csv", "json"):
        (told,) = downloaded(client, f"/people/download.{form}")
        assert (bool(told["sources"]), field in str(told["sources"])) == (True, False)
    client.force_login(colleague("steward"))
    (told,) = downloaded(client, "/people/download.json")
    assert told["sources"][0]["field"] == field


def test_what_a_source_says_of_a_withheld_field_is_neither_shown_nor_found_nor_downloaded(client):
    held = made_up.person(name="Made-up Name", named_publicly=True, naming_ground="consent", health="unwell")
    made_up.citation(held, field="health", locator="SECRETPAGE", quotation="SECRETWORD")
    pages = (client.get(f"/people/{held.pk}/").content.decode(), str(downloaded(client, "/people/download.json")))
    assert [("SECRETPAGE" in page, "SECRETWORD" in page) for page in pages] == [(False, False)] * 2
    assert client.get("/people/?q=secretword").context["total"] == 0


def test_a_citation_of_a_withheld_field_supports_nothing_that_is_shown(client):
    held = made_up.person("a quiet captive")
    made_up.custody_step(held)
    made_up.citation(held, field="health", source=made_up.source("A made-up report"))
    lines = client.get(f"/people/{held.pk}/").context["lines"]
    assert [line.name for line in lines if line.citations] == []


def test_a_remark_on_a_field_that_is_withheld_is_neither_shown_nor_found(client, colleague):
    held = made_up.person(name="Made-up Name", named_publicly=True, naming_ground="consent", health="unwell")
    made_up.saved(
        EditorialNote, subject_id=held.pk, field="health", text="SECRETWORD", signed="Made Up", noted_on="2026-01-01"
    )
    page = f"/people/{held.pk}/"
    assert "SECRETWORD" not in client.get(page).content.decode()
    assert client.get("/people/?q=secretword").context["total"] == 0
    client.force_login(colleague("steward"))
    assert "SECRETWORD" in client.get(page).content.decode()


def test_each_source_of_a_download_is_one_line_that_no_spreadsheet_runs(client):
    row = made_up.case()
    for title in ("A\nB; reported by Z", "=1+1", "＝1+1", "Of [[PER-0001]]"):
        made_up.citation(row, source=made_up.source(title, kind="other"))
    (told,) = downloaded(client, "/cases/download.csv")
    assert told["sources"].splitlines() == ["A B; reported by Z", "'=1+1", "'＝1+1", "Of a person"]


def test_a_strangers_download_has_no_column_for_what_is_the_desks(client):
    made_up.person()
    heading = b"".join(client.get("/people/download.csv").streaming_content).decode().splitlines()[0]
    assert {"document_numbers", "home_address", "health", "state", "access"} & set(heading.split(",")) == set()


def test_a_date_may_be_typed_as_the_site_writes_it(client, accounts):
    for typed in ("October 2020", "10.2020"):
        assert client.get("/testimonies/", {"since": typed, "until": typed}).context["total"] == 1
    assert sentence(client, "since=October+2020") == "2 testimonies from October 2020"


@pytest.mark.parametrize(
    "address", ["/cases/?since=202X-02-29", "/people/?surely_held=202X-02-29", "/held/?since=20XX-02-29"]
)
def test_a_leap_day_of_an_open_year_breaks_nothing(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("day", ["9999-12-31", "9999", "2020/9999"])
def test_the_last_year_of_all_breaks_nothing(client, day):
    held = made_up.person()
    made_up.custody_step(held, "seen", date=day)
    assert client.get(f"/people/{held.pk}/").status_code == 200


@pytest.mark.once
def test_a_chart_of_many_choices_draws_the_first_hundred_and_says_how_many_more_there_are(client):
    for n in range(103):
        made_up.case(places=[made_up.place(f"Madeupton {n:03}")])
    answer = client.get("/cases/?view=chart&by=place")
    assert (len(answer.context["chart"]), answer.context["uncharted"]) == (100, 3)
    assert "3 more with fewer records; the filter has them all." in answer.content.decode()
