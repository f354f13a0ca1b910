"""What a busy desk costs readers: `python -m bench.busy_desk`.

Pages that readers without a session ask for are asked as fast as they come, on several connections: while nobody
writes, while three drafts are saved a second, and while a file of 100,000 drafts is checked and applied. Quiet and busy
times alternate. Target: at least 0.9 of the pages a second of quiet times.
"""

import csv
import http.client
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.serving import ServedArchive, served

SIZE = 10_000
SECONDS = 6  # of each quiet or busy time
TURNS = 5
CONNECTIONS = 3
DRAFTS = 3  # saved in a second
ROWS = 100_000  # of the file
PAGES = ["/", "/testimonies/", "/testimonies/?act=made-up-act-1", "/testimonies/TES-0007/", "/timeline/", "/hy/places/"]


def main(rows: int) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        served(Path(folder) / "a", SIZE, "bench.busy_desk") as a,
    ):
        _pages_a_second(a, 2)
        quiet, busy = [], []
        for _ in range(TURNS):
            quiet.append(_pages_a_second(a, SECONDS))
            busy.append(_pages_a_second(a, SECONDS, "drafts"))
        _tell("three drafts a second", quiet, busy)
        quiet, importing = [_pages_a_second(a, SECONDS) for _ in range(2)], {}
        a.tell_desk(f"import {rows}")
        while (status := a.tell_desk("status")) != "applied":
            if status not in ("checking", "ready", "applying"):
                raise AssertionError(f"The import stands at: {status}.")
            importing.setdefault(status, []).append(_pages_a_second(a, 1))
        quiet += [_pages_a_second(a, SECONDS) for _ in range(2)]
        for status, rates in importing.items():
            _tell(f"an import, {status}", quiet, rates)


def _tell(what: str, quiet: list[float], busy: list[float]) -> None:
    one, other = statistics.median(quiet), statistics.median(busy)
    sys.stdout.write(f"{what}: {other:,.0f} pages a second, of {one:,.0f} without: {other / one:.2f} (target 0.9)\n")
    sys.stdout.flush()


def _pages_a_second(archive: ServedArchive, seconds: float, meanwhile: str = "") -> float:
    until, counts = time.perf_counter() + seconds, []
    readers = [threading.Thread(target=_read, args=(archive.port, until, counts)) for _ in range(CONNECTIONS)]
    for reader in readers:
        reader.start()
    while meanwhile and time.perf_counter() < until:
        archive.tell_desk("draft")
        time.sleep(1 / DRAFTS)
    for reader in readers:
        reader.join()
    return sum(counts) / seconds


def _read(port: int, until: float, counts: list[int]) -> None:
    connection, done = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0
    while time.perf_counter() < until:
        connection.request("GET", PAGES[done % len(PAGES)])
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise AssertionError(f"{PAGES[done % len(PAGES)]}: {answer.status}")
        done += 1
    counts.append(done)


def desk() -> None:
    """Do what is asked for on each line: save a draft, begin an import, tell how far it is."""
    import django

    django.setup()
    from archive.vocabularies import State
    from tests import made_up

    draft = made_up.testimony("A made-up draft", state=State.DRAFT)
    batch = None
    for line in sys.stdin:
        what, _, number = line.strip().partition(" ")
        if what == "draft":
            draft.title = f"A made-up account {time.time()}"
            draft.save()
        elif what == "import":
            batch = _import(int(number))
        elif batch is not None:
            _go_on(batch)
        sys.stdout.write(f"{batch.status if batch else what}\n")
        sys.stdout.flush()


def _import(rows: int):
    from django.core.files.base import File

    from archive.imports.batch import batches, receiving
    from archive.models import User

    path = Path(os.environ["ARCHIVE_DATA"]) / "testimonies.csv"
    with path.open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["reference", "title", "told_by_label", "medium", "text", "consent", "verification"])
        for n in range(rows):
            table.writerow(
                [f"TES-{1_000_000 + n}", f"Draft {n}", "prisoner", "interview", "made up", "to-publish", "unverified"]
            )
    user = User.objects.create_superuser("made-up-desk", password=None)
    with path.open("rb") as content:
        batch = receiving.create_batch(File(content), path.name, noun="testimonies", user=user, only_exact=True)
    batches.confirm(batch)
    return batch


def _go_on(batch) -> None:
    """Look how far the batch is; where it is checked, have it applied."""
    from archive.imports.batch.working import enqueue
    from archive.vocabularies import BatchStatus

    batch.refresh_from_db()
    if batch.status == BatchStatus.READY:
        enqueue(batch, BatchStatus.APPLYING)
        batch.refresh_from_db()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--desk"]:
        desk()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
