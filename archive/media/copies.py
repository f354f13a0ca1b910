"""The public copies of pictures: made once for each original and size, kept, and thrown away at any time.

Whoever sends one asks the two rules of protection first: a copy says nothing of who may see it.
"""

import fcntl
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.base import File

from archive.media import images

VERSION = 2  # of how copies are made: with another one, all are made anew


def public_copy_of(picture: File, size: str) -> Path:
    """The file of the copy of ``picture`` in ``size``, one of `images.WIDTHS`.

    One copy is made at a time on a machine, so that the largest picture alone says how much memory that takes.
    """
    path = _path(picture.name, size)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (path.parent / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                _make(picture, size, path)
    return path


def forget(names: list[str]) -> None:
    """Remove the copies of originals that are destroyed."""
    for name in names:
        for size in images.WIDTHS:
            for made in _all_made(name, size):
                made.unlink(missing_ok=True)


def _make(picture: File, size: str, path: Path) -> None:
    with picture.open("rb") as opened:
        copy = images.public_copy(opened, images.WIDTHS[size])
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as new:
        try:
            new.write(copy)
            new.flush()
            os.replace(new.name, path)
            for made in _all_made(picture.name, size):
                if made != path:
                    made.unlink(missing_ok=True)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(new.name)
            raise


def _all_made(name: str, size: str) -> list[Path]:
    """The copy of an original in ``size``, of this version and of those before."""
    path = _path(name, size)
    return list(path.parent.glob(f"{path.stem.removesuffix(str(VERSION))}*.jpg"))


def _path(name: str, size: str) -> Path:
    digest = Path(name).name.split(".")[0]
    return Path(settings.ARCHIVE_DATA) / "copies" / f"{digest}-{size}-{VERSION}.jpg"
