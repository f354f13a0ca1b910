"""What axe and the HTML checker find on pages, and what is wider than the screen."""

import json
import subprocess
from pathlib import Path

import pytest

from tests import tools

PHONE, DESKTOP = 375, 1280  # pixels
SCHEMES = ("light", "dark")


def axe_findings(page, *, colours_alone: bool = False) -> list[tuple[str, str]]:
    """The rules of axe that the open page breaks, each with the first element that breaks it."""
    if not tools.AXE.exists():
        pytest.fail("no axe") if tools.STRICT else pytest.skip("no axe")
    page.evaluate(tools.AXE.read_text() + ";undefined")
    page.evaluate("(window.folded = document.querySelectorAll('details:not([open])')).forEach(one => one.open = true)")
    rules = ", runOnly: ['color-contrast']" if colours_alone else ""
    result = page.evaluate(f"axe.run(document, {{resultTypes: ['violations']{rules}}})")
    page.evaluate("folded.forEach(one => one.open = false)")
    return [(found["id"], found["nodes"][0]["html"][:200]) for found in result["violations"]]


def findings(page, *widths: int, schemes=SCHEMES) -> list[tuple]:
    """What the open page breaks at ``widths`` in ``schemes``: all rules once, those of colours in the others."""
    found = []
    before, troubles = page.viewport_size, len(page.troubles)
    for width in widths:
        page.set_viewport_size({"width": width, "height": before["height"]})
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            broken = axe_findings(page, colours_alone=scheme != schemes[0])
            found += [(width, scheme, *one) for one in broken]
        if wide := too_wide(page):
            found.append((width, "wider than the screen by", wide))
    page.set_viewport_size(before)
    del page.troubles[troubles:]  # axe sets styles, which the policy of the site refuses
    return found


def too_wide(page) -> int:
    """By how many pixels the open page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def html_findings(pages: dict[str, str], folder: Path) -> list[tuple[str, str, str]]:
    """What the HTML checker says of ``pages`` (address → HTML): address, message and place of each finding."""
    if not (tools.java() and tools.VNU.exists()):
        pytest.fail("no Java or HTML checker") if tools.STRICT else pytest.skip("no Java or HTML checker")
    addresses = list(pages)
    for number, address in enumerate(addresses):
        (folder / f"{number:04d}.html").write_text(pages[address])
    command = [tools.java(), "-jar", str(tools.VNU), "--format", "json", "--skip-non-html", str(folder)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(checked.stderr)["messages"]
    return [(addresses[int(one["url"][-9:-5])], one["message"], one.get("extract", "")) for one in messages]
