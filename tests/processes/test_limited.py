"""Work on files in a process of its own: what it may take, what comes back, and that nothing else suffers."""

import fcntl
import os
import pickle
import resource
import signal
import time
from multiprocessing import forkserver

import pytest

from archive.processes import limited

pytestmark = pytest.mark.once
BOUNDS = limited.Bounds("made-up", megabytes=200, seconds=1)


def doubled(number: int) -> int:
    return 2 * number


def refused(number: int) -> None:
    raise ValueError(f"made up: {number}")


def filled(megabytes: int) -> int:
    return len(bytearray(megabytes * limited.MEGABYTE))


def never_done() -> None:
    while True:
        pass


def asleep() -> None:
    time.sleep(60)


def ended() -> None:
    os._exit(1)


def written(path: str) -> None:
    with open(path, "wb") as file:
        file.write(b"made up")


class Hostile:
    """Has whoever reads it run something."""

    def __reduce__(self):
        return os.putenv, ("MADE_UP", "run")


def hostile() -> Hostile:
    return Hostile()


def process() -> int:
    return os.getpid()


def test_what_is_returned_or_raised_there_is_returned_or_raised_here():
    assert limited.run(doubled, 21, bounds=BOUNDS) == 42
    with pytest.raises(ValueError, match="made up: 7"):
        limited.run(refused, 7, bounds=BOUNDS)


def test_each_work_has_a_process_of_its_own():
    found = {os.getpid(), *(limited.run(process, bounds=BOUNDS) for _ in range(3))}
    assert len(found) == 4


def test_memory_is_bounded_there_and_not_here():
    before = resource.getrlimit(resource.RLIMIT_AS)
    assert limited.run(filled, 150, bounds=BOUNDS) == 150 * limited.MEGABYTE
    with pytest.raises(limited.TooCostly):
        limited.run(filled, 250, bounds=BOUNDS)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


@pytest.mark.parametrize("work", [never_done, asleep, ended])
def test_what_takes_too_long_or_ends_its_process_is_too_costly(work, monkeypatch):
    monkeypatch.setattr(limited, "AT_LEAST", 1)
    monkeypatch.setattr(limited, "BUSY", 1)
    began = time.monotonic()
    with pytest.raises(limited.TooCostly):
        limited.run(work, bounds=BOUNDS)
    assert time.monotonic() - began < 20
    assert limited.run(doubled, 1, bounds=BOUNDS) == 2


def test_nothing_is_written_there(tmp_path):
    with pytest.raises(OSError, match="File too large"):
        limited.run(written, str(tmp_path / "made-up"), bounds=BOUNDS)
    assert (tmp_path / "made-up").read_bytes() == b""


def test_nothing_that_comes_back_is_run():
    with pytest.raises(pickle.UnpicklingError, match="is no exception, text or dataclass"):
        limited.run(hostile, bounds=BOUNDS)


def test_whoever_waits_for_long_is_told_so_and_other_queues_go_on(settings, monkeypatch):
    monkeypatch.setattr(limited, "PATIENCE", 0.2)
    with (settings.ARCHIVE_DATA / "made-up.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(limited.Busy):
            limited.run(doubled, 1, bounds=BOUNDS)
        assert limited.run(doubled, 1, bounds=limited.Bounds("another", megabytes=200, seconds=1)) == 2
    assert limited.run(doubled, 1, bounds=BOUNDS) == 2


def test_a_server_that_was_killed_is_started_again():
    assert limited.run(doubled, 1, bounds=BOUNDS) == 2
    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
    assert limited.run(doubled, 1, bounds=BOUNDS) == 2


def test_the_processor_is_bounded_as_well_as_the_clock(monkeypatch):
    monkeypatch.setattr(limited, "AT_LEAST", 60)
    began = time.monotonic()
    with pytest.raises(limited.TooCostly):
        limited.run(never_done, bounds=BOUNDS)
    assert time.monotonic() - began < 30
