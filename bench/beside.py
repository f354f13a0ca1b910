"""What the archive is measured beside: Datasette with the same rows, facets and words, in one flat table."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

PROGRAM = Path(os.environ.get("BENCH_DATASETTE", Path(sys.prefix) / "beside" / "bin" / "datasette"))
LIST = "/beside/testimonies"
FACETS = (
    "_size=25&_sort=title&_facet=collected_by&_facet=original_language&_facet=verification&_facet=month"
    "&_facet_array=acts&_facet_array=places&_facet_size=60"
)
NAMES = {
    "act": "acts__arraycontains",
    "place": "places__arraycontains",
    "q": "_search",
    "since": "date_earliest__gte",
    "until": "date_earliest__lte",
}
LIMITS = {"sql_time_limit_ms": 200_000, "facet_time_limit_ms": 200_000, "suggest_facets": "off"}
SCHEMA = """
CREATE TABLE testimonies (
    reference TEXT PRIMARY KEY, title TEXT, date_earliest TEXT, month TEXT, collected_by TEXT, original_language TEXT,
    verification TEXT, acts TEXT, places TEXT, text TEXT
);
"""
INDEXES = """
CREATE INDEX by_title ON testimonies (title);
CREATE INDEX by_body ON testimonies (collected_by);
CREATE INDEX by_language ON testimonies (original_language);
CREATE INDEX by_verification ON testimonies (verification);
CREATE INDEX by_month ON testimonies (month);
CREATE VIRTUAL TABLE testimonies_fts USING fts5(title, text, content='testimonies', tokenize='porter');
INSERT INTO testimonies_fts (rowid, title, text) SELECT rowid, title, text FROM testimonies;
"""


def can(page: str) -> bool:
    """Whether ``page`` is one that Datasette has, too."""
    path, _, asked = page.partition("?")
    return path == "/testimonies/" and all(pair.partition("=")[0] in NAMES for pair in asked.split("&") if pair)


def address(page: str) -> str:
    """What Datasette is asked for what the archive calls ``page``, an address of its list of testimonies."""
    asked = page.partition("?")[2].split("&") if "?" in page else []
    named = [f"{NAMES[name]}={value}" for name, _, value in (pair.partition("=") for pair in asked)]
    return f"{LIST}?{'&'.join([FACETS, *named])}"


def make(archive: Path, path: Path) -> None:
    """Write the testimonies of the ``archive`` into a file for Datasette."""
    with closing(sqlite3.connect(archive)) as ours, closing(sqlite3.connect(path)) as theirs:
        linked = {name: _linked(ours, name, column) for name, column in (("acts", "term_id"), ("places", "place_id"))}
        notations = dict(ours.execute("SELECT reference, notation FROM archive_term"))
        theirs.executescript(SCHEMA)
        rows = ours.execute(
            "SELECT reference, title, date_earliest, substr(date_earliest, 1, 7), collected_by_id, original_language,"
            " verification, text FROM archive_testimony"
        )
        theirs.executemany(
            "INSERT INTO testimonies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *row[:7],
                    json.dumps([notations[act] for act in linked["acts"].get(row[0], ())]),
                    json.dumps(linked["places"].get(row[0], ())),
                    row[7],
                )
                for row in rows
            ),
        )
        theirs.executescript(INDEXES)
        theirs.commit()


def _linked(ours: sqlite3.Connection, name: str, column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = f"SELECT testimony_id, {column} FROM archive_testimony_{name}"  # noqa: S608 – names of ours
    for owner, target in ours.execute(query):
        found.setdefault(owner, []).append(target)
    return found


@contextmanager
def served(archive: Path, path: Path, port: int) -> Iterator[bool]:
    """Datasette, serving the testimonies of the ``archive`` on ``port``; whether it is installed."""
    if not PROGRAM.exists():
        print(f"Datasette is not at {PROGRAM}: measured without it.", file=sys.stderr)
        yield False
        return
    if not path.exists():
        make(archive, path.with_suffix(".new"))
        path.with_suffix(".new").rename(path)
    limits = [part for name, value in LIMITS.items() for part in ("--setting", name, str(value))]
    process = subprocess.Popen(
        [PROGRAM, path, "--port", str(port), *limits], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield True
    finally:
        process.terminate()
        process.wait()
