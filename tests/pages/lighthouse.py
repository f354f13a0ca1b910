"""What Lighthouse says of a page.

How quickly a page is there depends on what else the machine does, so the tests ask for all but that, and
`bench.lighthouse` for that too, with nothing beside it.
"""

import json
import os
import subprocess
from pathlib import Path

from tests import tools

PAGES = {  # with what does not hold for each
    "/": "",
    "/cases/": "",
    "/hy/cases/CAS-0005/": "",
    "/ru/search/": "",
    "/map/": "",
    "/az/timeline/": "",
    "/features/FEA-0001/": "",
    "/search/?q=shushi": "is-crawlable",  # the answers of a search are not to be in another one's index
}
LEAST = 0.95
UNTIMED = ("accessibility", "best-practices", "seo")
STEADY = "cumulative-layout-shift"  # of what it reckons to how quickly a page is there, what no clock tells


def low_scores(address: str, not_asked: str, folder: Path, *, timed: bool) -> dict[str, float]:
    """The categories below `LEAST`, each with its score from 0 to 1. ``folder`` is for its report."""
    return {name: score for name, score in scores(address, not_asked, folder, timed=timed).items() if score < LEAST}


def scores(address: str, not_asked: str, folder: Path, *, timed: bool) -> dict[str, float]:
    out = folder / "lighthouse.json"
    command = ["node", str(tools.LIGHTHOUSE), address, "--quiet", "--output", "json", "--output-path", str(out)]
    command += [
        f"--chrome-flags={' '.join(tools.CHROMIUM_FLAGS)}",
        *([f"--skip-audits={not_asked}"] if not_asked else []),
    ]
    if not timed:
        command += [f"--only-categories={','.join(UNTIMED)}", f"--only-audits={STEADY}"]
    environment = {**os.environ, "CHROME_PATH": tools.chromium() or ""}
    ran = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if ran.returncode:  # which is no finding; what it says is told if it happens each time
        return {ran.stderr: 0}
    report = json.loads(out.read_text())
    return {name: one["score"] for name, one in report["categories"].items()} | {
        STEADY: report["audits"][STEADY]["score"]
    }
