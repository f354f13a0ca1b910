"""The public log: how long it takes until a batch of published testimonies is in it, beside the time of applying it.

`python -m bench.public_log 100000`. Each turn is a process and an archive of its own. Targets: taking in at most once
the time of applying; applying at most 1.02 times what it takes where nothing is compared (by leaving that out).
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import imports

ROWS = 100_000
TURNS = 3
PUBLISHED = {"state": "published", "access": "public"}


def prepare(rows: int, path: Path) -> None:
    """An archive whose places, bodies and cases are public, and a file of ``rows`` published testimonies."""
    known = imports.prepare()
    from archive.models import Case, Organisation, Place, Term

    for model in (Organisation, Place, Term, Case):
        model.objects.update(**PUBLISHED)
    imports.write_file(path, rows, known)
    first, *rest = path.read_text().splitlines()
    path.write_text("\n".join([f"{first},{','.join(PUBLISHED)}", *(f"{row},published,public" for row in rest)]))


def one(rows: int, *, compared: bool) -> dict[str, float]:
    path = Path(os.environ["ARCHIVE_DATA"]) / "testimonies.csv"
    prepare(rows, path)
    from django.core.files.base import File

    from archive.domain import public_log
    from archive.imports.batch import applying, batches, receiving, staging
    from archive.imports.batch.progress import Progress
    from archive.models import Issue

    if not compared:
        public_log.append_issues_for = lambda query: None
    with path.open("rb") as content:
        batch = receiving.create_batch(File(content), path.name, noun="testimonies", user=None, only_exact=True)
    batches.confirm(batch)
    staging.check(batch, Progress())
    before = Issue.objects.count()
    began = time.perf_counter()
    applying.apply(batch, Progress())
    applied = time.perf_counter() - began
    began = time.perf_counter()
    public_log.catch_up()
    followed = time.perf_counter() - began
    if compared:
        assert Issue.objects.count() == before + rows  # noqa: S101
    return {"apply": applied, "follow": followed}


def run(rows: int, *, compared: bool) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environment = {**os.environ, "ARCHIVE_DATA": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "bench.public_log", "--one", str(rows), "compared" if compared else "left out"]
        return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)


def main(rows: int) -> None:
    with_log, without = [], []
    for _ in range(TURNS):
        with_log.append(run(rows, compared=True))
        without.append(run(rows, compared=False))
    applied = statistics.median(turn["apply"] for turn in with_log)
    plain = statistics.median(turn["apply"] for turn in without)
    followed = statistics.median(turn["follow"] for turn in with_log)
    sys.stdout.write(
        f"{rows:,} rows, median of {TURNS} turns: applied in {applied:.2f} s, without the public log {plain:.2f} s "
        f"({applied / plain:.3f} times, target 1.02); then in the public log within {followed:.2f} s "
        f"({followed / applied:.2f} times applying, target 1)\n"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(one(int(sys.argv[2]), compared=sys.argv[3] == "compared")))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
