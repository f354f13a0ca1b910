"""The pages hold up to the HTML checker, to axe, to a phone, and to a second start of the archive."""

import csv
import json
import re
import subprocess

import pytest
from django.conf import settings

from archive.urls import PAGES
from tests import tools
from tests.pages.conftest import free_port, start

pytestmark = [pytest.mark.browser, pytest.mark.once]

LISTS = ["/", *(f"/{noun}/" for noun, _, _ in PAGES)]
STATES = [
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
    "/account/sign-in/",
    "/account/password/lost/",
    "/account/password/key/x-y/",
]


def details(archive) -> list[str]:
    """The address of every record's page, as the lists link to them."""
    found = set()
    for noun, _, _ in PAGES:
        found.update(re.findall(rf'href="(/{noun}/[A-Z]{{3}}-\d+/)"', archive.get(f"/{noun}/?size=100")))
    return sorted(found)


def test_every_page_passes_the_html_checker(archive, tmp_path):
    if not (tools.java() and tools.VNU.exists()):
        pytest.fail("no Java or HTML checker") if tools.STRICT else pytest.skip("no Java or HTML checker")
    addresses = [*LISTS, *STATES, *details(archive)]
    assert len(addresses) > 200
    for number, address in enumerate(addresses):
        (tmp_path / f"{number:04d}.html").write_text(archive.get(address))
    command = [tools.java(), "-jar", str(tools.VNU), "--format", "json", "--skip-non-html", str(tmp_path)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    findings = json.loads(checked.stderr)["messages"]
    told = [(addresses[int(f["url"][-9:-5])], f["message"], f.get("extract", "")) for f in findings]
    assert told == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_every_kind_of_page_passes_axe(browser, archive, scheme, width):
    if not tools.AXE.exists():
        pytest.fail("no axe") if tools.STRICT else pytest.skip("no axe")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    opened = context.new_page()
    kinds = {address.split("/")[1]: address for address in details(archive)}
    told = []
    for address in [*LISTS, *STATES, *kinds.values(), "/cases/CAS-0006/", "/people/PER-0001/"]:
        opened.goto(archive.address + address)
        opened.add_script_tag(path=tools.AXE)
        opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        result = opened.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told += [(address, f["id"], f["nodes"][0]["html"][:200]) for f in result["violations"]]
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
    files = (settings.BASE_DIR / "fixtures" / "seed").glob("*.csv")
    rows = sum(len(list(csv.DictReader(file.read_text().splitlines()))) for file in files)
    assert lines[0] == f"Loaded the first collection: {rows} rows."
    assert re.fullmatch(r"Administrator: admin   password: \S{20}   \(shown this once\)", lines[1])
