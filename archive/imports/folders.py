"""A whole archive as a folder: one ``NOUN.csv`` for each noun, and the originals under ``files``."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import File
from django.db import models

from archive.imports import SHEETS, tables
from archive.imports.sheets import Sheet
from archive.imports.shown import shown_states
from archive.media import storage
from archive.models.states import own_states

FILES = "files"
CHUNK = 1000


def take_in_originals(folder: Path) -> None:
    """Keep the pictures and recordings in ``folder`` that are named by their checksum, for tables to name."""
    for path in sorted(folder.glob("*/*")):
        if storage.is_name(f"{path.parent.name}/{path.name}"):
            with path.open("rb") as content:
                storage.originals().save(path.name, File(content))


def states(sheet: Sheet, rows: models.QuerySet) -> Iterator[dict]:
    """The states of ``rows`` in the order of their numbers, some at a time."""
    references = list(rows.in_order().values_list("pk", flat=True))
    for start in range(0, len(references), CHUNK):
        yield from own_states(sheet.model, references[start : start + CHUNK]).values()


def written(sheet: Sheet, *, public: bool) -> Iterator[dict]:
    """The states of all rows of ``sheet``: whole, or as anyone may see them."""
    rows = sheet.model.objects.all()
    return shown_states(sheet, rows, None) if public else states(sheet, rows)


def write_folder(folder: Path, *, public: bool) -> None:
    """Write every noun's table to ``folder``; the whole archive with its originals, or only what anyone may see."""
    folder.mkdir(parents=True, exist_ok=True)
    for noun, sheet in SHEETS.items():
        with (folder / f"{noun}.csv").open("w", encoding="utf-8", newline="") as out:
            tables.write(out, sheet, written(sheet, public=public))
    if not public:
        _write_originals(folder / FILES)


def _write_originals(folder: Path) -> None:
    originals = storage.originals()
    for sheet in SHEETS.values():
        for field in sheet.model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = sheet.model.objects.exclude(**{field.name: ""})
                for name in rows.values_list(field.name, flat=True):
                    (folder / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(originals.path(name), folder / name)
