"""Links on the desk's forms are chosen by words, by keyboard alone, and nothing typed disappears without a word."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import look

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def form(page, archive):
    """The form of a new testimony."""
    archive.sign_in(page)
    page.goto(f"{archive.address}/admin/archive/testimony/add/")
    return page


def choose(box, words: str) -> None:
    """Type ``words``, and take the first that is offered, by keyboard."""
    box.press_sequentially(words)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_attribute("aria-expanded", "false")


def sent(page, name: str) -> list[str]:
    """What the form would send of a field."""
    return page.locator(f"form select[name={name}]").evaluate("one => [...one.selectedOptions].map(one => one.value)")


def test_one_record_is_chosen_by_words_of_it_and_taken_out_by_emptying_the_box(form):
    box = form.get_by_role("combobox", name="Told by")
    choose(box, "released in March")
    assert box.input_value() == "A captive released in March 2021 (PER-0001)"
    assert sent(form, "told_by") == ["PER-0001"]
    box.fill("")
    box.press("Tab")
    assert sent(form, "told_by") == [""]


def test_several_records_are_chosen_one_after_another_and_each_can_be_taken_out(form):
    box = form.get_by_role("combobox", name="Acts")
    choose(box, "beat")
    choose(box, "bind")
    assert form.locator(".field-acts .chosen li span").all_inner_texts() == ["beating", "binding"]
    _, binding = sent(form, "acts")
    form.get_by_role("button", name="Remove beating").press("Enter")
    assert sent(form, "acts") == [binding]
    expect(box).to_be_focused()
    choose(box, "binding")  # what is chosen already is given back
    assert sent(form, "acts") == []


def test_what_is_offered_is_said_and_looks_as_it_should(form):
    box = form.get_by_role("combobox", name="Told by")
    box.press("ArrowDown")
    expect(form.get_by_role("listbox", name="Told by").get_by_role("option").first).to_be_visible()
    expect(form.locator(".field-told_by [role=status]")).to_have_text(
        re.compile(r"^\d+ found\. The arrow keys choose\.$")
    )
    box.press("ArrowUp")
    last = form.locator(".offered li").last
    assert box.get_attribute("aria-activedescendant") == last.get_attribute("id")
    look(form, "picker")
    box.press("Escape")
    expect(form.get_by_role("listbox", name="Told by")).to_be_hidden()


def test_more_than_a_page_of_what_was_found_is_fetched_when_asked_for(form):
    box = form.get_by_role("combobox", name="Places")
    box.press("ArrowDown")
    offered = form.locator(".offered li")
    expect(offered).to_have_count(21)  # twenty, and the one that shows more
    box.press("ArrowUp")
    box.press("Enter")
    expect(offered).not_to_have_count(21)
    assert box.get_attribute("aria-activedescendant") == offered.nth(20).get_attribute("id")


def test_words_that_chose_nothing_are_said_back_and_what_was_chosen_stands(form):
    box = form.get_by_role("combobox", name="Told by")
    choose(box, "released in March")
    box.fill("Made-up words")
    expect(form.locator(".field-told_by [role=status]")).to_have_text("Nothing found.")
    box.press("Tab")
    expect(form.locator(".field-told_by [role=status]")).to_have_text("Nothing was chosen for “Made-up words”.")
    assert sent(form, "told_by") == ["PER-0001"]
    assert box.input_value() == "A captive released in March 2021 (PER-0001)"


def test_a_record_that_is_made_in_a_window_of_its_own_is_chosen(form):
    with form.expect_popup() as opened:
        form.locator("#add_id_acts").click()
    window = opened.value
    window.get_by_label("Title").fill("A made-up act")
    window.get_by_label("Notation").fill("made-up-act")
    window.get_by_label("Scheme").select_option("acts")
    window.get_by_role("button", name="Save", exact=True).click()
    expect(form.locator(".field-acts .chosen")).to_contain_text("A made-up act")
    [made] = sent(form, "acts")
    assert made.startswith("TER-")


def test_a_row_that_is_added_has_its_own_picker_labels_and_help_texts(form):
    form.get_by_role("button", name="Add another Citation").click()
    row = form.locator("#citation_set-0")
    box = row.get_by_role("combobox", name="Source")
    assert box.get_attribute("aria-describedby") == "id_citation_set-0-source_helptext"
    assert row.locator("#id_citation_set-0-source_helptext").count() == 1
    look(form, "row-added")
    row.get_by_role("button", name="Remove").click()
    expect(form.locator("#citation_set-0")).to_have_count(0)


def test_what_was_chosen_is_what_is_saved(form, archive):
    form.get_by_label("Title").fill("A made-up account of somebody who picks")
    choose(form.get_by_role("combobox", name="Told by"), "released in March")
    choose(form.get_by_role("combobox", name="Acts"), "beat")
    form.get_by_label("Consent:").select_option("unknown")
    form.get_by_role("button", name="Add another Citation").click()
    choose(form.locator("#citation_set-0").get_by_role("combobox", name="Source"), "Armenian")
    form.get_by_role("button", name="Save and continue editing").click()
    assert form.get_by_role("combobox", name="Told by").input_value() == "A captive released in March 2021 (PER-0001)"
    assert form.locator(".field-acts .chosen li span").all_inner_texts() == ["beating"]
    assert form.locator("#citation_set-0").get_by_role("combobox", name="Source").input_value() != ""
