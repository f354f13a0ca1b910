"""Work on a file that comes from elsewhere, in a process of its own, with bounds of memory and time.

Whatever a broken or hostile file does to the library that reads it, it does there: the process that serves readers, or
works on a batch, goes on. One such process is at work at a time on a machine, so that its bounds are those of all.
"""

import fcntl
import multiprocessing
import resource
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, override

MEGABYTE = 1024 * 1024
AT_LEAST = 5  # seconds of a busy machine that are no fault of the file
BUSY = 4  # times the seconds of the processor that may pass on the clock
_context = multiprocessing.get_context("forkserver")  # each is forked from a small process, which opened nothing
_context.set_forkserver_preload(["archive.set_up"])


@dataclass(frozen=True)
class Bounds:
    """What a piece of work may take."""

    megabytes: int  # of memory, beyond what its process has to begin with
    seconds: int  # of the processor
    written: int = 0  # bytes that it may write to one file


class TooCostly(Exception):
    """A file took more memory or time than any may, or ended the process that read it."""


def run(work: Callable, *given, bounds: Bounds):
    """What ``work``, a function of a module, returns of what is ``given``; an exception that it raises is raised here.

    What is given, returned and raised has to be picklable. Raise `TooCostly` where it takes more than its ``bounds``.
    """
    with (Path(settings.ARCHIVE_DATA) / "apart.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        near, far = _context.Pipe(duplex=False)
        process = _context.Process(target=_work, args=(far, work, given, bounds, get_language()), daemon=True)
        process.start()
        far.close()
        try:
            if not near.poll(AT_LEAST + BUSY * bounds.seconds):
                raise TooCostly
            told, failed = near.recv()
        except EOFError as error:  # it was ended by its bounds, or by what the file did to it
            raise TooCostly from error
        finally:
            near.close()
            process.kill()
            process.join()
    if failed is not None:
        raise failed
    return told


def bound_memory(megabytes: int) -> None:
    """Let this process have so many ``megabytes`` more than it has, and never again more."""
    _bound(resource.RLIMIT_AS, _memory_so_far() + megabytes * MEGABYTE)


def _work(back: Connection, work: Callable, given: tuple, bounds: Bounds, language: str) -> None:
    """Do it, in the other process, and send back what came of it: what is told, and the exception."""
    bound_memory(bounds.megabytes)
    _bound(resource.RLIMIT_CPU, bounds.seconds)
    _bound(resource.RLIMIT_FSIZE, bounds.written)
    _bound(resource.RLIMIT_CORE, 0)
    try:
        with override(language):
            came = work(*given), None
    except MemoryError:
        came = None, TooCostly()
    except Exception as error:
        came = None, error
    back.send(came)


def _bound(limit: int, most: int) -> None:
    _, hardest = resource.getrlimit(limit)
    most = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
    resource.setrlimit(limit, (most, most))


def _memory_so_far() -> int:
    """Bytes of address space that this process has (Linux, proc(5): the first figure of ``statm`` is pages)."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
