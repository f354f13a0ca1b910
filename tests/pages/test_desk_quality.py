"""Every kind of page of the desk holds up to axe, to the HTML checker and to a phone, as the public pages do."""

import pytest
from django.conf import settings as site

from tests.drills import AT_LENGTH
from tests.pages.checkers import DESKTOP, PHONE, findings, html_findings
from tests.pages.desk import crawl, kind_of, shape_of

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.drill]


@pytest.mark.parametrize("language", [code for code, _ in site.LANGUAGES])
def test_every_kind_of_page_of_the_desk_passes_the_checkers(page, archive, tmp_path, language):
    """`make test` looks at a page of each shape, and asks axe in English; `make drills` at all, in each language."""
    archive.sign_in(page)
    start = "/admin/" if language == site.LANGUAGE_CODE else f"/{language}/admin/"
    pages = crawl(archive, page, start, kind_of if AT_LENGTH else shape_of)
    assert len(pages) > (250 if AT_LENGTH else 25)
    assert html_findings(pages, tmp_path) == []
    found = []
    for address in pages if AT_LENGTH or language == site.LANGUAGE_CODE else ():
        archive.visit(page, address)
        found += [(address, *one) for one in findings(page, PHONE, DESKTOP)]
    assert found == []
