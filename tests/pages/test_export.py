"""A filtered list, taken from the desk as a file of the columns that somebody chose."""

import csv
from pathlib import Path

import pytest

from tests.pages.conftest import look

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_the_columns_of_a_filtered_list_are_chosen_and_come_as_a_file(page, archive):
    archive.sign_in(page)
    page.goto(f"{archive.address}/admin/archive/case/?q=Hadrut")
    titles = [cell.inner_text() for cell in page.locator("#result_list .field-title").all()]
    page.get_by_role("link", name="Export").click()
    assert page.url == f"{archive.address}/admin/archive/case/export/?q=Hadrut"
    look(page, "export")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_label("title", exact=True).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "cases.csv"
    with Path(download.value.path()).open(newline="") as file:
        heading, *rows = csv.reader(file)
    assert (heading, rows) == (["title"], [[title] for title in titles])
