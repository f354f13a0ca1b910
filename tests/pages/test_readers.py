"""What readers come for: a relative finds somebody, a journalist checks a number, a lawyer gathers what is told of a
prison.
"""

import csv
import io
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import look

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_a_relative_finds_a_person_by_a_name_in_another_script(page, archive):
    page.goto(archive.address)
    page.get_by_label("Find a person, a place or an event").fill("Էուլջեկջյան")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Viken Euljekjian", exact=True).click()
    expect(page.locator(".steps li")).to_have_count(6)
    look(page, "relative")
    page.locator(".steps a").last.click()
    assert "To 20 years in prison." in page.locator("tr:target").inner_text()
    assert page.locator(".notes li").count() == 1


def test_a_journalist_checks_a_number_and_a_video(page, archive):
    page.goto(f"{archive.address}/search/?q=over+200")
    page.get_by_role("link", name="Prisoners held as of April 2021").click()
    assert re.sub(r"\s+", " ", page.locator("h1").inner_text()).startswith(
        "over 200 Armenian POWs held captive by Azerbaijan, as of April 2021, according to Armenian authorities"
    )
    assert page.locator("#alike ~ table tbody tr").count() == 3
    look(page, "journalist-figure")
    page.goto(f"{archive.address}/videos/VID-0001/")
    heads = page.locator("section[aria-labelledby=concluded] thead th").all_inner_texts()
    assert heads == ["Conclusion", "BBC", "Bellingcat"]
    look(page, "journalist-video")


def test_a_lawyer_gathers_every_account_of_a_prison_with_its_sources(page, archive):
    page.goto(f"{archive.address}/search/?q=Gobustan")
    page.get_by_role("link", name="Gobustan Prison", exact=True).click()
    page.get_by_role("link", name="Testimonies, place").click()
    expect(page.locator("h1")).to_have_text("Testimonies speaking of Gobustan Prison")
    look(page, "lawyer")
    with page.expect_download() as got:
        page.get_by_role("link", name="CSV").click()
    with open(got.value.path(), encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["reference"] for row in rows] == ["TES-0010"]
    assert "Armenian prisoners of the Second Nagorno-Karabakh War" in rows[0]["sources"]
    page.get_by_role("link", name="Account of Maral Najarian").click()
    assert "Accessed:" in page.locator(".cite").inner_text()


def test_a_page_laid_from_right_to_left_stays_whole(browser, archive):
    for width in (375, 1280):
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        for address in ("/people/PER-0002/", "/testimonies/?act=beating", "/", "/figures/FIG-0007/"):
            page.goto(archive.address + address)
            page.evaluate("document.documentElement.dir = 'rtl'")
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert (address, wide) == (address, 0)
        page.goto(f"{archive.address}/people/PER-0002/")
        page.evaluate("document.documentElement.dir = 'rtl'")
        first, last = (page.locator(".steps a").nth(n).bounding_box() for n in (0, 5))
        assert first["x"] > last["x"] or width == 375
        context.close()


def test_the_map_zooms_and_opens_what_is_there_and_asks_no_other_host(page, archive):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{archive.address}/map/")
    page.locator(".map-live .pin").first.wait_for()
    before = page.locator(".pin").count()
    page.locator(".pin.several").first.click()
    page.wait_for_function(
        f"document.querySelectorAll('.pin').length !== {before} || document.querySelector('.leaflet-zoom-anim')"
    )
    page.goto(f"{archive.address}/cases/?view=map")
    page.locator(".map-live .pin").first.wait_for()
    while page.locator(".pin.several").count():
        page.locator(".pin.several").first.click()
        page.wait_for_timeout(400)
    page.locator(".pin").first.click()
    assert (
        page.locator(".leaflet-popup-content a").first.get_attribute("href").startswith("/cases/?view=map&place=PLA-")
    )
    assert [url for url in asked if not url.startswith(archive.address)] == []


def test_the_icon_is_found_where_it_is_asked_for(archive):
    with urllib.request.urlopen(f"{archive.address}/favicon.ico") as answer:  # noqa: S310 – our own server
        assert (answer.status, io.BytesIO(answer.read()).read(4)) == (200, b"\x00\x00\x01\x00")
