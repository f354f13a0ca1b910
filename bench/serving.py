"""An archive that is served as `make run` serves it, and a desk beside it that writes when it is told to."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WORKERS = 1  # processes of the web: there are two processors, and somebody asks


class ServedArchive:
    """An archive that is served: it can be asked for pages, and its desk can save something."""

    def __init__(self, port: int, desk: subprocess.Popen):
        self.desk, self.port = desk, port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, address: str) -> None:
        try:
            self._ask(address)
        except (http.client.HTTPException, ConnectionError):  # which was idle for too long
            self.connection.close()
            self._ask(address)

    def _ask(self, address: str) -> None:
        self.connection.request("GET", address)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status >= 500:
            raise AssertionError(f"{address}: {answer.status}")

    def tell_desk(self, what: str) -> str:
        """Have the desk do ``what``, and return what it says."""
        print(what, file=self.desk.stdin, flush=True)
        return self.desk.stdout.readline().strip()


@contextmanager
def served(folder: Path, size: int, desk_module: str) -> Iterator[ServedArchive]:
    """An archive of ``size`` made-up accounts in ``folder``, served; ``desk_module`` is what its desk runs."""
    folder.mkdir()
    environment = {**os.environ, "ARCHIVE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "bench.reading", "--make", str(size)], env=environment, check=True)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    start = [sys.executable, "manage.py", "start", "--port", str(port), "--workers", str(WORKERS)]
    serving = subprocess.Popen(start, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    desk = subprocess.Popen(
        [sys.executable, "-m", desk_module, "--desk"],
        env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        archive = ServedArchive(port, desk)
        for _ in range(600):
            try:
                archive.ask("/healthz")
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise AssertionError("The archive was not served within a minute.")
        yield archive
    finally:
        desk.kill()
        os.killpg(serving.pid, signal.SIGTERM)
        serving.wait()
