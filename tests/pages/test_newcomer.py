"""A newcomer at the desk: from the invitation to a second factor to a draft to a published record."""

import pytest

from tests.pages.conftest import choose_password, leave, look, set_up_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_from_an_invitation_to_a_published_record(page, archive):
    link = archive.invite(page, "made-up-newcomer", "Curator")
    look(page, "1-invited")
    leave(page)
    page.goto(link)
    look(page, "2-password")
    choose_password(page)
    assert (
        "To work at the desk you need a second factor. Please set up one of these first."
        in page.locator("main").inner_text()
    )
    look(page, "3-second-factor")
    set_up_second_factor(page)
    archive.keep(page, "made-up-newcomer")
    look(page, "4-desk")

    page.goto(f"{archive.address}/admin/roles/")
    look(page, "5-roles")
    page.goto(f"{archive.address}/admin/archive/case/add/")
    page.get_by_label("Title").fill("A made-up case of a newcomer")
    page.get_by_label("Kind").select_option("other")
    page.get_by_label("Access").select_option("public")
    page.get_by_role("button", name="Save and continue editing").click()
    look(page, "6-draft")
    reference = page.url.split("/")[-3]
    public = f"{archive.address}/cases/{reference}/"
    assert "Page not found" in archive.get(f"/cases/{reference}/")
    page.get_by_role("link", name="Send it to review…").click()
    page.get_by_label("Note").fill("my first record")
    page.get_by_role("button", name="Send it to review").click()
    assert "is now: in review." in page.locator(".messagelist").inner_text()

    archive.come_in(page, "made-up-second-reviewer", "Reviewer")
    page.goto(f"{archive.address}/admin/archive/case/{reference}/change/")
    page.get_by_role("link", name="Publish it…").click()
    look(page, "7-publish")
    page.get_by_role("button", name="Publish it").click()
    page.goto(public)
    look(page, "8-public")
    assert page.locator("h1").inner_text() == "A made-up case of a newcomer"
    assert "A made-up case of a newcomer" in archive.get(f"/cases/{reference}/")
