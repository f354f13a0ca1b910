"""The pages that readers ask for, on archives of several sizes: `make bench`, or `python -m bench.reading`.

``BENCH_SIZES`` names the sizes (10000 100000 1000000 if it does not). Each page is served by one process of
gunicorn, asked for over one connection: for the first time after anything changed in public; again, made for somebody
with a session; as a stranger gets it then, for whom pages are kept as long as nothing changes in public; in turns with
the floor, which is the same bytes sent by a view that does nothing else, and with the same bytes as a static file; and
with the same archive on PostgreSQL, where its programs are found. Beside them stands Datasette, with the same rows,
like facets and the same words. Archives are kept in ``BENCH_FOLDER`` (a temporary one if it is not set), so that a
second run begins sooner; those on PostgreSQL are made anew each time.
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
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from bench import beside
from bench.archive import MANY, RARE, SOME
from tests import tools
from tests.postgres import server

SIZES = "10000 100000 1000000"
REQUESTS = 31
LIST = "/testimonies/"
PAGES = {
    "list, nothing chosen": [LIST],
    "list, two filters": [
        f"{LIST}?act={{act{a}}}&place={{place{p}}}" for a, p in ((0, 0), (1, 2), (3, 1), (0, 4), (2, 0), (5, 1))
    ],
    "list, a broader term": [f"{LIST}?act=made-up-class-{n}" for n in range(4)],
    "list, a broader term and a wider place": [f"{LIST}?act=made-up-class-{n}&place={{region{n}}}" for n in range(4)],
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
    "list, on a map": [f"{LIST}?view=map"],
    "held on a day": ["/held/?since=2020-12-01"],
    "timeline of all records": ["/timeline/", "/timeline/?since=2020&until=2021"],
    "map of all places": ["/map/"],
    "hand-overs and figures": ["/hand-overs/"],
    "home": ["/"],
    "page of a record": [f"{LIST}TES-0007/"],
    "page of a place": ["/places/PLA-0001/"],
    "people": ["/people/"],
    "list, in Russian": [f"/ru{LIST}"],
    "page of a record, in Russian": [f"/ru{LIST}TES-0007/"],
}


ON_POSTGRES = ("first, PostgreSQL", "again, PostgreSQL")
WAYS = ("first", "again", "kept", *ON_POSTGRES, "the floor", "a static file", "Datasette")
STRANGE = {"Cookie": "sessionid=unknown"}  # whose page is made anew, for it may be that of somebody
BESIDE = 3  # requests to Datasette, which takes its time


def main() -> None:
    sizes = [int(size) for size in os.environ.get("BENCH_SIZES", SIZES).split()]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(os.environ.get("BENCH_FOLDER", temporary))
        told = {size: measured(folder, size) for size in sizes}
    for size in sizes:
        print(f"\n{size:,} testimonies, milliseconds (and multiples of the floor)\n")
        print(f"| page | {' | '.join(WAYS)} | kB |\n|---|{'---|' * (len(WAYS) + 1)}")
        for page, (times, length) in told[size].items():
            cells = [_cell(way, times) for way in WAYS]
            print(f"| {page} | {' | '.join(cells)} | {length / 1000:.0f} |")
        if tools.postgres():
            print("\nPostgreSQL as multiples of SQLite\n\n| page | first | again |\n|---|---|---|")
            for page, (times, _) in told[size].items():
                print(f"| {page} | {_ratio(times, 'first'):.2f} | {_ratio(times, 'again'):.2f} |")


def _ratio(times: dict[str, list[float]], way: str) -> float:
    return statistics.median(times[f"{way}, PostgreSQL"]) / statistics.median(times[way])


def _cell(way: str, times: dict[str, list[float]]) -> str:
    if not times[way]:
        return ""
    median, floor = (1000 * statistics.median(times[one]) for one in (way, "the floor"))
    return f"{median:,.2f}" if way == "the floor" else f"{median:,.2f} ({median / floor:,.1f}×)"


def measured(folder: Path, size: int) -> dict[str, tuple[dict[str, list[float]], int]]:
    """For each page, the seconds that each of `WAYS` took, and its length in bytes."""
    port = _free_port()
    data = folder / str(size) / "archive.sqlite3", folder / str(size) / "beside.sqlite3"
    with ExitStack() as stack:
        ask = stack.enter_context(_archive(folder / str(size), size))
        on_postgres = stack.enter_context(_on_postgres(size)) if tools.postgres() else None
        there = stack.enter_context(beside.served(*data, port))
        keys = json.loads((folder / str(size) / "keys.json").read_text())
        pages = {page: [one.format(**keys) for one in asked] for page, asked in PAGES.items()}
        other = _asker(port) if there else None
        return {page: _times(ask, on_postgres, other, addresses) for page, addresses in pages.items()}


@contextmanager
def _archive(folder: Path, size: int, database: str = "") -> Iterator:
    """An archive of ``size`` in ``folder``, made where it isn't yet, and served: the way to ask it for pages."""
    environment = {**os.environ, "ARCHIVE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment |= {"DATABASE_URL": database}
    name = f"{size}{' on PostgreSQL' if database else ''}"
    if not (folder / "made").exists():
        folder.mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        subprocess.run([sys.executable, "-m", "bench.reading", "--make", str(size)], env=environment, check=True)
        (folder / "made").touch()
        print(f"{name}: records made in {time.monotonic() - started:.0f} s", file=sys.stderr)
    with served(environment) as ask:
        started = time.monotonic()
        ask(LIST)
        print(f"{name}: first list after the start {time.monotonic() - started:.2f} s", file=sys.stderr)
        yield ask


@contextmanager
def _on_postgres(size: int) -> Iterator:
    with (
        tempfile.TemporaryDirectory() as folder,
        server(tools.postgres()) as address,
        _archive(Path(folder), size, address) as ask,
    ):
        yield ask


def _times(ask, on_postgres, other, addresses: list[str]) -> tuple[dict[str, list[float]], int]:
    """Each address in turn with the floor and the file of its own bytes, and now and then with Datasette."""
    times: dict[str, list[float]] = {way: [] for way in WAYS}
    lengths = []
    for address in addresses:
        lengths.append(len(ask("/floor/keep?page=" + quote(address, safe=""))))
        for _ in range(max(REQUESTS // len(addresses), 5)):
            ask("/floor/forget")
            times["first"].append(_timed(ask, address))
            times["again"].append(_timed(ask, address, STRANGE))
            if on_postgres:
                on_postgres("/floor/forget")
                times["first, PostgreSQL"].append(_timed(on_postgres, address))
                times["again, PostgreSQL"].append(_timed(on_postgres, address, STRANGE))
            ask(address)
            times["kept"].append(_timed(ask, address))
            times["the floor"].append(_timed(ask, "/floor"))
            times["a static file"].append(_timed(ask, "/floor/file"))
    like = [address for address in addresses if beside.can(address)]
    if other and like:
        times["Datasette"] = [_timed(other, beside.address(like[n % len(like)])) for n in range(BESIDE)]
    return times, max(lengths)


def _timed(ask, address: str, headers: dict | None = None) -> float:
    started = time.perf_counter()
    ask(address, headers or {})
    return time.perf_counter() - started


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def served(environment: dict) -> Iterator:
    port = _free_port()
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

    def ask(address: str, headers: dict | None = None) -> bytes:
        try:
            connection.request("GET", address, headers=headers or {})
            answer = connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # which was idle for too long
            connection.close()
            connection.request("GET", address, headers=headers or {})
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
    from django.db import connection

    from archive.domain import public_log
    from archive.models import Place, Term
    from archive.search.store import sync
    from bench import archive

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    archive.make(size)
    public_log.catch_up()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    started = time.monotonic()
    sync()
    print(f"{size}: words taken in after {time.monotonic() - started:.0f} s", file=sys.stderr)
    acts = Term.objects.order_by("accession__number").values_list("notation", flat=True)
    places = Place.objects.order_by("accession__number").values_list("pk", flat=True)
    regions = [place for place in places if Place.objects.filter(part_of=place).exists()]
    keys = {f"act{n}": act for n, act in enumerate(acts)} | {f"place{n}": place for n, place in enumerate(places)}
    keys |= {f"region{n}": place for n, place in enumerate(regions)}
    (settings.ARCHIVE_DATA / "keys.json").write_text(json.dumps(keys))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(int(sys.argv[2]))
    else:
        main()
