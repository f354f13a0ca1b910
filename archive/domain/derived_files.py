"""What is derived from the archive: the facets' bitmaps, the words of the search, readings.

It lies in a folder of its own, can be thrown away at any time, and is made anew from the database.
"""

import hashlib
import shutil
from functools import cache
from pathlib import Path

from django.conf import settings

import archive


@cache
def code_fingerprint() -> str:
    """A fingerprint of the code that derives: what other code derived is not read."""
    here = Path(archive.__file__).resolve().parent
    digest = hashlib.sha256()
    for path in sorted(here.rglob("*.py")):
        if path.relative_to(here).parts[0] not in ("admin", "views", "migrations", "management"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def folder() -> Path:
    """Where what is derived is kept."""
    kept = settings.ARCHIVE_DATA / "index"
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    return kept


def forget() -> None:
    """Throw away all that is derived."""
    shutil.rmtree(settings.ARCHIVE_DATA / "index", ignore_errors=True)
