"""A session that ends over a long form: who typed it signs in again, and finds it, and sends it again."""

import pytest

from tests.pages.conftest import look

pytestmark = [pytest.mark.browser, pytest.mark.once]
WORDS = "Made-up words that took an hour to type, and are not to be lost."


def test_what_was_typed_when_the_session_ended_comes_back_and_is_sent_again(page, archive):
    archive.come_in(page, "made-up-long-writer", "Curator")
    page.goto(f"{archive.address}/admin/archive/case/add/")
    page.get_by_label("Title").fill("A made-up case of somebody who writes long")
    page.get_by_label("Kind").select_option("other")
    page.get_by_label("Summary").fill(WORDS)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save and continue editing").click()
    look(page, "kept-words-1-session-ended")
    assert "/account/sign-in/?next=%2Fadmin%2Fkept%2F" in page.url
    archive.sign_in(page, "made-up-long-writer")  # as in another window, where they are still signed in
    page.goto(f"{archive.address}/admin/")
    look(page, "kept-words-2-desk")
    page.get_by_role("link", name="/admin/archive/case/add/").click()
    look(page, "kept-words-3-typed")
    assert WORDS in page.locator("dl.typed").inner_text()
    page.get_by_role("button", name="Send it again").click()
    look(page, "kept-words-4-sent-again")
    assert page.get_by_label("Summary").input_value() == WORDS
    assert page.get_by_label("Title").input_value() == "A made-up case of somebody who writes long"
