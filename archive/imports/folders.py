"""A whole archive as a folder: one ``NOUN.csv`` for each noun, and the originals under ``files``."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.db import models

from archive.imports import SHEETS, tables
from archive.imports.loading import Loading, Report, TakenBack, load, taken_back, tell_the_planner
from archive.imports.sheets import Sheet
from archive.imports.shown import shown_states
from archive.imports.tables import TableError
from archive.media import storage
from archive.models import recording
from archive.models.states import own_states

FILES = "files"
CHUNK = 1000


def load_file(sheet: Sheet, path: Path, *, by=None, dry_run=False) -> Report:
    with path.open("rb") as file:
        table = tables.read(file, sheet)
        return load(sheet, table, by=by, dry_run=dry_run, files=_files_beside(path), batch=path.name)


def _load_good_rows(sheet: Sheet, path: Path) -> Report:
    report = Report(sheet.noun)
    with path.open("rb") as file:
        Loading(sheet, tables.read(file, sheet), report, _files_beside(path)).run()
    return report


def load_folder(folder: Path, *, by=None, dry_run=False) -> list[Report]:
    """Load every table in ``folder`` in one transaction; one bad row anywhere means that nothing is written."""
    if not folder.is_dir():
        raise NotADirectoryError(
            f"{folder} is not a folder. Expected one with a file for each noun, such as cases.csv."
        )
    found = [(sheet, folder / f"{noun}.csv") for noun, sheet in SHEETS.items() if (folder / f"{noun}.csv").exists()]
    unknown = sorted(path.name for path in folder.glob("*.csv") if path.stem not in SHEETS)
    if unknown or not found:
        raise TableError(f"{folder} holds {', '.join(unknown) or 'no table'}. Expected {', '.join(SHEETS)}, each .csv.")
    reports = []
    with taken_back(), recording(by, f"import of the folder {folder.name}", folder.name):
        reports += [_load_good_rows(sheet, path) for sheet, path in found]
        if dry_run or any(report.refusals for report in reports):
            raise TakenBack
        tell_the_planner(reports)
    return reports


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


def _files_beside(path: Path) -> Path | None:
    beside = path.parent / FILES
    return beside if beside.is_dir() else None
