"""A worker that is killed leaves all or nothing of a batch, and the next one goes on."""

import io
import math
import os
import random
import signal
import time
import zipfile
from collections import Counter

import pytest
from django.core.files.base import File
from django.db import connections

from archive.imports.batch import batches, receiving, working
from archive.models import Batch, Case, Change, Citation
from archive.vocabularies import BatchStatus
from tests import made_up
from tests.drills import rounds

KILLS, MAX_WORKERS = rounds(12), 500
ALIVE = 0.2  # the share of workers that is let live, so that the batch gets on however slow the machine is
SEEN = {BatchStatus.READY, BatchStatus.APPLIED, BatchStatus.UNDONE}
KILLED_AT = {BatchStatus.CHECKING, BatchStatus.APPLYING, BatchStatus.UNDOING}
NEW, CHANGED = 1200, 200

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.drill]


def a_zip_of(changed, source) -> bytes:
    """Cases, some of them new and some renamed, and a citation on each new one, which has no reference yet."""
    renamed = "".join(f"{pk},,Renamed {pk},other\n" for pk in changed)
    new = "".join(f",{n},Made-up case {n},other\n" for n in range(NEW))
    cited = "".join(f"{n},{source},page {n}\n" for n in range(NEW))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folded:
        folded.writestr("cases.csv", f"reference,no,title,kind\n{renamed}{new}")
        folded.writestr("citations.csv", f"subject,source,locator\n{cited}")
    return out.getvalue()


def test_a_worker_killed_at_any_moment_leaves_all_or_nothing_and_the_batch_goes_on():
    """Kills at moments spread over checking, applying and undoing, of a worker that is a process of its own."""
    changed = [made_up.case(f"Made-up case before {n}").pk for n in range(CHANGED)]
    batch = receiving.create_batch(File(io.BytesIO(a_zip_of(changed, made_up.source().pk))), "made-up.zip")
    batches.confirm(batch)
    logged, seen, kills, killed_at = Change.objects.count(), set(), 0, Counter()
    moments = random.Random(50)  # noqa: S311 – the same ones each time
    for _ in range(MAX_WORKERS):
        if kills >= KILLS and seen >= SEEN and set(+killed_at) >= KILLED_AT:
            break
        killed = killed_after(math.inf if moments.random() < ALIVE else moments.uniform(0, 1.5), batch.pk)
        kills += killed
        killed_at[batch.status] += killed
        batch.refresh_from_db()
        renamed = Case.objects.filter(title__startswith="Renamed").count()
        is_there = batch.status in (BatchStatus.APPLIED, BatchStatus.UNDOING)
        found = (Case.objects.count() - CHANGED, renamed, Citation.objects.count())
        assert found == ((NEW, CHANGED, NEW) if is_there else (0, 0, 0))
        assert (Change.objects.count() - logged) % (NEW + CHANGED) == 0
        numbers = list(batch.rows().values_list("file", "number"))
        assert len(numbers) == len(set(numbers))
        seen.add(batch.status)
        ask_for_more(batch)
    assert kills >= KILLS
    assert seen >= SEEN
    assert set(+killed_at) >= KILLED_AT


def ask_for_more(batch: Batch) -> None:
    """Have the batch applied, undone, and checked from the beginning, for as long as the test goes."""
    if batch.status == BatchStatus.READY:
        assert [table.counts for table in batch.files.all()] == [{"changed": CHANGED, "new": NEW}, {"new": NEW}]
        working.enqueue(batch, BatchStatus.APPLYING)
    elif batch.status == BatchStatus.APPLIED:
        working.enqueue(batch, BatchStatus.UNDOING)
    elif batch.status in (BatchStatus.UNDONE, BatchStatus.ASKING):  # or thrown back, having been killed too often
        batches.confirm(batch)
    batch.refresh_from_db()


def killed_after(seconds: float, batch: int) -> bool:
    """Let a worker begin, and kill it; return whether it was still at work."""
    connections.close_all()  # the worker opens connections of its own
    worker = os.fork()
    if not worker:
        try:
            working.run(batch)
        finally:
            os._exit(0)
    until = time.monotonic() + seconds
    at_work = True
    while at_work and time.monotonic() < until:
        time.sleep(0.005)
        at_work = os.waitpid(worker, os.WNOHANG) == (0, 0)
    if at_work:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    wait_for_the_database(batch)
    return at_work


def wait_for_the_database(batch: int) -> None:
    """A server may finish what a killed client had sent; it frees the lock as it notices."""
    while True:
        with working.exclusive_lock(batch) as alone:
            if alone:
                return
        time.sleep(0.02)
