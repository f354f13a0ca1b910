"""The pages at a glance: their tables, the pictures drawn of them, and both as files."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest

from archive.models import Assessment, Place
from archive.views.overviews import assessments, timeline
from archive.views.overviews.hand_overs import LabelLayout
from archive.vocabularies import FigureMeasure, State
from tests import made_up

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def table_of(client, address, name):
    """The table called so, as its file has it: the headings and the rows."""
    page, _, asked = address.partition("?")
    answer = client.get(f"{page}{name}.csv" + (f"?{asked}" if asked else ""))
    assert answer.status_code == 200, answer.content
    return list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))


def picture_of(client, address):
    """The picture as its file has it."""
    page, _, asked = address.partition("?")
    return ElementTree.fromstring(client.get(f"{page}picture.svg?{asked}").content)  # noqa: S314 – our own


def titles_in(picture):
    return [one.text for one in picture.iter(f"{SVG}title")][1:]


@pytest.mark.parametrize("address", ["/timeline/", "/map/", "/hand-overs/", "/assessments/", "/calls/"])
def test_an_archive_with_nothing_to_draw_says_so_and_has_no_picture(client, address):
    made_up.case("Without anything")
    answer = client.get(address)
    assert (answer.status_code, answer.context["data"].drawing) == (200, None)
    assert client.get(f"{address}picture.svg").status_code == 404
    assert client.get(f"{address}no-such-table.csv").status_code == 404


def test_the_timeline_counts_each_record_in_each_month_that_it_may_fall_in(client):
    made_up.case("One day", date="2020-10-09")
    made_up.case("Two months", date="2020-10/2020-11")
    made_up.case("Undated")
    made_up.testimony("Told in November", date="2020-11")
    made_up.case("Not yet", date="2020-10", state=State.DRAFT)
    headings, *rows = table_of(client, "/timeline/", "records")
    assert headings[:3] == ["Month", "Cases", "Testimonies"]
    assert [row[:3] for row in rows] == [["October 2020", "2", "0"], ["November 2020", "1", "1"]]
    assert ("cases without a date", 1, "/cases/?month=not-stated") in client.get("/timeline/").context["data"].not_drawn
    assert titles_in(picture_of(client, "/timeline/")) == [
        "Oct 2020",
        "Nov 2020",
        "Dec 2020",
        "Cases, October 2020: 2",
        "Cases, November 2020: 1",
        "Testimonies, November 2020: 1",
    ]


def test_the_timeline_of_a_span_has_what_may_fall_in_it_and_its_links_find_as_many(client):
    made_up.event("Fighting begins", date="2020-09-27")
    made_up.event("It ends", date="2020-11-09")
    made_up.case("Before", date="2019-01")
    assert [row[0] for row in table_of(client, "/timeline/?since=2020-11&until=2020-12", "events")[1:]] == ["It ends"]
    page = client.get("/timeline/?since=2020-09&until=2020-12")
    links = [cell for table in page.context["data"].tables[:1] for row in table.rows for cell in row if cell.address]
    counts = [cell for cell in links if cell.words.isdigit()]
    assert [client.get(cell.address).context["total"] for cell in counts] == [1, 1]
    assert [cell.words for cell in counts] == ["1", "1"]


def test_a_timeline_is_looked_at_by_year_month_and_day_and_leads_back_before_and_after(client):
    made_up.case("Long before", date="1994-05-12")
    made_up.case("One day", date="2020-10-09")
    made_up.case("Later", date="2021-03")

    def shown(address):
        data = client.get(address).context["data"]
        zoom = data.zoom
        return (
            [row[0].words for row in data.tables[0].rows],
            [(option.label, option.chosen) for option in zoom.around],
            [option and (option.label, option.address) for option in (zoom.earlier, zoom.later)],
        )

    whole = client.get("/timeline/").context["data"]
    assert (whole.zoom, whole.tables[0].title) == (None, "Records by year")
    closer = next(row[0].address for row in whole.tables[0].rows if row[0].words == "2020")
    assert closer == "/timeline/?since=2020&until=2020"
    assert shown(closer) == (
        ["October 2020"],
        [("All dates", False), ("the 2020s", False), ("2020", True)],
        [("2019", "/timeline/?since=2019&until=2019"), ("2021", "/timeline/?since=2021&until=2021")],
    )
    assert shown("/timeline/?since=2020-10&until=2020-10") == (
        ["9 October 2020"],
        [("All dates", False), ("the 2020s", False), ("2020", False), ("October 2020", True)],
        [
            ("September 2020", "/timeline/?since=2020-09&until=2020-09"),
            ("November 2020", "/timeline/?since=2020-11&until=2020-11"),
        ],
    )
    last = shown("/timeline/?since=2020-12&until=2021-03")
    assert last[1:] == (
        [("All dates", False), ("the 2020s", False), ("from 1 December 2020 to 31 March 2021", True)],
        [None, None],
    )


def test_the_dark_part_of_a_bar_is_of_what_lies_wholly_in_its_time(client):
    made_up.case("One day", date="2020-10-09")
    made_up.case("The month", date="2020-11")
    made_up.case("Either month", date="2020-10/2020-11")
    made_up.case("From then on", date="2020-10-20/..")
    picture = picture_of(client, "/timeline/")
    bars = [
        (
            link.findtext(f"{SVG}title"),
            [(one.get("class"), float(one.get("height"))) for one in link.iter(f"{SVG}rect")],
        )
        for link in picture.iter(f"{SVG}a")
        if link.find(f"{SVG}rect") is not None
    ]
    assert bars == [
        ("Cases, October 2020: 3", [("may", 32.0), ("mark", 10.7)]),
        ("Cases, November 2020: 3", [("may", 32.0), ("mark", 10.7)]),
    ]


def test_a_caption_says_how_many_events_are_drawn(client, monkeypatch):
    for day in (9, 10, 11):
        made_up.event(f"Event {day}", date=f"2020-11-{day:02d}")
    assert client.get("/timeline/").context["data"].caption.startswith("Above the bars are the events of that time.")
    monkeypatch.setattr(timeline, "MAX_DRAWN", 2)
    assert (
        client.get("/timeline/?until=2021")
        .context["data"]
        .caption.startswith("Above the bars are the first 2 events of that time.")
    )


def test_a_time_that_cannot_be_read_or_ends_before_it_begins_is_told(client):
    assert client.get("/timeline/?since=yesterday").status_code == 400
    assert client.get("/timeline/?since=2021&until=2020").status_code == 400


def test_the_running_total_has_what_bears_a_date_and_a_number_in_the_order_of_the_last_possible_days(client):
    russia = made_up.organisation("A made-up mediator")
    made_up.repatriation("Second", date="2021-02", number=4, mediators=[russia])
    made_up.repatriation("First", date="2020-12-14", number=44, mediators=[russia])
    made_up.repatriation("Undated", number=10)
    made_up.repatriation("Unnumbered", date="2021-01")
    _, *rows = table_of(client, "/hand-overs/", "hand-overs")
    assert [(row[0], row[2], row[5]) for row in rows] == [
        ("First", "44", "44"),
        ("Unnumbered", "not stated", ""),
        ("Second", "4", "48"),
        ("Undated", "10", ""),
    ]
    assert table_of(client, "/hand-overs/", "mediators")[1:] == [["A made-up mediator", "2", "48"]]
    assert [one[:2] for one in client.get("/hand-overs/").context["data"].not_drawn] == [
        ("hand-overs without a date", 1),
        ("people in hand-overs without a date", 10),
        ("hand-overs without a number", 1),
    ]
    words = [text.text for text in picture_of(client, "/hand-overs/").iter(f"{SVG}text")]
    assert "58 in all, dated or not" in words


def test_published_figures_of_the_held_returned_and_missing_stand_beside_and_no_others(client):
    for measure in (FigureMeasure.HELD, FigureMeasure.MISSING, FigureMeasure.KILLED):
        made_up.figure(f"How many {measure}", measure=measure, counted="soldiers", value=7, date="2021-04")
    assert [row[:2] for row in table_of(client, "/hand-overs/", "figures")[1:]] == [["7", "held"], ["7", "missing"]]
    assert titles_in(picture_of(client, "/hand-overs/")) == ["soldiers: 7 held", "soldiers: 7 missing"]


def test_each_assessment_stands_in_the_name_of_whoever_made_it(client):
    film, other = made_up.video("A made-up film"), made_up.video("Another film")
    real = made_up.term("conclusions", "made-up-real")
    for who in ("First body", "Second body"):
        one = Assessment(video=film, assessor=made_up.organisation(who), citation=made_up.citation(film))
        one.save()
        one.conclusions.set([real])
    _, *rows = table_of(client, "/assessments/", "assessments")
    assert [row[:3] for row in rows] == [["A made-up film", who, real.title] for who in ("First body", "Second body")]
    assert f"{real.title}: First body, Second body" in titles_in(picture_of(client, "/assessments/"))
    assert client.get("/assessments/").context["data"].not_drawn[0][1] == 1
    other.state = State.WITHDRAWN
    other.save()
    assert client.get("/assessments/").context["data"].not_drawn == []


def test_each_statement_stands_under_its_issuer_and_positions_are_counted_with_their_list(client):
    body, release = made_up.organisation("A made-up state"), made_up.term("positions", "made-up-release")
    made_up.statement("It calls", issuer=body, positions=[release], date="2021-03-01")
    made_up.statement("It calls again", issuer=body, positions=[release])
    assert table_of(client, "/calls/", "positions") == [["Issued by", release.title], ["A made-up state", "2"]]
    cell = client.get("/calls/").context["data"].tables[1].rows[0][1]
    assert client.get(cell.address).context["total"] == 2
    assert titles_in(picture_of(client, "/calls/")) == [f"It calls, 1 March 2021: {release.title}"]


@pytest.fixture
def towns():
    exact = made_up.place("Madeupton", latitude="39.5", longitude="46.5", precision="exact")
    region = made_up.place("Madeupshire", latitude="39.9", longitude="46.9", precision="regional")
    nowhere = made_up.place("Madeupville")
    made_up.case("Held in one", places=[exact])
    made_up.case("Held in two", places=[exact, nowhere])
    made_up.case("Held somewhere")
    return exact, region, nowhere


def test_the_map_has_places_with_a_position_and_the_table_all_of_them(client, towns):
    _, *rows = table_of(client, "/map/", "places")
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("Madeupton", "39.5° N, 46.5° E, exact", "2"),
        ("Madeupshire", "39.9° N, 46.9° E, regional", "0"),
        ("Madeupville", "not stated", "1"),
    ]
    assert titles_in(picture_of(client, "/map/")) == ["Madeupton: 2 records", "Madeupshire: 0 records"]
    assert [one[:2] for one in client.get("/map/").context["data"].not_drawn] == [
        ("places without a position", 1),
        ("cases without a place", 1),
    ]


def test_a_place_that_is_shown_as_a_wider_one_is_on_no_map(client, towns):
    exact, region, _ = towns
    Place.objects.filter(pk=exact.pk).update(shown_as=region)
    assert [row[0] for row in table_of(client, "/map/", "places")[1:]] == ["Madeupshire", "Madeupville"]
    assert titles_in(picture_of(client, "/map/")) == ["Madeupshire: 2 records"]
    assert client.get(f"/map/?around={exact.pk}").status_code == 400


def test_borders_are_drawn_only_when_asked_for_and_the_file_says_whose_they_are(client, towns):
    plain, bordered = (picture_of(client, address) for address in ("/map/", "/map/?borders=1"))
    kinds = [[path.get("class") for path in picture.iter(f"{SVG}path")] for picture in (plain, bordered)]
    assert ["border" in found for found in kinds] == [False, True]
    assert (
        "It draws borders as they are controlled, not as they are claimed; that says nothing about whose they are."
        in bordered.find(f"{SVG}desc").text
    )


def test_a_picture_as_a_file_carries_its_source_and_whole_addresses(client, towns):
    picture = picture_of(client, "/map/")
    assert "http://testserver/map/" in picture.find(f"{SVG}desc").text
    assert [a.get("href") for a in picture.iter(f"{SVG}a")] == [
        f"http://testserver/places/{place.pk}/" for place in towns[:2]
    ]


def test_the_results_of_a_list_stand_on_a_map_each_place_with_the_records_it_would_find(client, towns):
    page = client.get("/cases/?view=map&q=held")
    rows = [(option.label, option.count, position) for option, position in page.context["map"].rows]
    assert rows == [("Madeupton", 2, "39.5° N, 46.5° E, exact"), ("Madeupville", 1, "")]
    assert page.context["map"].without.count == 1
    address = page.context["map"].rows[1][0].address
    assert client.get(f"/cases/{address}").context["total"] == 1
    assert client.get("/sources/?view=map").status_code == 400


def test_names_from_outside_cannot_become_part_of_a_picture(client):
    made_up.place('<script>"&', latitude="1", longitude="1", precision="exact")
    assert "<script>" not in client.get("/map/").content.decode()
    assert titles_in(picture_of(client, "/map/")) == ['<script>"&: 0 records']


@pytest.mark.parametrize("latitude", ["86.5", "90", "-90"])
def test_a_place_near_a_pole_is_drawn_like_any_other(client, latitude):
    far = made_up.place("Far north", latitude=latitude, longitude="0", precision="exact")
    made_up.case(places=[far])
    for address in ("/map/", f"/map/?around={far.pk}", "/cases/?view=map"):
        told = client.get(address).context
        drawing = told["map"].drawing if "view" in address else told["data"].drawing
        assert "<title>Far north: 1 record</title>" in drawing.inline


def test_a_figure_of_nobody_is_drawn(client):
    made_up.figure(value=0, date="2021-01-01")
    assert titles_in(picture_of(client, "/hand-overs/")) == ["made-up captives: 0 held"]


def test_no_cell_of_a_file_is_run_as_a_formula(client):
    made_up.repatriation("=HYPERLINK(1)", number=3, date="2020-12-12", counted_as="@x")
    made_up.statement(issuer=made_up.organisation(), positions=[made_up.term("positions", title="=1+1")])
    assert table_of(client, "/hand-overs/", "hand-overs")[1][:4] == ["'=HYPERLINK(1)", "12 December 2020", "3", "'@x"]
    assert table_of(client, "/calls/", "positions")[0] == ["Issued by", "'=1+1"]


def test_a_control_character_does_not_break_a_picture(client):
    made_up.event("a\x0bb\ufffe", date="2020-10-01")
    assert "a\ufffdb\ufffd: 1 October 2020" in titles_in(picture_of(client, "/timeline/"))


def test_what_is_beyond_a_page_is_not_called_missing(client, monkeypatch):
    monkeypatch.setattr(assessments, "MAX_ROWS", 1)
    for n in range(2):
        film = made_up.video(f"Film {n}")
        made_up.saved(Assessment, video=film, assessor=made_up.organisation(), citation=made_up.citation(film))
    told = client.get("/assessments/").context["data"]
    assert (len(told.tables[0].rows), told.not_drawn) == (1, [])
    assert told.tables[0].note == "The first 1; the pages of the recordings have more."


def boxes(picture):
    """Each text in a picture as the room that it takes: left, right, top and bottom, in units, with the text."""
    found = []
    for text in picture.iter(f"{SVG}text"):
        x, y, wide = float(text.get("x")), float(text.get("y")), 6 * len(text.text)
        left = {"end": x - wide, "middle": x - wide / 2}.get(text.get("class", "").split(" ")[-1], x)
        found.append((left, left + wide, y - 10, y, text.text))
    return found


def test_sixty_figures_are_drawn_without_one_label_on_another(client):
    for n in range(60):
        measure = [FigureMeasure.HELD, FigureMeasure.RETURNED, FigureMeasure.MISSING][n % 3]
        made_up.figure(f"Figure {n}", value=200 + n % 7, measure=measure, date=f"2021-0{n % 4 + 1}", qualifier="over")
    drawn = [box for box in boxes(picture_of(client, "/hand-overs/")) if box[4].startswith("over")]
    assert len(drawn) > 10
    for n, (left, right, top, bottom, text) in enumerate(drawn):
        assert (left >= 0, right <= 960, top >= 0, bottom <= 320) == (True, True, True, True), text
        for other_left, other_right, other_top, other_bottom, other in drawn[n + 1 :]:
            apart = right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top
            assert apart, (text, other)


def test_a_caption_says_nothing_of_what_is_not_drawn(client):
    made_up.figure(value=200, measure=FigureMeasure.HELD, date="2021-04")
    caption = client.get("/hand-overs/").context["data"].caption
    assert caption == (
        "Each mark is one published figure that has a date and a number. A ring is a number of people held."
    )
    made_up.repatriation(number=5, date="2020-12-14")
    caption = client.get("/hand-overs/").context["data"].caption
    assert "The line is the running total" in caption
    assert "mediator" not in caption


def test_those_who_were_captured_with_somebody_are_not_counted_as_held(client):
    made_up.figure("Captured with somebody", value=8, measure=FigureMeasure.CAPTURED, date="2021-10-20")
    made_up.figure("Held", value=200, measure=FigureMeasure.HELD, date="2021-04")
    assert "Captured with somebody" not in client.get("/hand-overs/picture.svg").content.decode()
    assert [row[0].words for row in client.get("/hand-overs/").context["data"].tables[2].rows] == ["200"]


def test_words_beside_marks_stand_on_the_nearest_free_lines_above_and_below_and_no_farther():
    layout = LabelLayout(top=0, bottom=1000)
    drawn = [layout.words(500, 500, "made up") for _ in range(51)]
    lines = [float(re.search(r'y="([\d.]+)"', one)[1]) for one in drawn if one]
    near = [504 + n * layout.HIGH for n in sorted(range(-12, 13), key=abs)]
    assert (lines, drawn[-1]) == ([line for line in near for _side in ("right", "left")], "")
