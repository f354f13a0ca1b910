"""One walk through the whole archive in a browser, as a reader and as a curator."""

import re

import pytest

from tests.pages.conftest import look

pytestmark = pytest.mark.browser

CSV = """reference,title,kind,date,access,state
CAS-0900,A made-up case from a file,other,2022-02,public,in-review
"""


def test_from_home_through_facets_to_a_page_to_the_desk_and_back(page, archive):
    page.goto(archive.address)
    page.locator(".counts").get_by_role("link", name="Cases").click()
    page.locator("#facets").get_by_role("link", name="beating 3").click()
    page.get_by_role("heading", name="Cases with beating").wait_for()  # the list is replaced, with the next choices
    page.locator("#facets").get_by_role("link", name="killing").first.click()
    page.get_by_role("link", name=re.compile("Remove the filter Act: unlawful killing")).click()
    page.wait_for_url("**/cases/?act=beating")
    page.get_by_role("heading", name="Cases with beating", exact=True).wait_for()
    assert page.locator("ol.cards > li").count() == 3

    page.get_by_role("link", name="Captivity of Viken Euljekjian").click()
    page.locator(".rests-on").get_by_role("link", name="Note 1").first.click()
    assert page.url.endswith("#n1")
    assert "Armenian prisoners of the Second Nagorno-Karabakh War" in page.locator(".notes li:target").inner_text()
    case = page.url.partition("#")[0]

    archive.sign_in(page)
    page.goto(f"{archive.address}/admin/archive/case/CAS-0005/change/")
    title = page.input_value("#id_title")
    page.fill("#id_title", f"{title} (edited)")
    page.get_by_label("Why it should change").fill("a made-up reason")
    page.get_by_role("button", name="Save", exact=True).click()
    proposal = page.url
    page.goto(case)
    assert page.locator("h1").inner_text() == title

    archive.come_in(page, "made-up-first-reviewer", "Reviewer")
    page.goto(proposal)
    look(page, "revision")
    page.get_by_label("accept").check()
    page.get_by_role("button", name="Decide").click()
    page.goto(case)
    assert page.locator("h1").inner_text() == f"{title} (edited)"


def test_from_a_file_through_review_to_a_page_and_to_its_tombstone(page, archive):
    archive.sign_in(page)
    page.goto(f"{archive.address}/admin/archive/case/import/")
    file = {"name": "made-up.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    page.set_input_files("#id_files", files=[file])
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_role("button", name="Apply this batch").click()
    page.get_by_text("This batch was applied.").wait_for()
    assert "1 new" in page.locator(".totals").inner_text()

    page.goto(f"{archive.address}/admin/archive/case/CAS-0900/change/")
    assert page.get_by_role("link", name="Publish it…").count() == 0  # whoever brought it in does not publish it
    archive.come_in(page, "made-up-reviewer", "Reviewer")
    page.goto(f"{archive.address}/admin/archive/case/CAS-0900/change/")
    page.get_by_role("link", name="Publish it…").click()
    page.get_by_label("Note").fill("checked against the made-up source")
    page.get_by_role("button", name="Publish it").click()
    assert "is now: published. Everyone sees it." in page.locator(".messagelist").inner_text()

    page.goto(f"{archive.address}/cases/?q=made-up")
    page.get_by_role("link", name="A made-up case from a file").click()
    assert page.locator("h1").inner_text() == "A made-up case from a file"
    assert "February 2022" in page.locator(".under").inner_text()

    page.goto(f"{archive.address}/admin/archive/case/?q=CAS-0900")
    page.get_by_role("checkbox", name=re.compile("Select this object")).check()
    page.select_option("select[name=action]", "withdraw")
    page.locator("button[name=index]").click()
    page.get_by_label("Note").fill("entered twice")
    page.get_by_label("Reason").select_option("duplicate")
    page.get_by_role("button", name="Withdraw it").click()
    assert "is now: withdrawn." in page.locator(".messagelist").inner_text()
    gone = archive.get("/cases/CAS-0900/")
    assert ("because it duplicates another record" in gone, "made-up case" in gone) == (True, False)
    page.goto(f"{archive.address}/admin/archive/case/CAS-0900/history/")
    assert "entered twice" in page.locator("#content").inner_text()


def test_the_site_is_whole_without_javascript(browser, archive):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{archive.address}/cases/?standing=sources-disagree")
    opened.get_by_role("link", name="Killing of two captured Armenians at Hadrut").click()
    voices = opened.locator(".differ", has_text="Sources disagree: standing").locator(".voices > li")
    said = [voice.inner_text().split("\n") for voice in voices.all()]
    assert [lines[0] for lines in said] == ["Authorities of Artsakh", "Bellingcat"]
    voices.first.get_by_role("link", name="Note").click()
    assert "Authorities of Artsakh" in opened.locator(".notes li:target").inner_text()
    context.close()
