"""Work on a file that comes from elsewhere, in a process of its own, with bounds of memory and time.

Whatever a broken file does to the library that reads it, it does there: the process that serves readers, or works on a
batch, goes on. Of each queue one is at work at a time on a machine, so that its bounds are those of all. The bounds are
of what is taken: what may be read there is what this process may read, too.
"""

import fcntl
import io
import multiprocessing
import pickle
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, TypeVar

from django.conf import settings
from django.utils.translation import get_language, override

Result = TypeVar("Result")
MEGABYTE = 1024 * 1024
AT_LEAST = 5  # seconds of a busy machine that are no fault of the file
BUSY = 2  # times the seconds of the processor that may pass on the clock
PATIENCE = 10  # seconds to wait for others to be done; less than anybody waits for the database
TRIES = 10  # to have a process started
_context = multiprocessing.get_context("forkserver")  # each is forked from a small process, which opened nothing
_context.set_forkserver_preload(["archive.processes.django_setup"])


@dataclass(frozen=True)
class Bounds:
    """What a piece of work may take, and the queue that it stands in."""

    queue: str
    megabytes: int  # of memory, beyond what its process has to begin with
    seconds: int  # of the processor
    written: int = 0  # bytes that it may write to one file

    @property
    def on_the_clock(self) -> int:
        return AT_LEAST + BUSY * self.seconds


class TooCostly(Exception):
    """A file took more memory or time than any may, or ended the process that read it."""


class Busy(Exception):
    """Others are looked at for so long that this one has to be asked for again."""


def run(work: Callable[..., Result], *given: object, bounds: Bounds) -> Result:
    """What ``work``, a function of a module, returns of what is ``given``; an exception that it raises is raised here.

    What is given, returned and raised has to be picklable; of classes, what comes back may hold exceptions, kinds of
    text and dataclasses. Raise `TooCostly` where it takes more than its ``bounds``, `Busy` where it has to wait long.
    """
    outcome: Result
    failed: Exception | None
    with _turn_of(bounds.queue):
        near, process = _started(work, given, bounds)
        try:
            if not near.poll(bounds.on_the_clock):
                raise TooCostly
            outcome, failed = _Returned(io.BytesIO(near.recv_bytes())).load()
        except EOFError as error:  # it was ended by its bounds, or by what the file did to it
            raise TooCostly from error
        finally:
            near.close()
            process.kill()
            process.join()
    if failed is not None:
        raise failed
    return outcome


def bound_memory(megabytes: int) -> None:
    """Let this process have so many ``megabytes`` more than it has, and never again more."""
    _bound(resource.RLIMIT_AS, _memory_so_far() + megabytes * MEGABYTE)


class _Returned(pickle.Unpickler):
    """Reads what the other process sent, and nothing by which it would have this one do something."""

    def find_class(self, module: str, name: str) -> object:
        found = None if "." in name else super().find_class(module, name)
        if isinstance(found, type) and (issubclass(found, (Exception, str)) or is_dataclass(found)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no exception, text or dataclass.")


@contextmanager
def _turn_of(queue: str) -> Iterator[None]:
    until = time.monotonic() + PATIENCE
    with (Path(settings.ARCHIVE_DATA) / f"{queue}.lock").open("w") as lock:
        while not _is_held(lock):
            if time.monotonic() > until:
                raise Busy
            time.sleep(0.01)
        yield


def _is_held(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _started(work: Callable[..., object], given: tuple[object, ...], bounds: Bounds) -> tuple[Connection, BaseProcess]:
    """The end of a pipe to read from, and the process that writes to the other one."""
    for left in reversed(range(TRIES)):
        near, far = _context.Pipe(duplex=False)
        process = _context.Process(target=_work, args=(far, work, given, bounds, get_language()), daemon=True)
        try:
            process.start()
        except (EOFError, ConnectionError):  # the server was killed a moment ago; asked again, there is a new one
            near.close()
            if not left:
                raise
            time.sleep(0.1)
        else:
            return near, process
        finally:
            far.close()
    raise AssertionError


def _work(
    back: Connection, work: Callable[..., object], given: tuple[object, ...], bounds: Bounds, language: str
) -> None:
    """Do it, in the other process, and send back what came of it: what is told, and the exception."""
    bound_memory(bounds.megabytes)
    _bound(resource.RLIMIT_CPU, bounds.seconds)
    _bound(resource.RLIMIT_FSIZE, bounds.written)
    _bound(resource.RLIMIT_CORE, 0)
    signal.alarm(bounds.on_the_clock)  # also where whoever asked was killed
    outcome: object = None
    failed: Exception | None = None
    try:
        with override(language):
            outcome = work(*given)
    except MemoryError:
        failed = TooCostly()
    except Exception as error:
        failed = error
    back.send_bytes(pickle.dumps((outcome, failed)))


def _bound(limit: int, most: int) -> None:
    _, hardest = resource.getrlimit(limit)
    most = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
    resource.setrlimit(limit, (most, most))


def _memory_so_far() -> int:
    """Bytes of address space that this process has (Linux, proc(5): the first figure of ``statm`` is pages)."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
