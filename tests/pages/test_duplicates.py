"A duplicate in the browser: offered as one types, compared line by line, merged, and parted."

import pytest

from tests.pages.conftest import look

pytestmark = [pytest.mark.browser, pytest.mark.once]


def entered(page, archive, title: str, name: str) -> str:
    page.goto(f"{archive.address}/admin/archive/person/add/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Name:", exact=True).fill(name)
    page.get_by_role("button", name="Save and continue editing").click()
    return page.url.split("/")[-3]


def test_a_duplicate_is_offered_compared_merged_and_parted(page, archive):
    archive.sign_in(page)
    first = entered(page, archive, "a made-up captive", "Ani Madeupian")
    page.goto(f"{archive.address}/admin/archive/person/add/")
    page.get_by_label("Title").fill("another label")
    page.get_by_label("Name:", exact=True).press_sequentially("Անի Մադեուպյան")
    page.wait_for_selector("#likely-typed li")
    look(page, "1-as-one-types")
    assert page.locator("#likely-typed li").all_inner_texts() == [f"Ani Madeupian ({first}) – called “Ani Madeupian”"]
    page.get_by_role("button", name="Save and continue editing").click()
    second = page.url.split("/")[-3]
    look(page, "2-on-the-form")
    page.get_by_role("link", name="compare").click()
    look(page, "3-compared")
    page.get_by_role("row", name="name").get_by_label(f"that of {second}").check()
    page.get_by_label("Note:").fill("One made-up person.")
    page.get_by_role("button", name="Merge").click()
    look(page, "4-merged")
    assert f"{second} was merged into {first}." in page.locator(".messagelist").inner_text()
    page.goto(f"{archive.address}/admin/archive/person/{second}/change/")
    assert page.url == f"{archive.address}/admin/archive/person/{first}/change/"
    assert page.get_by_label("Name:", exact=True).first.input_value() == "Անի Մադեուպյան"
    page.get_by_role("link", name="see or undo").click()
    page.get_by_role("button", name="Undo the merge").click()
    page.goto(f"{archive.address}/admin/archive/person/{second}/change/")
    assert page.url == f"{archive.address}/admin/archive/person/{second}/change/"
