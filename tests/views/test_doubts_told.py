"""What the editors doubt, and what is hard to bear, is said before it is read: on pages, on cards and in files."""

import re

import pytest

from archive.models import EditorialNote, Participation
from tests import made_up

pytestmark = pytest.mark.django_db


def noted(row, field, text="Made-up doubt."):
    return made_up.saved(
        EditorialNote, subject_id=row.pk, field=field, text=text, signed="Made Up", noted_on="2026-01-01"
    )


@pytest.mark.parametrize("address", ["/cases/", "/cases/CAS-0001/"])
def test_a_date_on_which_the_editors_remark_something_says_so_wherever_it_stands(client, address):
    row = made_up.case(date="2021-10-20")
    assert "20 October 2021 (see note)" not in client.get(address).content.decode()
    noted(row, "date")
    assert "20 October 2021 (see note)" in client.get(address).content.decode()


def test_a_note_on_what_is_withheld_marks_nothing(client):
    held = made_up.person("a quiet captive", office="made-up office", health="unwell")
    noted(held, "health")
    assert "(see note)" not in client.get("/people/").content.decode()


@pytest.mark.parametrize("address", ["/videos/", "/videos/VID-0001/"])
def test_a_recording_of_which_something_else_than_its_footage_is_disputed_leads_to_the_note(client, address):
    video = made_up.video(verification="disputed")
    noted(video, "verification")
    assert '<span class="state disputed">disputed (see note)</span>' in client.get(address).content.decode()


def test_a_summary_rests_on_what_the_whole_record_rests_on_and_on_its_own_citations(client):
    row = made_up.case(summary="Two made-up bodies looked into it.")
    whole = made_up.citation(row, source=made_up.source("A made-up article"))
    own = made_up.citation(row, source=whole.source, field="summary", reported_by=made_up.organisation("Made-up body"))
    (summary,) = client.get(f"/cases/{row.pk}/").context["texts"]
    assert [citation.reference for citation in summary.citations] == [whole.pk, own.pk]


def test_the_page_of_a_person_begins_with_the_content_note_of_what_is_recorded_of_them(client):
    held = made_up.person("made-up captive")
    case = made_up.case(content_warning="shows-death")
    made_up.saved(Participation, case=case, person=held, role="victim")
    assert client.get(f"/people/{held.pk}/").context["warning"] == "shows death"


def test_a_person_of_whom_nothing_hard_to_bear_is_recorded_has_no_content_note(client):
    held = made_up.person("made-up captive")
    case = made_up.case(content_warning="none")
    made_up.saved(Participation, case=case, person=held, role="victim")
    assert client.get(f"/people/{held.pk}/").context["warning"] == ""


def test_a_feature_begins_with_the_content_notes_of_what_it_shows(client):
    told = made_up.feature()
    made_up.passage(told, record=made_up.case(content_warning="describes-violence").accession)
    assert client.get(f"/features/{told.pk}/").context["warning"] == "describes violence"


def test_a_content_note_stands_before_the_title_that_it_warns_of(client):
    made_up.case("First", content_warning="describes-violence")
    made_up.case("Second", content_warning="shows-death")
    page = client.get("/cases/").content.decode()
    assert page.index("shows death") < page.index("Second")


def test_the_way_in_names_the_sources_of_the_whole_archive_where_they_are_few(client):
    for n in range(3):
        made_up.source(f"Made-up source {n}", kind="report")
    made_up.source("Made-up gazetteer", kind="other")
    page = client.get("/").content.decode()
    assert "All of it rests on: “Made-up source 0” (report without author, publisher or date)" in page
    assert "Made-up gazetteer" not in page
    made_up.source("Made-up source 3", kind="report")
    assert "All of it rests on" not in client.get("/").content.decode()


def test_the_line_of_hand_overs_says_how_many_it_leaves_out(client):
    for day in (10, 11):
        made_up.repatriation(date=f"2021-03-{day}", number=1)
    made_up.repatriation(number=5)
    caption = client.get("/hand-overs/").context["data"].caption
    assert caption.startswith("Hand-overs without a date: 1 of 3. The line leaves them out.")


def test_hand_overs_of_which_most_have_no_date_are_drawn_in_the_order_of_their_records(client):
    for n, date in enumerate(("", "2021-03-10", ""), start=3):
        made_up.repatriation(f"Made-up hand-over of {n}", date=date, number=n)
    data = client.get("/hand-overs/").context["data"]
    assert re.findall(r"<title>([^<]*)</title>", data.drawing.inline) == [
        "Made-up hand-over of 3: no date",
        "Made-up hand-over of 4: 10 March 2021",
        "Made-up hand-over of 5: no date",
    ]
    assert "Without a date: 2 of 3. They can’t be drawn along a time. People in all: 12." in data.caption


def test_a_day_that_is_not_over_is_no_version_yet_and_the_page_says_so(client):
    row = made_up.case("Made-up case")
    answer = client.get(f"/cases/{row.pk}/as-of/2999-01-01/")
    assert answer.status_code == 404
    assert "There is no version of 1 January 2999" in answer.content.decode()


def test_what_is_shaded_says_whose_line_it_ends_at(client):
    made_up.place("Madeupland", kind="country", outline="051")
    assert "as it is controlled, not as it is claimed" in client.get("/map/").context["data"].caption
