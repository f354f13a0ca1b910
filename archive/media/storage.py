"""Where uploaded files are kept: each under the checksum of its bytes, written once, never changed or removed."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from archive.streams import BLOCK

_ENDING = re.compile(r"\.[a-z0-9]{1,5}")
_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}(\.[a-z0-9]{1,5})?")


class OriginalsStorage(FileSystemStorage):
    """A folder of files named after their SHA-256. The same bytes are kept once; nothing is overwritten."""

    def __init__(self, location=None):
        super().__init__(location, base_url=None, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def url(self, name):
        return reverse("original", args=[name])

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name: str, content: File) -> str:
        name = name_of(content, name)
        target = Path(self.path(name))
        if target.exists():
            return name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = tempfile.NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False)  # noqa: SIM115
        try:
            with new:
                for block in content.chunks(BLOCK):
                    new.write(block)
                new.flush()
                os.fsync(new.fileno())
            os.replace(new.name, target)
        except BaseException:  # half a file is none: whoever gave it is told
            Path(new.name).unlink(missing_ok=True)
            raise
        return name

    def delete(self, name):
        raise OSError(f"{name} is an original: the archive keeps every byte it was given.")

    def destroy(self, name: str) -> None:
        """Overwrite and remove an original, because the law demands it; see `archive.domain.erasing`."""
        path = Path(self.path(name))
        if not path.exists():
            return
        with path.open("r+b") as file:
            for _ in range(0, path.stat().st_size, BLOCK):
                file.write(bytes(BLOCK))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def originals() -> OriginalsStorage:
    return OriginalsStorage()


def uploads() -> OriginalsStorage:
    """Where tables that were handed in are kept: beside the originals, since no address leads to them."""
    return OriginalsStorage(Path(settings.ARCHIVE_DATA) / "uploads")


def sha256(content: File) -> str:
    """The checksum of ``content`` in hexadecimal digits, reading it from its beginning and leaving it there."""
    digest = hashlib.sha256()
    content.seek(0)
    for block in content.chunks(BLOCK):
        digest.update(block)
    content.seek(0)
    return digest.hexdigest()


def is_name(name: str) -> bool:
    """Whether ``name`` has the form that `name_of` gives."""
    return bool(_NAME.fullmatch(name)) and name[:2] == name[3:5]


def name_of(content: File, filename: str) -> str:
    """The name under which ``content`` is kept: its checksum, and the ending of ``filename`` if it is a plain one."""
    digest = sha256(content)
    ending = Path(filename).suffix.lower()
    return f"{digest[:2]}/{digest}{ending if _ENDING.fullmatch(ending) else ''}"
