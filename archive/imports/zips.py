"""A delivery of several tables: a ZIP with one table a noun, and pictures or recordings that its cells name."""

import shutil
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings

from archive.imports import SHEETS
from archive.imports.errors import TableError
from archive.imports.workbooks import demand_no_bomb, is_workbook
from archive.media import storage

TABLES = (".csv", ".tsv", ".txt", ".xlsx")
MOST_MEMBERS = 20_000
IN_MEMORY = 8 * 1024**2


def is_zip(file: BinaryIO) -> bool:
    start = file.read(4)
    file.seek(0)
    return start == b"PK\x03\x04" and not is_workbook(file)


def tables_in(file: BinaryIO) -> list[str]:
    """The names of the tables in a ZIP; raise `TableError` where it has none, or is not one to be trusted."""
    try:
        with zipfile.ZipFile(file) as folded:
            members = [part for part in folded.infolist() if not part.is_dir()]
            if len(members) > MOST_MEMBERS:
                raise TableError(f"The ZIP holds {len(members):,} files. Expected at most {MOST_MEMBERS:,}.")
            demand_no_bomb(folded)
            for part in members:
                _demand_inside(part)
    except zipfile.BadZipFile as error:
        raise TableError(f"The ZIP is damaged: {error}.") from error
    names = [part.filename for part in members]
    found = [name for name in names if name.lower().endswith(TABLES) and not _is_hidden(name)]
    if not found:
        raise TableError("The ZIP holds no table. Expected files such as cases.csv or places.xlsx in it.")
    return found


def _demand_inside(part: zipfile.ZipInfo) -> None:
    path = PurePosixPath(part.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise TableError(f"“{part.filename}” in the ZIP leads out of it. Expected names of files within.")
    if part.external_attr >> 16 & 0o170000 == 0o120000:
        raise TableError(f"“{part.filename}” in the ZIP is a link to another file. Expected the file itself.")
    if part.flag_bits & 1:
        raise TableError(f"“{part.filename}” in the ZIP is locked with a password. Expected files that can be read.")


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def noun_of(name: str) -> str:
    """The noun that a table in a ZIP is called by; "" where its name tells none."""
    stem = PurePosixPath(name).stem.lower().replace(" ", "_").replace("-", "_")
    return next((noun for noun in SHEETS if noun.replace("-", "_") == stem), "")


def member(kept: BinaryIO, name: str) -> BinaryIO:
    """One table of a ZIP, unfolded so that it can be sought in."""
    unfolded = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 – whoever asked closes it
    with kept, zipfile.ZipFile(kept) as folded, folded.open(name) as file:
        shutil.copyfileobj(file, unfolded)
    unfolded.seek(0)
    return unfolded


def unpack(batch: int, stored: str) -> Path:
    """A folder with the files of a batch that are no tables, for its cells to name; made anew if it is not whole."""
    folder = folder_of(batch)
    if not folder.exists():
        making = Path(tempfile.mkdtemp(dir=_unpacked(), prefix=".new-"))
        with storage.uploads().open(stored) as kept, zipfile.ZipFile(kept) as folded:
            for part in folded.infolist():
                if not part.is_dir() and not part.filename.lower().endswith(TABLES) and not _is_hidden(part.filename):
                    folded.extract(part, making)
        making.rename(folder)
    return folder


def folder_of(batch: int) -> Path:
    return _unpacked() / str(batch)


def _unpacked() -> Path:
    folder = Path(settings.ARCHIVE_DATA) / "unpacked"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
