"""A curator enters a case from one source by keyboard, in one save; and loses nothing with the browser."""

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import look
from tests.pages.test_picker import choose

pytestmark = [pytest.mark.browser, pytest.mark.once]
MOST_INPUTS = 12
READER = "made-up-reader-of-sources"
ADD = "/admin/archive/case/add/"


@pytest.fixture
def desk(page, archive):
    """A curator's desk, who works from the seed's source."""
    if READER in archive.cookies:
        archive.sign_in(page, READER)
    else:
        archive.come_in(page, READER, "Curator")
    page.goto(f"{archive.address}/admin/working-source/?after={ADD}")
    box = page.get_by_role("combobox", name="Source")
    if not box.input_value():
        choose(box, "Armenian prisoners of the Second")
    page.get_by_label("Locator").fill("Introduction")
    look(page, "entering-1-working-source")
    page.get_by_role("button", name="Work from it").press("Enter")
    page.wait_for_url(f"**{ADD}")
    return page


def test_one_case_from_one_source_takes_at_most_twelve_inputs_and_one_save(desk, archive):
    inputs = [
        lambda: desk.locator("#id_title").fill("A made-up capture on the road"),
        lambda: desk.locator("#id_summary").fill("Made-up words that say no more than their source."),
        lambda: desk.locator("#id_kind").select_option("captivity"),
        lambda: desk.locator("#id_date").press_sequentially("between 9 and 15 October 2020"),
        lambda: choose(desk.get_by_role("combobox", name="Places").first, "Hadrut"),
        lambda: choose(desk.get_by_role("combobox", name="Acts"), "beat"),
        lambda: desk.locator("#id_verification").select_option("single-source"),
        lambda: desk.locator("#id_content_warning").select_option("describes-violence"),
        lambda: desk.get_by_role("button", name="Add another Participation").press("Enter"),
        lambda: desk.locator("#id_participations-0-group").fill("two made-up captives"),
        lambda: desk.locator("#id_participations-0-count").fill("2"),
        lambda: desk.locator("#id_participations-0-role").select_option(index=1),
    ]
    for make in inputs:
        make()
    look(desk, "entering-2-filled-in")
    desk.get_by_role("button", name="Save and continue editing").press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("Cited to SRC-0001, Introduction: the whole record.")
    assert len(inputs) <= MOST_INPUTS
    assert desk.locator("#id_date").input_value() == "[2020-10-09..2020-10-15]"
    assert desk.locator("#id_citation_set-0-locator").input_value() == "Introduction"
    look(desk, "entering-3-saved")


def test_what_was_typed_before_the_browser_was_gone_comes_back_with_its_rows(desk, archive):
    desk.locator("#id_title").fill("A made-up case of an hour")
    desk.get_by_role("button", name="Add another Participation").press("Enter")
    desk.locator("#id_participations-0-group").fill("a made-up captive")
    expect(desk.locator(".kept-words")).to_contain_text("Kept as you type, last at ")
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.goto(f"{archive.address}{ADD}")
    assert asked == ["beforeunload"]
    desk.get_by_role("link", name="what you typed up to").press("Enter")
    assert desk.locator("#id_title").input_value() == "A made-up case of an hour"
    assert desk.locator("#id_participations-0-group").input_value() == "a made-up captive"
    look(desk, "entering-4-typed-before")


def test_an_ambiguous_date_is_asked_about_while_it_is_typed(desk):
    box = desk.locator("#id_date")
    box.press_sequentially("9-15 October 2020")
    asked = desk.get_by_role("radiogroup", name="Which is meant?")
    expect(asked.get_by_role("radio")).to_have_count(2)
    asked.get_by_label("between 9 and 15 October 2020").press("Space")
    look(desk, "entering-5-ambiguous-date")
    desk.locator("#id_title").fill("A made-up case with a span")
    desk.locator("#id_kind").select_option("captivity")
    desk.get_by_role("button", name="Save and continue editing").press("Enter")
    assert desk.locator("#id_date").input_value() == "[2020-10-09..2020-10-15]"
