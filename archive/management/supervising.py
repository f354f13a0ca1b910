"""The processes of an archive that one command serves: the web, and beside it the worker, which is kept alive."""

import ctypes
import os
import signal
import subprocess
import time
from contextlib import suppress

PAUSE = 1  # seconds between two looks at the processes, and before a worker is started again
MAX_PAUSE = 60  # seconds before one is started again that ends at once, time and again
STEADY = 60  # seconds after which a worker counts as one that goes well
_PR_SET_PDEATHSIG = 1  # of Linux's prctl(2): the signal that a process gets as its parent ends


class Supervisor:
    """Runs the web and the worker until the web ends or somebody asks for the end; starts a worker that ended again."""

    def __init__(self, web: list[str], worker: list[str], note=print):
        self.web, self.worker, self.note = web, worker, note
        self.ending = False
        self.pause = PAUSE

    def run(self) -> int:
        """Serve; return the exit status of the web."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._end)
        web, worker, since = _started(self.web), _started(self.worker), time.monotonic()
        again = None  # when the worker is to be started again
        while web.poll() is None and not self.ending:
            if again is None and worker.poll() is not None:
                self.pause = PAUSE if time.monotonic() - since > STEADY else min(2 * self.pause, MAX_PAUSE)
                self.note(f"The worker ended ({worker.returncode}). It is started again in {self.pause} seconds.")
                again = time.monotonic() + self.pause
            if again is not None and time.monotonic() >= again:
                worker, since, again = _started(self.worker), time.monotonic(), None
            time.sleep(PAUSE / 5)
        for process in (web, worker):
            with suppress(ProcessLookupError):
                process.terminate()
        worker.wait()
        return web.wait()

    def _end(self, *_) -> None:
        self.ending = True


def _started(command: list[str]) -> subprocess.Popen:
    return subprocess.Popen(command, preexec_fn=_end_with_parent)  # noqa: S603, PLW1509 – our own commands, no threads yet


def _end_with_parent() -> None:
    """Let this process end with the one that started it, however that ends; where the system can't, it goes on."""
    os.setpgid(0, 0)  # an interrupt at the keyboard is told by the supervisor alone, once
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
