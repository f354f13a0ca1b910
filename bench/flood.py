"""What slow and large senders cost: `python -m bench.flood`.

An archive of its own is served as `make run` serves it, on the loopback. 200 connections then drip their requests and
their bodies, and 50 senders send bodies of 100 MB at once, while `/healthz` is asked for all the time. Told are the
slowest answer, what the disk of the archive grew by, and how much more memory its processes took.
"""

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

SLOW = 200  # connections
LARGE = 50  # bodies
LARGE_SIZE = 100 * 1024 * 1024  # bytes
SECONDS = 20  # for which the slow ones go on
PIECE = bytes(256 * 1024)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="archive-flood-") as folder:
        port = _free_port()
        environment = {**os.environ, "ARCHIVE_DATA": folder, "TMPDIR": folder}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "manage.py", "start", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            _wait_for(port)
            return _told(_measured(port, process.pid, Path(folder)))
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _measured(port: int, leader: int, folder: Path) -> dict[str, float]:
    quiet = [_asked(port) for _ in range(50)]
    disk, memory = _disk(folder), _memory(leader)
    until = time.monotonic() + SECONDS
    senders = [threading.Thread(target=_drip, args=(port, n, until), daemon=True) for n in range(SLOW)]
    senders += [threading.Thread(target=_send_much, args=(port, n), daemon=True) for n in range(LARGE)]
    for sender in senders:
        sender.start()
    answers, largest_disk, most_memory = [], disk, memory
    while time.monotonic() < until:
        answers.append(_asked(port))
        largest_disk, most_memory = max(largest_disk, _disk(folder)), max(most_memory, _memory(leader))
        time.sleep(0.1)
    return {
        "healthz alone, slowest, s": max(quiet),
        "healthz meanwhile, median, s": statistics.median(answers),
        "healthz meanwhile, slowest, s": max(answers),
        "disk grew by at most, MB": (largest_disk - disk) / 1e6,
        "memory grew by at most, MB": (most_memory - memory) / 1e6,
    }


def _told(measured: dict[str, float]) -> int:
    for what, figure in measured.items():
        print(f"{what}: {figure:,.3f}")
    held = (
        measured["healthz meanwhile, slowest, s"] < 1
        and measured["disk grew by at most, MB"] < 1
        and measured["memory grew by at most, MB"] < 300
    )
    print("held" if held else "NOT HELD: expected answers within a second, the disk as it was, at most 300 MB more")
    return 0 if held else 1


def _drip(port: int, number: int, until: float) -> None:
    """A head that never ends, a body that never ends, a large body that never ends, or nothing at all."""
    begun = [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /requests/CAS-0001/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\nkind=",
        b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken=a; sessionid=b\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 104857600\r\n\r\n--x\r\n",
        b"",
    ][number % 4]
    while time.monotonic() < until:
        with _connected(port) as connection:
            try:
                connection.sendall(begun)
                while time.monotonic() < until:
                    time.sleep(0.5)
                    connection.sendall(b"a")
            except OSError:  # it was ended from there: begin again
                time.sleep(0.5)


def _send_much(port: int, number: int) -> None:
    address = ["/requests/CAS-0001/", "/account/login/", "/admin/imports/", "/cases/"][number % 4].encode()
    head = (
        b"POST " + address + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken=a; sessionid=b\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n"
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n' % LARGE_SIZE
    )
    with _connected(port) as connection:
        try:
            connection.sendall(head)
            for _ in range(LARGE_SIZE // len(PIECE)):
                connection.sendall(PIECE)
        except OSError:  # it was refused
            return


def _connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def _asked(port: int) -> float:
    started = time.monotonic()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            answer.read()
    except OSError:
        return 30.0
    return time.monotonic() - started


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            _connected(port).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The archive did not start.")


def _disk(folder: Path) -> int:
    found = subprocess.run(["du", "-sb", "--exclude=*.sqlite3-*", str(folder)], capture_output=True, check=False)  # noqa: S607
    return int(found.stdout.split()[0])


def _memory(leader: int) -> int:
    """The bytes that the processes of the archive hold, without what they share."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
            if int(fields[2]) == leader:  # the process group
                rollup = (status.parent / "smaps_rollup").read_text()
                total += 1024 * sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_"))
        except (OSError, IndexError):
            continue
    return total


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


if __name__ == "__main__":
    if not shutil.which("du"):
        sys.exit("du is needed.")
    sys.exit(main())
