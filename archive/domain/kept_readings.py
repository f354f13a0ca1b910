"""Readings kept in a file, so that whoever reads many of them need not have them made again.

The file lies with all that is derived, and can be thrown away. It follows by itself: a reading that is kept counts only
where the last issue of its record commits to it, and only while anyone may see the record.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from django.db import connection

from archive.domain.derived_files import code_fingerprint, folder
from archive.domain.readings import commitment_of, readings_of
from archive.models.access.viewers import ANYONE
from archive.models.archive_object import archive_object_models
from archive.models.base.accessions import prefix_of
from archive.models.base.compiled_queries import compiled
from archive.models.base.registry import RegisteredModel
from archive.models.base.types import Rows
from archive.models.log.issues import Issue, ReadingSalt
from archive.models.log.public_feed import public_position

PATIENCE = 5  # seconds that one process waits while another writes
_TABLE = "CREATE TABLE IF NOT EXISTS readings (reference TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID"


def kept_readings(references: Sequence[str]) -> dict[str, str]:
    """The reading of each of ``references``, at most some hundreds, that anyone may see now: canonical JSON.

    While something is still to be compared, all are made anew, and none is kept.
    """
    public = _public_among(references)
    if connection.in_atomic_block or not public_position().is_settled:
        salts = ReadingSalt.objects.of(public)
        return {one: reading.text for one, reading in readings_of(public, defaultdict(str, salts)).items()}
    commitments = {one: issue.commitment for one, issue in Issue.objects.last_of(public).items()}
    salts = ReadingSalt.objects.of(public)
    found = {
        reference: text
        for reference, text in _kept(public).items()
        if commitment_of(salts.get(reference, ""), text) == commitments.get(reference)
    }
    missing = [reference for reference in public if reference not in found]
    made = {one: reading.text for one, reading in readings_of(missing, defaultdict(str, salts)).items()}
    _keep(made)
    return found | made


def _public_among(references: Sequence[str]) -> list[str]:
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for reference in references:
        by_prefix[prefix_of(reference)].append(reference)
    return [
        reference
        for model in archive_object_models()
        for (reference,) in _public.values(by_prefix.get(model.prefix, []), model)
    ]


@compiled
def _public(references: list[str], model: type[RegisteredModel]) -> Rows:
    rows: Rows = model.objects.visible_to(ANYONE)
    return rows.filter(pk__in=references).order_by("accession__number").values_list("pk")


def _kept(references: Sequence[str]) -> dict[str, str]:
    """What is kept of ``references``; nothing, where the file is not there or can't be read."""
    marks = ", ".join("?" * len(references))
    query = f"SELECT reference, text FROM readings WHERE reference IN ({marks})"  # noqa: S608 – marks alone
    try:
        with closing(_opened()) as file:
            return dict(file.execute(query, references))
    except sqlite3.Error:
        return {}


def _keep(readings: dict[str, str]) -> None:
    """Keep ``readings``. A disk that is full, or a file that is broken, costs them, and nothing else."""
    if not readings:
        return
    try:
        _write(readings.items())
    except sqlite3.DatabaseError:
        _path().unlink(missing_ok=True)


def _write(rows: Iterable[tuple[str, str]]) -> None:
    with closing(_opened()) as file, file:
        file.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", rows)


def _opened() -> sqlite3.Connection:
    path = _path()
    path.touch(mode=0o600)
    file = sqlite3.connect(path, timeout=PATIENCE)
    file.execute(_TABLE)
    return file


def _path() -> Path:
    return folder() / f"readings-{code_fingerprint()[:16]}.sqlite3"
