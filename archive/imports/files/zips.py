"""A delivery of several tables: a ZIP with one table a noun, and pictures or recordings that its cells name."""

import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from archive.imports.files.errors import TableError
from archive.imports.files.workbooks import check_zip_bomb, is_workbook, require_not_of_the_machine
from archive.media import storage
from archive.streams import ARCHIVE_ERRORS, IN_MEMORY

TABLES = (".csv", ".tsv", ".txt", ".xlsx")
MAX_MEMBERS = 20_000
MAX_TABLES = 1_000
MAX_NAME_LENGTH = 255  # bytes that file systems take
MAX_PATH_LENGTH = 300  # letters, with the folders


def is_zip(file: IO[bytes]) -> bool:
    start = file.read(4)
    file.seek(0)
    return start == b"PK\x03\x04" and not is_workbook(file)


def tables_in(file: IO[bytes]) -> list[str]:
    """The names of the tables in a ZIP; raise `TableError` where it has none, or is not one to be trusted."""
    try:
        with zipfile.ZipFile(file) as folded:
            if any(not part.filename or part.header_offset < 0 for part in folded.infolist()):
                raise zipfile.BadZipFile(_("it has a file without a name or position"))
            members = [part for part in folded.infolist() if not part.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise TableError(
                    _("The ZIP contains {number:,} files. Expected at most {most:,}.").format(
                        number=len(members), most=MAX_MEMBERS
                    )
                )
            check_zip_bomb(folded)
            for part in members:
                _require_inside(part)
            _require_each_once([part.filename for part in members])
    except TableError:
        raise
    except (*ARCHIVE_ERRORS, OSError) as error:
        require_not_of_the_machine(error)
        raise TableError(
            _("The ZIP is damaged: {error}. Expected one that can be unpacked.").format(error=error)
        ) from error
    names = [part.filename for part in members]
    found = [name for name in names if name.lower().endswith(TABLES) and not _is_hidden(name)]
    if not found:
        raise TableError(_("The ZIP contains no table. Expected files such as cases.csv or places.xlsx in it."))
    if len(found) > MAX_TABLES:
        raise TableError(
            _("The ZIP contains {number:,} tables. Expected at most {most:,}.").format(
                number=len(found), most=MAX_TABLES
            )
        )
    return found


def _require_inside(part: zipfile.ZipInfo) -> None:
    path = PurePosixPath(part.filename.replace("\\", "/"))
    too_long = any(len(name.encode()) > MAX_NAME_LENGTH for name in path.parts) or len(part.filename) > MAX_PATH_LENGTH
    if not path.parts or too_long:
        raise TableError(
            _(
                "“{filename}…” in the ZIP is a name that can't be kept. Expected one of up to "
                "{longest_name} bytes, with all folders up to {longest_path} letters."
            ).format(filename=part.filename[:60], longest_name=MAX_NAME_LENGTH, longest_path=MAX_PATH_LENGTH)
        )
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise TableError(
            _("“{filename}” in the ZIP points outside it. Expected names of files inside.").format(
                filename=part.filename
            )
        )
    if part.external_attr >> 16 & 0o170000 == 0o120000:
        raise TableError(
            _("“{filename}” in the ZIP is a link to another file. Expected the file itself.").format(
                filename=part.filename
            )
        )
    if part.flag_bits & 1:
        raise TableError(
            _("“{filename}” in the ZIP is protected by a password. Expected files that can be read.").format(
                filename=part.filename
            )
        )


def _require_each_once(names: list[str]) -> None:
    """Names of files are neither there twice nor those of folders in which others lie."""
    paths = Counter(PurePosixPath(name) for name in names)
    folders = {folder for path in paths for folder in path.parents}
    if wrong := sorted(str(path) for path, times in paths.items() if times > 1 or path in folders):
        raise TableError(_("“{name}” is in the ZIP more than once. Expected each name once.").format(name=wrong[0]))


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def member(kept: IO[bytes], name: str) -> IO[bytes]:
    """One table of a ZIP, unfolded so that it can be sought in."""
    unfolded = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 – whoever asked closes it
    with kept, _named_errors(name), zipfile.ZipFile(kept) as folded, folded.open(name) as file:
        shutil.copyfileobj(file, unfolded)
    unfolded.seek(0)
    return unfolded


@contextmanager
def _named_errors(name: str) -> Iterator[None]:
    """Turn what is wrong with one file in a ZIP into a `TableError`."""
    try:
        yield
    except (*ARCHIVE_ERRORS, OSError) as error:
        require_not_of_the_machine(error)
        raise TableError(
            _("“{name}” in the ZIP is damaged: {error}. Expected one that can be unpacked.").format(
                name=name, error=error
            )
        ) from error


def unpack(batch: int, stored: str) -> Path:
    """A folder with the files of a batch that are no tables, for its cells to name; made anew if it is not whole.

    Raise `TableError` where one of them does not unfold. Whoever calls is alone with the batch.
    """
    folder = folder_of(batch)
    if folder.exists():
        return folder
    making = folder.with_name(f".new-{batch}")
    shutil.rmtree(making, ignore_errors=True)  # somebody was killed on the way
    making.mkdir(mode=0o700)
    with storage.uploads().open(stored) as kept, zipfile.ZipFile(kept) as folded:
        for part in folded.infolist():
            if not part.is_dir() and not part.filename.lower().endswith(TABLES) and not _is_hidden(part.filename):
                with _named_errors(part.filename):
                    folded.extract(part, making)
    making.rename(folder)
    return folder


def delete_unpacked(batch: int) -> None:
    """Take away what was unpacked: the cells that name a file were read, and the ZIP itself is kept."""
    shutil.rmtree(folder_of(batch), ignore_errors=True)


def folder_of(batch: int) -> Path:
    return _unpacked() / str(batch)


def _unpacked() -> Path:
    folder = Path(settings.ARCHIVE_DATA) / "unpacked"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
