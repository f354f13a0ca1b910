"""The pages hold up to the HTML checker, to axe, to a phone, and to a second start of the archive."""

import csv
import json
import re
import subprocess

import pytest
from django.conf import settings as site

from archive.urls import PAGES
from tests import tools
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
    "/cases/?view=table&since=2020-10",
    "/events/choices/place/?find=a",
    "/repatriations/?size=50&sort=-date",
    "/held/",
    "/held/?since=2020-12-01",
    "/timeline/",
    "/timeline/?since=2020-10&until=2020-12",
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


def details(archive) -> list[str]:
    """The address of every record's page, as the lists link to them."""
    found = set()
    for noun, _, _ in PAGES:
        found.update(re.findall(rf'href="(/{noun}/[A-Z]{{3}}-\d+/)"', archive.get(f"/{noun}/?size=100")))
    return sorted(found)


def kinds_of(addresses: list[str]) -> list[str]:
    """One address of each noun."""
    return list({address.split("/")[1]: address for address in addresses}.values())


def in_language(code: str, address: str) -> str:
    return address if code == site.LANGUAGE_CODE else f"/{code}{address}"


def test_every_page_passes_the_html_checker(archive, tmp_path):
    if not (tools.java() and tools.VNU.exists()):
        pytest.fail("no Java or HTML checker") if tools.STRICT else pytest.skip("no Java or HTML checker")
    kinds = kinds_of(details(archive))
    spoken = [in_language(code, address) for code in OTHERS for address in (*LISTS, *READ, *SIGNING_IN, *kinds)]
    addresses = [*LISTS, *READ, *SIGNING_IN, *details(archive), *spoken]
    assert len(addresses) > 400
    for number, address in enumerate(addresses):
        (tmp_path / f"{number:04d}.html").write_text(archive.get(address))
    command = [tools.java(), "-jar", str(tools.VNU), "--format", "json", "--skip-non-html", str(tmp_path)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    findings = json.loads(checked.stderr)["messages"]
    told = [(addresses[int(f["url"][-9:-5])], f["message"], f.get("extract", "")) for f in findings]
    assert told == []


@pytest.mark.parametrize("language", [site.LANGUAGE_CODE, *OTHERS])
@pytest.mark.parametrize("width", [375, 1280])
def test_every_kind_of_page_passes_axe_in_light_and_in_dark(browser, archive, width, language):
    if not tools.AXE.exists():
        pytest.fail("no axe") if tools.STRICT else pytest.skip("no axe")
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, reduced_motion="reduce")
    opened = context.new_page()
    told = []
    english = ["/cases/CAS-0006/", "/people/PER-0001/"] if language == site.LANGUAGE_CODE else []
    addresses = [*LISTS, *READ, *SIGNING_IN, *kinds_of(details(archive)), *english]
    for address in [in_language(language, address) for address in addresses]:
        archive.visit(opened, address)
        opened.add_script_tag(path=tools.AXE)
        opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for scheme in ("light", "dark"):
            opened.emulate_media(color_scheme=scheme)
            rules = "" if scheme == "light" else ", runOnly: ['color-contrast']"  # all else is the same page
            result = opened.evaluate(f"axe.run(document, {{resultTypes: ['violations']{rules}}})")
            told += [(address, scheme, f["id"], f["nodes"][0]["html"][:200]) for f in result["violations"]]
        wide = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        told += [(address, "wider than the screen by", wide)] if wide > 0 else []
    context.close()
    assert told == []


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
