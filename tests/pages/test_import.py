"""A messy file, from being handed in to the public page, as somebody with a spreadsheet goes through it."""

import pytest

from tests.pages.conftest import leave, look

pytestmark = [pytest.mark.browser, pytest.mark.once]

MESSY = """№;Название;Вид;Дата;Место;Примечание учётчика
1;Вымышленный плен;пленение;10.11.2020;Madeupton-on-Sea;проверить
2;Вымышленное убийство;умерщвление;03/04/2021;;
3;Ещё один вымышленный случай;captivity;xx.10.2020;;
4;;captivity;c. 2020;;
"""


def hand_in(page, archive, name, content):
    page.goto(f"{archive.address}/admin/imports/?noun=cases")
    page.set_input_files("#id_files", files=[{"name": name, "mimeType": "text/csv", "buffer": content}])
    page.get_by_role("button", name="Upload").click()


def test_a_messy_file_is_read_mended_applied_published_and_seen(page, archive):
    archive.sign_in(page)
    hand_in(page, archive, "made-up.csv", MESSY.encode("windows-1251"))
    assert "Windows-1251 (Cyrillic), column separator: semicolon" in page.locator("#content").inner_text()
    look(page, "import-reading")
    for heading, field in {"Название": "title", "Вид": "kind", "Дата": "date", "Место": "places"}.items():
        assert page.get_by_label(heading, exact=True).input_value() == field
    assert page.get_by_label("Примечание учётчика").input_value() == ""
    page.get_by_role("button", name="Check the rows").click()

    page.get_by_role("link", name="3 rejected").wait_for()
    look(page, "import-preview")
    told = page.locator("#content").inner_text()
    assert "“03/04/2021”. Expected a date with one meaning, but it can mean 3 April 2021 or 4 March 2021" in told
    page.get_by_label("Meaning of пленение", exact=True).select_option("captivity")
    page.get_by_label("Meaning of умерщвление", exact=True).select_option("killing")
    page.get_by_role("button", name="Check again").click()
    page.get_by_text("1 new").wait_for()

    page.get_by_role("button", name="Change the import settings").click()
    page.get_by_label("Day or month first in date?").select_option("day")
    page.get_by_label("Место", exact=True).select_option("")
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_text("3 new").wait_for()
    with page.expect_download() as fetched:
        page.goto(page.url.split("?")[0] + "?outcome=refused")
        page.get_by_role("link", name="Download rejected rows with reasons").click()
    mended = fetched.value.path().read_text(encoding="utf-8-sig")
    assert mended.splitlines()[1].startswith('4,,captivity,c. 2020,,,"Row 5: title: “”. Expected a value')
    page.get_by_label("Apply the rest without the 1 rejected row").check()
    page.get_by_role("button", name="Apply this batch").click()
    page.get_by_text("This batch was applied.").wait_for()
    look(page, "import-applied")

    again = mended.replace("4,,", "4,Последний вымышленный случай,")
    hand_in(page, archive, "mended.csv", again.encode())
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_text("1 new").wait_for()
    page.get_by_role("button", name="Apply this batch").click()
    page.get_by_text("This batch was applied.").wait_for()

    publish(page, archive)
    leave(page)
    page.goto(f"{archive.address}/cases/?q=Последний")
    page.get_by_role("link", name="Последний вымышленный случай").click()
    assert "about 2020" in page.locator(".under").inner_text()


def publish(page, archive):
    """Open it to the public as its curator, and let a reviewer publish it."""
    page.goto(f"{archive.address}/admin/archive/case/?q=Последний")
    page.get_by_role("link", name="Последний вымышленный случай").click()
    assert "batch" in page.locator(".came-from").inner_text()
    page.get_by_label("Access").select_option("public")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{archive.address}/admin/archive/case/?q=Последний")
    page.get_by_role("link", name="Последний вымышленный случай").click()
    page.get_by_role("link", name="Send it to review…").click()
    page.get_by_label("Note").fill("from a made-up file")
    page.get_by_role("button", name="Send it to review").click()
    archive.come_in(page, "made-up-reader-of-files", "Reviewer")
    page.goto(f"{archive.address}/admin/archive/case/?q=Последний")
    page.get_by_role("link", name="Последний вымышленный случай").click()
    page.get_by_role("link", name="Publish it…").click()
    page.get_by_label("Note").fill("checked")
    page.get_by_role("button", name="Publish it").click()
    assert "is now: published. Everyone sees it." in page.locator(".messagelist").inner_text()
