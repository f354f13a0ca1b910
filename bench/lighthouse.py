"""What Lighthouse gives the pages that readers come in by, how quickly they are there among it.

``python -m bench.lighthouse`` serves the first collection in a folder of its own, with nothing beside it, and exits
with 1 where the median of three turns lies below 0.95.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.pages.lighthouse import LEAST, PAGES, scores

TURNS = 3


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address:
        found = {page: _medians(address + page, PAGES[page], Path(folder)) for page in PAGES}
    names = list(next(iter(found.values())))
    print(f"| page | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    for page, medians in found.items():
        print(f"| {page} | {' | '.join(f'{100 * medians[name]:.0f}' for name in names)} |")
    return int(any(score < LEAST for medians in found.values() for score in medians.values()))


def _medians(address: str, not_asked: str, folder: Path) -> dict[str, float]:
    turns = [scores(address, not_asked, folder, timed=True) for _ in range(TURNS)]
    return {name: statistics.median(turn.get(name, 0) for turn in turns) for name in turns[0]}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the first collection, served as `make run` serves it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "ARCHIVE_DATA": str(folder)}
    command = [sys.executable, "manage.py", "start", "--port", str(port)]
    serving = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/healthz").close()  # noqa: S310 – our own server
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        os.killpg(serving.pid, 15)
        serving.wait()


if __name__ == "__main__":
    sys.exit(main())
