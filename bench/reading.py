"""The pages that readers ask for, on archives of several sizes: `make bench`, or `python -m bench.reading`.

``BENCH_SIZES`` names the sizes (10000 100000 1000000 if it does not). Each page is served by one process of
gunicorn, asked for over one connection, in turns with the floor: the same bytes, sent by a view that does nothing else.
What is told are medians in milliseconds and multiples of the floor. Archives are kept in ``BENCH_FOLDER`` (a temporary
one if it is not set), so that a second run begins sooner.
"""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bench.archive import MANY, RARE, SOME

SIZES = "10000 100000 1000000"
REQUESTS = 31
LIST = "/testimonies/"
PAGES = {
    "list, nothing chosen": [LIST],
    "list, two filters": [
        f"{LIST}?act={{act{a}}}&place={{place{p}}}" for a, p in ((0, 0), (1, 2), (3, 1), (0, 4), (2, 0), (5, 1))
    ],
    "list, a filter and a span of time": [f"{LIST}?act={{act{a}}}&since=2019&until=2020-0{a + 1}" for a in range(6)],
    "list, a word of 1 in 20,000": [f"{LIST}?q={RARE}"],
    "list, a word of 1 in 20": [f"{LIST}?q={SOME}", f"{LIST}?q={SOME}&act={{act0}}"],
    "list, a word of 1 in 3": [f"{LIST}?q={MANY}", f"{LIST}?q={MANY}&act={{act1}}"],
    "list, far down": [f"{LIST}?page=300", f"{LIST}?page=399&sort=title"],
    "list, as a timeline": [f"{LIST}?view=timeline"],
    "list, as a chart": [f"{LIST}?view=chart&by=place"],
    "choices of a facet": [f"{LIST}choices/place/"],
    "search, a name in other letters": ["/search/?q=" + quote("Мадеупян")],
    "search, a rare word": [f"/search/?q={RARE}"],
    "held on a day": ["/held/?since=2020-12-01"],
    "home": ["/"],
    "page of a record": [f"{LIST}TES-0007/"],
    "page of a place": ["/places/PLA-0001/"],
    "people": ["/people/"],
}


def main() -> None:
    sizes = [int(size) for size in os.environ.get("BENCH_SIZES", SIZES).split()]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(os.environ.get("BENCH_FOLDER", temporary))
        told = {size: measured(folder / str(size), size) for size in sizes}
    for page in PAGES:
        print(f"{page:40}", *(f"{told[size][page][0]:9.2f} ms {told[size][page][1]:7.2f}×" for size in sizes))


def measured(folder: Path, size: int) -> dict[str, tuple[float, float]]:
    """The median of each page, in milliseconds and as a multiple of the floor."""
    environment = {**os.environ, "ARCHIVE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    if not (folder / "made").exists():
        folder.mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        subprocess.run([sys.executable, "-m", "bench.reading", "--make", str(size)], env=environment, check=True)
        (folder / "made").touch()
        print(f"{size} records made in {time.monotonic() - started:.0f} s", file=sys.stderr)
    keys = json.loads((folder / "keys.json").read_text())
    with served(environment) as ask:
        started = time.monotonic()
        ask(LIST)
        first = time.monotonic() - started
        ask(LIST)
        print(f"{size}: first list after the start {first:.2f} s", file=sys.stderr)
        return {page: _times(ask, [one.format(**keys) for one in asked]) for page, asked in PAGES.items()}


def _times(ask, addresses: list[str]) -> tuple[float, float]:
    """Each address in turn with the floor of its own bytes."""
    page, floor = [], []
    for address in addresses:
        ask("/floor/keep?page=" + quote(address, safe=""))
        for _ in range(max(REQUESTS // len(addresses), 5)):
            page.append(_timed(ask, address))
            floor.append(_timed(ask, "/floor"))
    return statistics.median(page) * 1000, statistics.median(page) / statistics.median(floor)


def _timed(ask, address: str) -> float:
    started = time.perf_counter()
    ask(address)
    return time.perf_counter() - started


@contextmanager
def served(environment: dict) -> Iterator:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "bench.floor:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--worker-class", "gthread", "--threads", "1", "--timeout", "1200"]
    process = subprocess.Popen([*command, "--log-level", "warning"], env=environment)
    try:
        yield _asker(port)
    finally:
        process.terminate()
        process.wait()


def _asker(port: int):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1200)
    for _ in range(300):
        try:
            connection.connect()
            break
        except OSError:
            time.sleep(0.1)

    def ask(address: str) -> bytes:
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise AssertionError(f"{address}: {answer.status}")
        return body

    return ask


def make(size: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from archive.models import Place, Term
    from archive.search.store import keep_up
    from bench import archive

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    archive.make(size)
    started = time.monotonic()
    keep_up()
    print(f"{size}: words taken in after {time.monotonic() - started:.0f} s", file=sys.stderr)
    acts = Term.objects.order_by("accession__number").values_list("notation", flat=True)
    places = Place.objects.order_by("accession__number").values_list("pk", flat=True)
    keys = {f"act{n}": act for n, act in enumerate(acts)} | {f"place{n}": place for n, place in enumerate(places)}
    (settings.ARCHIVE_DATA / "keys.json").write_text(json.dumps(keys))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(int(sys.argv[2]))
    else:
        main()
