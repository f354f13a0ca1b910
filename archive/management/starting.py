"""Getting an archive ready to be served: one process at a time, whatever else starts on the same database."""

import fcntl
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

_LOCK = 4_105  # of PostgreSQL's advisory locks, that of those who start


@contextmanager
def starting_alone() -> Iterator[None]:
    """Wait until nobody else gets the same database or folder ready; others wait until the block ends."""
    with (Path(settings.ARCHIVE_DATA) / "start.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def close_to_others() -> list[str]:
    """Take from everybody but the owner what lies in the archive's folder; return what was open to others.

    Collected static files are public, and stay so; so does a folder that is somebody else's.
    """
    opened, data = [], Path(settings.ARCHIVE_DATA)
    for path in (data, *sorted(data.glob("*.sqlite3*")), *sorted(data.iterdir())):
        if path.is_symlink() or path == Path(settings.STATIC_ROOT):
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            try:
                path.chmod(mode & 0o700)
            except PermissionError:
                continue
            opened.append(path.name)
    return sorted(set(opened))
