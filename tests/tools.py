"""The tools that some tests need besides Python: where they are, and how they get there.

``python -m tests.tools --install`` installs what is missing where that is possible, and says in one line what is not
there. Under ``CI=true`` a missing tool is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
LIGHTHOUSE = MODULES / "lighthouse" / "cli" / "index.js"
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHECKERS = (AXE, LIGHTHOUSE, VNU)
CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage",
]  # fmt: skip
STRICT = os.environ.get("CI") == "true"


def chromium() -> str | None:
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


def java() -> str | None:
    return shutil.which("java")


def postgres() -> Path | None:
    """The folder with PostgreSQL's server programs."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def npm() -> str | None:
    return shutil.which("npm")


DEBIAN = {
    "chromium": (chromium, ["chromium"]),
    "PostgreSQL": (postgres, ["postgresql"]),
    "Java": (java, ["default-jre-headless"]),
    "npm": (npm, ["nodejs", "npm"]),
}


def missing() -> list[str]:
    gone = [name for name, (find, _) in DEBIAN.items() if not find()]
    return gone + [path.name for path in CHECKERS if not path.exists()]


def install() -> None:
    packages = [package for find, names in DEBIAN.values() if not find() for package in names]
    if packages and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _try(["apt-get", "update", "-qq"], quiet)
        _try(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], quiet)
    if npm() and not all(path.exists() for path in CHECKERS):
        _try(["npm", "install", "--prefix", str(HERE), "--no-package-lock", "--no-audit", "--no-fund", "--silent"])


def _try(command: list[str], environment: dict | None = None) -> None:
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    if missing() and "--install" in sys.argv:
        install()
    if gone := missing():
        print(f"Not on this machine: {', '.join(gone)}. The tests that need them are skipped.")  # noqa: T201
        sys.exit(STRICT)
