"""The pages hold up to the HTML checker, to axe, to a phone, and to a second start of the archive."""

import csv
import re

import pytest
from django.conf import settings as site

from archive.urls import PAGES
from tests.drills import AT_LENGTH
from tests.pages.checkers import DESKTOP, PHONE, findings, html_findings, too_wide
from tests.pages.conftest import free_port, start

pytestmark = [pytest.mark.browser, pytest.mark.once]

LISTS = ["/", *(f"/{noun}/" for noun, _, _ in PAGES)]
READ = [
    "/cases/?act=beating&place=PLA-0007&since=2020&q=captured",
    "/cases/?q=nothing+like+this",
    "/cases/?kind=unheard-of",
    "/search/",
    "/search/?q=%D0%A8%D1%83%D1%88%D0%B0",
    "/search/?q=shushi&exact=1",
    "/search/?q=quixotik",
    "/testimonies/?act=beating&act=binding&all=act",
    "/testimonies/?view=chart&by=act",
    "/statements/?view=timeline",
    "/cases/?view=timeline&since=2020-11&until=2020-11",
    "/cases/?view=table&since=2020-10",
    "/events/choices/place/?find=a",
    "/repatriations/?size=50&sort=-date",
    "/held/",
    "/held/?since=2020-12-01",
    "/timeline/",
    "/timeline/?since=2020-11&until=2020-11",
    "/map/",
    "/hand-overs/",
    "/assessments/",
    "/calls/",
    "/cases/?view=map",
    "/nowhere/",
    "/requests/CAS-0005/?part=date",
    "/cases/CAS-0005/versions/",
    "/about/glossary/",
    "/about/sources/",
]
SIGNING_IN = ["/account/sign-in/", "/account/password/lost/", "/account/password/key/x-y/"]
OTHERS = [code for code, _ in site.LANGUAGES if code != site.LANGUAGE_CODE]
TRIED = OTHERS if AT_LENGTH else OTHERS[:1]  # in a browser; make drills tries all of them


def details(archive) -> list[str]:
    """The address of every record's page, as the lists link to them."""
    found = set()
    for noun, _, _ in PAGES:
        found.update(re.findall(rf'href="(/{noun}/[A-Z]{{3}}-\d+/)"', archive.get(f"/{noun}/?size=100")))
    return sorted(found)


def kinds_of(addresses: list[str]) -> list[str]:
    """One address of each noun."""
    return list({address.split("/")[1]: address for address in addresses}.values())


def some_of_each(addresses: list[str]) -> list[str]:
    """The first addresses of each noun; at length, all of them."""
    nouns = {address.split("/")[1]: [] for address in addresses}
    for address in addresses:
        nouns[address.split("/")[1]].append(address)
    return [address for those in nouns.values() for address in those[: None if AT_LENGTH else 4]]


def in_language(code: str, address: str) -> str:
    return address if code == site.LANGUAGE_CODE else f"/{code}{address}"


def test_every_page_passes_the_html_checker(archive, tmp_path):
    kinds = kinds_of(details(archive))
    spoken = [in_language(code, address) for code in OTHERS for address in (*LISTS, *READ, *SIGNING_IN, *kinds)]
    addresses = [*LISTS, *READ, *SIGNING_IN, *details(archive), *spoken]
    assert len(addresses) > 400
    assert html_findings({address: archive.get(address) for address in addresses}, tmp_path) == []


def test_every_kind_of_page_passes_axe_on_a_phone_and_on_a_desktop_in_light_and_in_dark(page, archive):
    addresses = [*LISTS, *READ, *SIGNING_IN, *kinds_of(details(archive)), "/cases/CAS-0006/", "/people/PER-0001/"]
    found = []
    for address in addresses:
        archive.visit(page, address)
        found += [(address, *one) for one in findings(page, PHONE, DESKTOP)]
    page.troubles.clear()  # answers 400 and 404 are among these pages, and the console tells of them
    assert found == []


@pytest.mark.drill
def test_every_page_of_a_record_fits_a_phone_and_a_desktop_and_leaves_room_for_its_text(page, archive):
    """What stands on a page changes with its record, and with it what might push its text aside."""
    found = []
    for address in some_of_each(details(archive)):
        archive.visit(page, address)
        for width, least in ((PHONE, 0.85), (DESKTOP, 0.5)):
            page.set_viewport_size({"width": width, "height": 900})
            text = page.locator(".told, article:not(:has(.told))").first.bounding_box()
            if too_wide(page) or text["width"] < least * width or text["x"] > 0.1 * width:
                found.append((address, width, too_wide(page), text))
    assert found == []


@pytest.mark.drill
@pytest.mark.parametrize("language", TRIED)
def test_every_kind_of_page_passes_axe_in_each_language(page, archive, language):
    """With the colours that were looked at in English; what other words change is what they are and how long."""
    found = []
    for address in [in_language(language, one) for one in (*LISTS, *READ, *SIGNING_IN, *kinds_of(details(archive)))]:
        archive.visit(page, address)
        found += [(address, *one) for one in findings(page, DESKTOP, schemes=["light"])]
        page.set_viewport_size({"width": PHONE, "height": 900})
        if wide := too_wide(page):
            found.append((address, PHONE, "wider than the screen by", wide))
        page.set_viewport_size({"width": DESKTOP, "height": 900})
    page.troubles.clear()  # answers 400 and 404 are among these pages, and the console tells of them
    assert found == []


def test_a_second_start_loses_nothing_and_says_no_password_again(archive, own_environment, tmp_path):
    before = archive.get("/cases/")
    process, printed = start(tmp_path, port := free_port(), own_environment)
    process.terminate()
    process.wait(20)
    assert printed.splitlines()[0].startswith(f"Serving on http://127.0.0.1:{port}/")
    assert archive.get("/cases/") == before


def test_the_first_start_says_what_it_did(archive):
    lines = archive.printed.splitlines()
    files = [path for path in (site.BASE_DIR / "fixtures").glob("*/*.csv") if path.parent.name in ("seed", "about")]
    rows = sum(len(list(csv.DictReader(file.read_text().splitlines()))) for file in files)
    assert lines[0] == f"Loaded the first collection: {rows} rows."
    assert re.fullmatch(r"Administrator: admin   password: \S{20}   \(shown this once\)", lines[1])
