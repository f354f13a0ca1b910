"""Importing testimonies with links and several-valued cells: the archive's batch, django-import-export as it comes, and
plain `executemany` into the same tables with nothing checked. `make bench`, or `python -m bench.imports 100000`.

Each runs in a process and an archive of its own, one after the other and in turns, so that their ratios can be trusted
where the machine is noisy. Memory is what the process holds for itself (RssAnon), pages of the database left out.
"""

import csv
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROWS = 100_000
AS_IT_COMES = 300  # rows for the slowest: its rate does not rise with more of them
TURNS = 3
REQUESTS = 15
COLUMNS = (
    "reference,title,told_by_label,collected_by,date,places,medium,original_language,text,translation,acts,cases,"
    "consent,summary,verification"
)
HEADINGS = COLUMNS.split(",")
TEXT = "they were held in the made up place for many days without food and moved at night to another"
WORDS = TEXT.split()


def prepare() -> dict[str, list]:
    """An empty archive with what testimonies link to; the references by noun."""
    import django

    django.setup()
    from django.core.management import call_command

    from archive.models import recording
    from tests import made_up

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with recording():
        return {
            "organisations": [made_up.organisation(f"Made-up body {n}").pk for n in range(20)],
            "places": [made_up.place(f"Madeupton {n}").pk for n in range(50)],
            "acts": [made_up.term("acts", f"made-up-act-{n}") for n in range(20)],
            "cases": [made_up.case(f"Made-up case {n}").pk for n in range(100)],
        }


def write_file(path: Path, rows: int, known: dict[str, list]) -> None:
    """A table of ``rows`` testimonies of some 600 letters each, always the same."""
    chance = random.Random(4)
    notations = [term.notation for term in known["acts"]]
    with path.open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(HEADINGS)
        for n in range(1, rows + 1):
            text = " ".join(chance.choices(WORDS, k=45))
            table.writerow([
                f"TES-{n:04d}", f"Account {n} of a made-up captive", f"prisoner, {chance.randint(18, 60)}",
                chance.choice(known["organisations"]), f"202{chance.randint(0, 4)}-{chance.randint(1, 12):02d}",
                "; ".join(chance.sample(known["places"], 2)), "interview", "hy", text, text,
                "; ".join(chance.sample(notations, 3)), "; ".join(chance.sample(known["cases"], 2)),
                "to-publish", "A made-up summary.", "unverified",
            ])  # fmt: skip


class Memory(threading.Thread):
    """The most that this process holds for itself, in MiB, looked at often."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most = 0.0

    def run(self):
        while True:
            held = next(line for line in Path("/proc/self/status").read_text().splitlines() if "RssAnon" in line)
            self.most = max(self.most, int(held.split()[1]) / 1024)
            time.sleep(0.05)


def as_a_batch(path: Path, rows: int, known) -> dict:
    from django.core.files.base import File

    from archive.imports.batch import applying, batches, receiving, staging, undoing
    from archive.imports.batch.progress import Progress
    from archive.models import User

    curator = User.objects.create_user("made-up-curator", is_curator=True)
    began = time.perf_counter()
    with path.open("rb") as content:
        batch = receiving.create_batch(File(content), path.name, noun="testimonies", user=curator, only_exact=True)
    batches.confirm(batch)
    staging.check(batch, Progress())
    checked = time.perf_counter()
    applying.apply(batch, Progress())
    applied = time.perf_counter()
    told = {"check": rows / (checked - began), "apply": rows / (applied - checked), "rate": rows / (applied - began)}
    told["preview ms"] = preview(batch)
    batch.undone_by = curator
    began = time.perf_counter()
    undoing.undo(batch, Progress())
    return told | {"undo": rows / (time.perf_counter() - began)}


def preview(batch) -> float:
    """Milliseconds, median, that the page of the batch takes."""
    from django.test import RequestFactory

    from archive.admin.batches import batch_page
    from archive.models import User

    user = User.objects.create_superuser("made-up", password=None)
    taken = []
    for _ in range(REQUESTS):
        request = RequestFactory().get("/")
        request.user, request.session = user, {}
        began = time.perf_counter()
        batch_page(request, batch.pk)
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def as_it_comes(path: Path, rows: int, known) -> dict:
    from import_export import fields, resources, widgets
    from tablib import Dataset

    from archive.models import Accession, Case, Place, Term, Testimony

    several = {"places": (Place, "pk"), "acts": (Term, "notation"), "cases": (Case, "pk")}
    named = {
        name: fields.Field(name, name, widgets.ManyToManyWidget(model, separator="; ", field=key))
        for name, (model, key) in several.items()
    }

    class Plain(resources.ModelResource):
        reference = fields.Field("accession_id", "reference")
        places, acts, cases = named["places"], named["acts"], named["cases"]

        class Meta:
            model = Testimony
            import_id_fields = ("reference",)
            fields = HEADINGS

    table = Dataset().load(path.read_text(), format="csv")
    began = time.perf_counter()
    Plain().import_data(table, raise_errors=True, use_transactions=True)
    taken = time.perf_counter() - began
    assert Testimony.objects.count() == Accession.objects.filter(noun="testimonies").count() == rows  # noqa: S101
    return {"rate": rows / taken}


def as_plain_rows(path: Path, rows: int, known) -> dict:
    from django.db import connection, transaction

    from archive.models import Accession, Change, Testimony

    notations = {term.notation: term.pk for term in known["acts"]}
    columns = [field.column for field in Testimony._meta.local_concrete_fields]
    empty = {field.column: None if field.null else "" for field in Testimony._meta.local_concrete_fields}
    empty |= {"access": "restricted", "state": "draft"}
    began = time.perf_counter()
    with path.open(newline="") as file, transaction.atomic(), connection.cursor() as cursor:

        def insert(table: str, names: list[str], values: list) -> None:
            marks = ", ".join(["%s"] * len(names))
            quoted = ", ".join(f'"{name}"' for name in names)
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", values)  # noqa: S608 – our own

        registered, told, logged, links = [], [], [], {"places": [], "acts": [], "cases": []}
        for n, row in enumerate(csv.DictReader(file), 1):
            pk = row["reference"]
            registered.append((pk, "testimonies", n))
            own = empty | {key: row[key] for key in HEADINGS if key not in ("collected_by", *links)}
            own["collected_by_id"], own["search_text"] = row["collected_by"], row["title"]
            told.append([own[name] for name in columns])
            logged.append((pk, "2026-11-24", "saved", json.dumps(row), "", ""))
            for name in links:
                keys = row[name].split("; ")
                links[name] += [(pk, notations[key] if name == "acts" else key) for key in keys]
        insert(Accession._meta.db_table, ["reference", "noun", "number"], registered)
        insert(Testimony._meta.db_table, columns, told)
        insert(Change._meta.db_table, ["subject_id", "created_at", "action", "state", "reason", "batch"], logged)
        for name, pairs in links.items():
            link = Testimony._meta.get_field(name)
            insert(link.m2m_db_table(), [link.m2m_column_name(), link.m2m_reverse_name()], pairs)
    return {"rate": rows / (time.perf_counter() - began)}


WAYS = {"batch": as_a_batch, "executemany": as_plain_rows, "import-export": as_it_comes}


def one(way: str, rows: int) -> None:
    known = prepare()
    path = Path(os.environ["ARCHIVE_DATA"]) / "testimonies.csv"
    write_file(path, rows, known)
    memory = Memory()
    memory.start()
    told = WAYS[way](path, rows, known)
    told["MiB"] = memory.most
    told["CPU s"] = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    sys.stdout.write(json.dumps(told))


def run(way: str, rows: int) -> dict:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environment = {**os.environ, "ARCHIVE_DATA": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "bench.imports", "--one", way, str(rows)]
        return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)


def _middle(turns: list[dict]) -> dict:
    return {name: statistics.median(turn[name] for turn in turns) for name in turns[0]}


def main(rows: int) -> None:
    say = sys.stdout.write
    found: dict[str, list[dict]] = {way: [] for way in (*WAYS, "small")}
    for _ in range(TURNS):
        found["batch"].append(run("batch", rows))
        found["executemany"].append(run("executemany", rows))
        found["import-export"].append(run("import-export", AS_IT_COMES))
        found["small"].append(run("batch", 100))
    middle = {way: _middle(turns) for way, turns in found.items()}
    ours = middle["batch"]
    for way in WAYS:
        told = ", ".join(f"{name} {value:,.0f}" for name, value in middle[way].items())
        say(f"{way:>14}: {told}\n")
    say(f"{rows:,} rows, median of {TURNS} turns; check, apply, undo and rate in rows a second\n")
    say(f"against import-export as it comes: {ours['rate'] / middle['import-export']['rate']:.1f} times (target 30)\n")
    say(f"against executemany: {ours['rate'] / middle['executemany']['rate']:.2f} (target 0.33)\n")
    say(
        f"preview against that of 100 rows: {ours['preview ms'] / middle['small']['preview ms']:.2f} times (target 2)\n"
    )
    say(f"memory: {ours['MiB']:.0f} MiB (target 150)\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
