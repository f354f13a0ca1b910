"""The whole public site by keyboard alone: everything that can be used is reached, in order, and seen to be reached."""

import pytest
from django.conf import settings as site
from playwright.sync_api import expect

from tests.pages.test_quality import LISTS, READ, TRIED, details, in_language, kinds_of

pytestmark = [pytest.mark.browser, pytest.mark.once]

USABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden' && one.checkVisibility())
    .filter(one => one.type !== 'radio' || one.checked || one === document.querySelector(`[name="${one.name}"]`)
        && !document.querySelector(`[name="${one.name}"]:checked`))
    .map((one, n) => { one.dataset.walked = n; return n; })"""
FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    return [Number(one.dataset.walked ?? -1), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
        box.bottom > 0 && box.top < innerHeight];
}"""


def walked(page) -> list[list]:
    """What has the focus after each press of the tabulator: its number, whether that shows, whether it is in view."""
    numbers = page.evaluate(USABLE)
    page.evaluate("document.activeElement.blur()")
    steps = []
    for _ in numbers:
        page.keyboard.press("Tab")
        steps.append(page.evaluate(FOCUSED))
    return steps


@pytest.mark.drill
@pytest.mark.parametrize("language", [site.LANGUAGE_CODE, *TRIED])
def test_everything_on_every_kind_of_page_is_reached_in_order_and_shows_that_it_is(browser, archive, language):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    told = []
    read = READ if language == site.LANGUAGE_CODE else []
    for address in [in_language(language, one) for one in (*LISTS, *read, *kinds_of(details(archive)))]:
        archive.visit(opened, address)
        steps = walked(opened)
        if [number for number, _, _ in steps] != list(range(len(steps))):
            told.append((address, "not in order", [number for number, _, _ in steps]))
        told += [(address, step) for step in steps if not (step[1] and step[2])]
    context.close()
    assert told == []


def test_from_the_way_in_to_who_says_what_without_touching_a_mouse(page, archive):
    page.goto(archive.address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    to(page, "Cases")
    page.wait_for_url("**/cases/")
    to(page, "beating")
    page.wait_for_url("**/cases/?act=beating")
    expect(page.locator("a:focus")).to_contain_text("beating")  # given back after the change
    page.keyboard.press("Shift+Tab")
    to(page, page.locator(".cards h3 a").first.inner_text())
    page.wait_for_url("**/cases/CAS-*/")
    to(page, "1")
    assert page.evaluate("location.hash") == "#n1"
    to(page, "a")
    assert page.evaluate("location.hash") == "#r1a"


def test_a_search_is_typed_sent_and_followed_without_touching_a_mouse(page, archive):
    page.goto(archive.address)
    while page.evaluate("document.activeElement.id") != "q":
        page.keyboard.press("Tab")
    page.keyboard.type("Shushi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=Shushi")
    to(page, "Shusha / Shushi")
    page.wait_for_url("**/places/PLA-0004/")


def to(page, label: str) -> None:
    """Press the tabulator until something with ``label`` has the focus, and then enter."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText ?? ''").strip().startswith(label):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"“{label}” is not reached by keyboard on {page.url}.")
