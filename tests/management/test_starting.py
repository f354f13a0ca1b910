"""Getting an archive ready, and keeping its processes alive."""

import os
import signal
import subprocess
import sys
import time

import pytest

from archive.imports.batch import progress
from archive.management.starting import close_to_others
from archive.management.supervising import Supervisor

START = """
import django
django.setup()
from archive.management.starting import starting_alone
import sys, time
with starting_alone():
    print("in", flush=True)
    time.sleep(0.3)
    print("out", flush=True)
"""


@pytest.mark.django_db  # on whichever it is that both lock
def test_of_two_starts_on_one_database_one_waits_for_the_other(tmp_path):
    environment = {**os.environ, "ARCHIVE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    with (tmp_path / "told").open("w") as told:
        started = [subprocess.Popen([sys.executable, "-c", START], env=environment, stdout=told) for _ in range(3)]
        assert [process.wait(60) for process in started] == [0, 0, 0]
    assert (tmp_path / "told").read_text().split() == ["in", "out"] * 3


def test_what_lies_in_the_folder_is_closed_to_others(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    for name in ("archive.sqlite3", "archive.sqlite3-wal", "secret_key"):
        (tmp_path / name).write_text("made up")
        (tmp_path / name).chmod(0o644)
    for name in ("originals", "static"):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(0o755)
    tmp_path.chmod(0o755)
    assert close_to_others() == sorted(
        [tmp_path.name, "archive.sqlite3", "archive.sqlite3-wal", "secret_key", "originals"]
    )
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path, *tmp_path.iterdir())}
    assert modes == {
        tmp_path.name: 0o700,
        "archive.sqlite3": 0o600,
        "archive.sqlite3-wal": 0o600,
        "secret_key": 0o600,
        "originals": 0o700,
        "static": 0o755,
    }
    assert close_to_others() == []


def test_what_the_archive_writes_is_its_owners_alone(tmp_path):
    code = "import django; django.setup(); open('made', 'w').close()"
    environment = {**os.environ, "ARCHIVE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment["PYTHONPATH"] = os.getcwd()
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, check=True)
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o600


SUPERVISE = """
import sys
from archive.management import supervising
supervising.PAUSE = 0.2
line = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
web = [sys.executable, "-c", "import time; time.sleep(60)"]
sys.exit(supervising.Supervisor(web, [sys.executable, "-c", line], note=lambda line: None).run())
"""


def lines(stream, number):
    return [int(stream.readline()) for _ in range(number)]


def is_there(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid):
    for _ in range(100):
        if not is_there(pid):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def supervised():
    process = subprocess.Popen([sys.executable, "-c", SUPERVISE], stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_worker_that_was_killed_is_started_again(supervised):
    [first] = lines(supervised.stdout, 1)
    os.kill(first, signal.SIGKILL)
    [second] = lines(supervised.stdout, 1)
    assert second != first
    os.kill(second, signal.SIGKILL)
    [third] = lines(supervised.stdout, 1)
    assert is_there(third)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_with_the_supervisor_all_ends(supervised, number):
    [worker] = lines(supervised.stdout, 1)
    supervised.send_signal(number)
    supervised.wait(20)
    assert gone(worker)


def test_where_the_web_ends_its_exit_status_is_told():
    code = "import sys; from archive.management.supervising import Supervisor as S; p = sys.executable;"
    code += "sys.exit(S([p, '-c', 'raise SystemExit(7)'], [p, '-c', 'import time; time.sleep(60)']).run())"
    assert subprocess.run([sys.executable, "-c", code], timeout=30, check=False).returncode == 7


def test_a_worker_counts_as_there_as_long_as_its_heart_beats(settings, tmp_path):
    assert not progress.is_anybody_there()
    heartbeat = progress.folder() / "worker"
    heartbeat.touch()
    assert progress.is_anybody_there()
    long_ago = time.time() - progress.SILENCE - 1
    os.utime(heartbeat, (long_ago, long_ago))
    assert not progress.is_anybody_there()


def test_the_supervisor_waits_longer_for_a_worker_that_ends_at_once(monkeypatch):
    told = []
    web = [sys.executable, "-c", "import time; time.sleep(1.6)"]
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr("archive.management.supervising.PAUSE", 0.2)
    Supervisor(web, [sys.executable, "-c", "raise SystemExit(3)"], told.append).run()
    assert told[0] == "The worker ended (3). It is started again in 0.4 seconds."
    assert told[1] == "The worker ended (3). It is started again in 0.8 seconds."
