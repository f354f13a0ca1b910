"""A whole archive, started as `make run` starts it, and a browser."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests import tools

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@dataclass
class Served:
    """A running archive: its address, its administrator, and what it printed as it started."""

    address: str
    password: str
    printed: str

    def get(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.address + path) as answer:  # noqa: S310 – our own server
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def start(folder, port: int, environment: dict) -> tuple[subprocess.Popen, str]:
    """Start the archive as `make run` does, and wait until it answers."""
    log = folder / "started.log"
    command = [sys.executable, "manage.py", "start", "--port", str(port)]
    out = log.open("w")
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=out, stderr=out, env=environment)
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                return process, log.read_text()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    raise AssertionError(f"The archive did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def own_environment(tmp_path_factory):
    """The environment of an archive of its own, on the database that the tests run on."""
    environment = {**os.environ, "ARCHIVE_DATA": str(tmp_path_factory.mktemp("served"))}
    if address := environment.get("DATABASE_URL"):
        name = f"pages_{environment.get('PYTEST_XDIST_WORKER', 'alone')}"
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {name}")
        environment["DATABASE_URL"] = urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    return environment


@pytest.fixture(scope="session")
def archive(own_environment, tmp_path_factory):
    port = free_port()
    process, printed = start(tmp_path_factory.mktemp("log"), port, own_environment)
    yield Served(f"http://127.0.0.1:{port}", re.search(r"password: (\S+)", printed)[1], printed)
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="session")
def browser():
    if not tools.chromium():
        if tools.STRICT:
            pytest.fail("There is no Chromium on this machine, and CI needs it.")
        pytest.skip("There is no Chromium on this machine.")
    # Playwright's loop would make Django refuse its own, synchronous database calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=tools.chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """A page that fails the test for any error in the console or any request to another host."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    troubles = []
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda asked: None if "//127.0.0.1:" in asked.url else troubles.append(asked.url))
    yield opened
    context.close()
    assert troubles == []
