"""A whole archive as a folder: one ``NOUN.csv`` for each noun, the originals under ``files``, and what belongs to it.

``manifest-sha256.txt`` has a line for each file, as ``sha256sum --check`` reads it. ``export.json`` is written
last: a folder without it is not whole.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.utils import timezone

from archive import __version__
from archive.imports.schema.masked_states import masked_states
from archive.imports.schema.sheets import SHEETS, Sheet, write
from archive.media import storage
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.snapshot import one_snapshot
from archive.models.base.states import own_states
from archive.models.log.audited import AuditedQuerySet
from archive.models.log.changes import Change

FILES = "files"
MANIFEST = "manifest-sha256.txt"
EXPORT = "export.json"
VERSION = 1  # of the form of the folder


def take_in_originals(folder: Path) -> None:
    """Keep the pictures and recordings in ``folder`` that are named by their checksum, for tables to name."""
    for path in sorted(folder.glob("*/*")):
        if storage.is_name(f"{path.parent.name}/{path.name}"):
            with path.open("rb") as content:
                storage.originals().save(path.name, File(content))


def states(sheet: Sheet, rows: AuditedQuerySet) -> Iterator[dict]:
    """The states of ``rows`` in the order of their numbers, some at a time."""
    references = list(rows.in_order().values_list("pk", flat=True))
    for start in range(0, len(references), CHUNK_SIZE):
        yield from own_states(sheet.model, references[start : start + CHUNK_SIZE]).values()


def written(sheet: Sheet, *, public: bool) -> Iterator[dict]:
    """The states of all rows of ``sheet``: whole, or as anyone may see them."""
    rows = sheet.model.objects.all()
    return masked_states(sheet, rows, None) if public else states(sheet, rows)


@dataclass
class Export:
    """What was written into a folder: the rows of each table, and which originals were missing."""

    rows: dict[str, int] = field(default_factory=dict)
    originals: int = 0
    missing: list[str] = field(default_factory=list)


def write_folder(folder: Path, *, public: bool) -> Export:
    """Write every noun's table to ``folder``; the whole archive with its originals, or only what anyone may see.

    All of it is of one moment. An original that is missing, or not what it was, is told of and the rest is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / EXPORT).unlink(missing_ok=True)
    export, sums = Export(), {}
    with one_snapshot():
        last = Change.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
        for noun, sheet in SHEETS.items():
            table = folder / f"{noun}.csv"
            with table.open("w", encoding="utf-8", newline="") as out:
                write(out, sheet, _counted(written(sheet, public=public), export, noun))
            sums[table.name] = sha256_of(table)
        names = [] if public else sorted(_originals_named())
    for name in names:
        _copy(name, folder / FILES / name, export, sums)
    _write_anew(folder / MANIFEST, "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())))
    _write_anew(folder / EXPORT, json.dumps(_as_json(export, last, public=public), ensure_ascii=False, indent=2) + "\n")
    return export


def faults_of(folder: Path) -> tuple[list[str], list[str]]:
    """What is not as it was exported: the files that are missing, and those that were changed since.

    Both are empty for a folder without a manifest, which somebody made by hand.
    """
    try:
        lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return [], []
    expected = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    missing = sorted(name for name in expected if not (folder / name).is_file())
    changed = sorted(name for name in expected.keys() - missing if sha256_of(folder / name) != expected[name])
    return missing, changed


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _counted(states: Iterable[dict], export: Export, noun: str) -> Iterator[dict]:
    export.rows[noun] = 0
    for state in states:
        export.rows[noun] += 1
        yield state


def _originals_named() -> set[str]:
    """The names of all originals that any record has."""
    return {
        name
        for sheet in SHEETS.values()
        for one in sheet.model._meta.concrete_fields
        if isinstance(one, models.FileField)
        for name in sheet.model._base_manager.exclude(**{one.name: ""}).values_list(one.name, flat=True)
    }


def _copy(name: str, target: Path, export: Export, sums: dict[str, str]) -> None:
    """Copy one original, if it is there and its bytes are those by which it is named."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(storage.originals().path(name), target)
    except OSError as error:
        export.missing.append(f"{name}: {error.strerror}")
        return
    digest = sha256_of(target)
    if digest not in name:
        export.missing.append(f"{name}: its bytes are not those that it was given with")
    export.originals += 1
    sums[f"{FILES}/{name}"] = digest


def _as_json(export: Export, last: int, *, public: bool) -> dict:
    position = {} if public else {"last_change": last}  # the log's number tells how much goes on at the desk
    return {
        "version": VERSION,
        "software": __version__,
        "archive": settings.ARCHIVE_NAME,
        "written_at": timezone.now().isoformat(timespec="seconds"),
        **position,
        "public": public,
        "rows": export.rows,
        "originals": export.originals,
        "missing": export.missing,
    }


def _write_anew(path: Path, text: str) -> None:
    """Write ``text`` so that the file is there whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(new, path)
