"""Readings kept in a file, so that whoever reads many of them need not have them made again.

The file lies with all that is derived, and can be thrown away. It follows by itself: a reading that is kept counts only
where the commitment of its record's last issue is that of the reading, and only while anyone may see the record.
"""

import secrets
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from django.db import connection

from archive.domain.derived_files import code_fingerprint, folder
from archive.domain.readings import commitment_of, readings_of
from archive.models.access.viewers import ANYONE
from archive.models.archive_object import by_model
from archive.models.base.compiled_queries import compiled
from archive.models.base.registry import RegisteredModel
from archive.models.base.types import Rows
from archive.models.log.issues import SALT_BYTES, Issue, ReadingSalt
from archive.models.log.public_feed import public_position

PATIENCE = 5  # seconds that one process waits while another writes
_TABLE = "CREATE TABLE IF NOT EXISTS readings (reference TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID"


def kept_readings(references: Sequence[str]) -> dict[str, str]:
    """The reading of each of ``references``, at most some hundreds, that anyone may see now: canonical JSON.

    They come in the order of ``references``. While something is still to be compared, all are made anew, and none is
    kept.
    """
    public = _public_among(references)
    salts = ReadingSalt.objects.of(public)
    if connection.in_atomic_block or not public_position().is_settled:
        return _made(public, salts)
    commitments = {one: issue.commitment for one, issue in Issue.objects.last_of(public).items()}
    found = {
        reference: text
        for reference, text in _kept(public).items()
        if reference in salts and commitment_of(salts[reference], text) == commitments.get(reference)
    }
    made = _made([reference for reference in public if reference not in found], salts)
    _keep(made)
    found |= made
    return {reference: found[reference] for reference in public if reference in found}


def _made(references: Sequence[str], salts: Mapping[str, str]) -> dict[str, str]:
    """Readings made anew; of a record that has no salt yet, with one that is used this once."""
    with_all = defaultdict(lambda: secrets.token_hex(SALT_BYTES), salts)
    return {reference: reading.text for reference, reading in readings_of(references, with_all).items()}


def _public_among(references: Sequence[str]) -> list[str]:
    """Those of ``references`` that anyone may see, in their order."""
    seen = {pk for model, mine in by_model(references).items() for (pk,) in _public.values(mine, model)}
    return [reference for reference in references if reference in seen]


@compiled
def _public(references: list[str], model: type[RegisteredModel]) -> Rows:
    rows: Rows = model.objects.visible_to(ANYONE)
    return rows.filter(pk__in=references).order_by().values_list("pk")


def _kept(references: Sequence[str]) -> dict[str, str]:
    """What is kept of ``references``; nothing, where the file is not there or can't be read."""
    marks = ", ".join("?" * len(references))
    query = f"SELECT reference, text FROM readings WHERE reference IN ({marks})"  # noqa: S608 – marks alone
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{_path()}?mode=ro", PATIENCE, uri=True)) as file:
        return dict(file.execute(query, references))
    return {}


def _keep(readings: Mapping[str, str]) -> None:
    """Keep ``readings``. A disk that is full, or a file that is busy or broken, costs them, and nothing else."""
    if not readings:
        return
    try:
        _write(readings)
    except sqlite3.OperationalError:  # another process writes
        pass
    except sqlite3.DatabaseError:
        _path().unlink(missing_ok=True)
    except OSError:
        pass


def _write(readings: Mapping[str, str]) -> None:
    """Write ``readings``, and drop at once what was hidden or erased while they were made."""
    path = _path()
    if not path.exists():
        for old in folder().glob("readings-*"):  # of other code
            old.unlink(missing_ok=True)
        path.touch(mode=0o600)
    with closing(sqlite3.connect(path, PATIENCE)) as file:
        file.execute("PRAGMA secure_delete = ON")
        with file:
            file.execute(_TABLE)
            file.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", readings.items())
        gone = readings.keys() - set(_public_among(list(readings)))
        with file:
            file.executemany("DELETE FROM readings WHERE reference = ?", [(reference,) for reference in gone])


def _path() -> Path:
    return folder() / f"readings-{code_fingerprint()[:16]}.sqlite3"
