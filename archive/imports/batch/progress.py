"""Watching long work: how far it is, how fast it goes, and whether somebody asked for it to end."""

import json
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

OFTEN = 0.5  # seconds between two notes
BEAT = 5  # seconds between two signs of life
SILENCE = 30  # seconds after which a worker counts as gone


class Cancelled(Exception):
    """Somebody asked for the work to end; whoever does it leaves everything as it was."""


class Progress:
    """Somebody who looks on, and never ends the work."""

    def start(self, what: str, total: int, name: str = "") -> None:
        """A part of the work begins: ``what``, in English, to which ``name``, and its rows, 0 if that is not known."""

    def update(self, done: int) -> None:
        """So many rows are done; raise `Cancelled` where the work should end."""


class FileProgress(Progress):
    """Notes how far the work on one batch is in a file, since its transaction is seen by nobody until it ends."""

    def __init__(self, batch: int):
        self.batch = batch
        self.what, self.name, self.total, self.since, self.noted = "", "", 0, time.time(), 0.0

    def start(self, what: str, total: int, name: str = "") -> None:
        if what.split(" ", 1)[0] != self.what.split(" ", 1)[0]:
            self.since = time.time()
        self.what, self.name, self.total = what, name, total
        self._note(0)

    def update(self, done: int) -> None:
        if time.time() - self.noted > OFTEN:
            self._note(done)
        if _cancel(self.batch).exists():
            raise Cancelled

    def _note(self, done: int) -> None:
        self.noted = time.time()
        progress = {
            "what": self.what,
            "name": self.name,
            "done": done,
            "total": self.total,
            "seconds": self.noted - self.since,
        }
        new = _progress(self.batch).with_suffix(".new")
        new.write_text(json.dumps(progress))
        os.replace(new, _progress(self.batch))


class Heartbeat:
    """Says every few seconds that a worker is there, whatever it does, as long as its process lives."""

    def __init__(self):
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def start(self) -> None:
        self._thread.start()

    @staticmethod
    def _beat() -> None:
        while True:
            with suppress(OSError):  # a full disk: the next one may go through
                _heartbeat().touch(mode=0o600)
            time.sleep(BEAT)


def is_anybody_there() -> bool:
    """Whether a worker said within the last half a minute that it is there."""
    try:
        return time.time() - _heartbeat().stat().st_mtime < SILENCE
    except OSError:
        return False


def progress_of(batch: int) -> dict:
    """What is done with ``batch``: what, rows done and in all, rows a second, seconds left; empty if nothing is."""
    try:
        progress = json.loads(_progress(batch).read_text())
    except (OSError, ValueError):
        return {}
    rate = progress["done"] / progress["seconds"] if progress["seconds"] > 0 else 0
    left = (progress["total"] - progress["done"]) / rate if rate and progress["total"] else None
    return progress | {"rate": round(rate), "left": None if left is None else round(left)}


def cancel(batch: int) -> None:
    """Ask whoever works on ``batch`` to end, and leave everything as it was."""
    _cancel(batch).touch(mode=0o600)


def is_cancelled(batch: int) -> bool:
    return _cancel(batch).exists()


def clear_progress(batch: int) -> None:
    """Take away the notes on work that has ended."""
    _progress(batch).unlink(missing_ok=True)
    _cancel(batch).unlink(missing_ok=True)


def folder() -> Path:
    found = Path(settings.ARCHIVE_DATA) / "work"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def _heartbeat() -> Path:
    return folder() / "worker"


def _progress(batch: int) -> Path:
    return folder() / f"{batch}.json"


def _cancel(batch: int) -> Path:
    return folder() / f"{batch}.cancel"
