"""Lists and search in a browser: quick with scripts, whole without them, and the same by link, back and forward."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import look

pytestmark = [pytest.mark.browser, pytest.mark.once]

TOLD = "document.querySelector('.sentence').dataset.told"


@pytest.fixture
def plain(browser):
    """A page in a browser that runs no scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def state(page):
    """What a list shows: the sentence, the records, and every choice with its count, whether chosen."""
    choices = [
        (one.inner_text(), one.get_attribute("aria-current"))
        for one in page.locator("#facets section > ul a, #facets section details a").all()
    ]
    return told(page), page.locator("ol.cards h3").all_inner_texts(), choices


def told(page):
    """What a list shows, as who hears the page is told it."""
    return page.locator(".list .sentence").get_attribute("data-told")


def narrow(page, facet, choice):
    page.locator("#facets section", has=page.get_by_role("heading", name=facet, exact=True)).get_by_role(
        "link", name=re.compile(rf"^{choice}\b")
    ).first.click()


def test_only_what_changed_is_replaced_and_the_place_of_who_reads_is_kept(page, archive):
    page.goto(f"{archive.address}/testimonies/")
    page.evaluate("window.sameDocument = true")
    narrow(page, "Act described", "binding")
    page.wait_for_url("**/testimonies/?act=binding")
    page.locator('.sentence[data-told="3 testimonies describing binding"]').wait_for()
    assert page.evaluate("window.sameDocument") is True
    assert page.locator("#told").inner_text() == "3 testimonies describing binding"
    assert page.evaluate("document.activeElement.innerText").startswith("binding")
    narrow(page, "Act described", "beating")
    page.locator('.sentence[data-told="8 testimonies describing beating or binding"]').wait_for()
    page.get_by_role("link", name="Only those with all of these").click()
    page.locator('.sentence[data-told="2 testimonies describing beating and binding"]').wait_for()
    look(page, "all-of")
    page.get_by_role("link", name="Account of Maral Najarian").click()
    page.wait_for_url("**/testimonies/TES-0010/")
    assert page.evaluate("window.sameDocument === undefined")


def test_back_forward_and_a_shared_link_restore_the_state(page, plain, archive):
    page.goto(f"{archive.address}/cases/")
    states = [(page.url, state(page))]
    for facet, choice in (("Act", "beating"), ("Kind", "captivity")):
        narrow(page, facet, choice)
        page.wait_for_function(f"before => {TOLD} !== before", arg=states[-1][1][0])
        states.append((page.url, state(page)))
    page.get_by_label("Words").fill("captured")
    page.get_by_role("button", name="Search").last.click()
    page.wait_for_url("**q=captured**")
    page.wait_for_function(f"before => {TOLD} !== before", arg=states[-1][1][0])
    states.append((page.url, state(page)))
    for url, seen in reversed(states[:-1]):
        page.go_back()
        page.wait_for_url(url)
        page.wait_for_function(f"told => {TOLD} === told", arg=seen[0])
        assert state(page) == seen
    for url, seen in states[1:]:
        page.go_forward()
        page.wait_for_url(url)
        page.wait_for_function(f"told => {TOLD} === told", arg=seen[0])
        assert state(page) == seen
    for url, seen in states:
        plain.goto(url)
        assert state(plain) == seen


def test_the_list_is_right_without_scripts(plain, archive):
    plain.goto(f"{archive.address}/statements/")
    narrow(plain, "Position", "voices concern")
    assert told(plain) == "3 diplomatic statements taking the position: voices concern"
    assert plain.locator("ol.cards > li").count() == 3
    plain.get_by_role("main").get_by_role("link", name="Timeline").click()
    assert plain.locator("table.times tbody tr").count() == 3
    plain.get_by_text("Each month as a list").click()
    plain.locator("details.each a").first.click()
    assert "since=" in plain.url
    assert "that may fall in" in told(plain)
    plain.get_by_role("link", name="Remove all").click()
    assert plain.url == f"{archive.address}/statements/"


def test_an_unknown_filter_opens_as_the_page_that_it_is(browser, archive):
    page = browser.new_context().new_page()  # whose console may tell of the answer 400
    page.goto(f"{archive.address}/cases/")
    page.get_by_label("From").fill("yesterday")
    page.get_by_role("button", name="Search").last.click()
    page.get_by_role("heading", name="These filters can’t be read").wait_for()
    page.context.close()


def test_the_search_answers_as_one_types(page, archive):
    page.goto(f"{archive.address}/search/")
    page.evaluate("window.sameDocument = true")
    page.locator("#q").press_sequentially("Эулджекд", delay=20)
    page.get_by_role("heading", name=re.compile("People")).wait_for()
    assert page.locator("mark").first.inner_text() == "Euljekjian"
    assert page.evaluate("window.sameDocument") is True
    assert page.evaluate("document.activeElement.id") == "q"
    look(page, "search")


def found(page):
    """What the search shows: what stands in its box, how much it found, and each hit."""
    return page.locator("#q").input_value(), page.locator("#found .sentence").inner_text(), hits(page)


def hits(page):
    return page.locator("#found .cards h3").all_inner_texts()


def test_the_search_is_as_it_was_when_one_comes_back_to_it_from_a_hit_or_by_its_link(page, plain, archive):
    page.goto(f"{archive.address}/search/")
    page.locator("#q").press_sequentially("shushi")
    page.wait_for_url("**/search/?q=shushi")
    page.locator("#found .sentence").first.wait_for()
    before = found(page)
    page.get_by_role("link", name="Shusha / Shushi", exact=True).click()
    page.wait_for_url("**/places/PLA-0004/")
    page.go_back()
    page.wait_for_url("**/search/?q=shushi")
    page.locator("#found .sentence").first.wait_for()
    assert found(page) == before
    page.go_forward()
    page.wait_for_url("**/places/PLA-0004/")
    plain.goto(f"{archive.address}/search/?q=shushi")
    assert found(plain) == before
    plain.get_by_role("link", name="Exactly as written only").click()
    exact = found(plain)
    assert len(exact[2]) <= len(before[2])
    plain.go_back()
    assert found(plain) == before


def test_the_map_of_results_narrows_them_and_comes_back(page, plain, archive):
    page.goto(f"{archive.address}/cases/?view=map")
    before = told(page)  # other tests enter cases, too
    page.locator("tbody a", has_text="Baku").click()
    page.wait_for_url("**/cases/?view=map&place=PLA-0007")
    expect(page.locator(".list h1")).to_have_text("Cases in Baku")
    narrowed = told(page)
    page.go_back()
    expect(page.locator(".sentence")).to_have_attribute("data-told", before)
    plain.goto(f"{archive.address}/cases/?view=map")
    plain.locator("tbody a", has_text="Baku").click()
    assert told(plain) == narrowed
