"""A whole archive, started as `make run` starts it, and a browser."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

from tests import tools
from tests.pages.checkers import DESKTOP, PHONE, findings, html_findings

TOTP_PERIOD = 30  # seconds for which a code holds
LOOKED_AT: dict[str, str] = {}  # HTML by the name and the address of a page that was looked at


@dataclass
class Served:
    """A running archive: its address, its administrator, and what it printed as it started."""

    address: str
    password: str
    printed: str
    cookies: dict[str, list] = field(default_factory=dict)  # of those who signed in, by name

    def get(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.address + path) as answer:  # noqa: S310 – our own server
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def visit(self, page, path: str) -> None:
        """Open ``path`` and wait until its map, if it has one, is drawn: until then it has other things to use."""
        page.goto(self.address + path)
        expect(page.locator("[data-outlines]:not([data-drawn])")).to_have_count(0)

    def sign_in(self, page, name: str = "admin") -> None:
        """Be ``name`` in this browser: the administrator by password and second factor, others as they came in."""
        if name not in self.cookies:
            page.goto(f"{self.address}/admin/")
            page.get_by_label("Username").fill(name)
            page.get_by_label("Password").fill(self.password)
            page.get_by_role("button", name="Sign in", exact=True).click()
            set_up_second_factor(page)
            self.keep(page, name)
        leave(page)
        page.context.add_cookies(self.cookies[name])

    def keep(self, page, name: str) -> None:
        """Remember that whoever sits at ``page`` is ``name``."""
        self.cookies[name] = page.context.cookies()

    def invite(self, page, name: str, role: str) -> str:
        """As the administrator, make an account, and return the link to hand over."""
        self.sign_in(page)
        page.goto(f"{self.address}/admin/archive/user/add/")
        page.get_by_label("Username").fill(name)
        page.get_by_label(role, exact=True).check()
        page.get_by_role("button", name="Save", exact=True).click()
        return re.search(r"http://\S+/account/password/key/\S+", page.locator(".messagelist").inner_text())[0]

    def come_in(self, page, name: str, role: str) -> None:
        """Be invited as ``name``, choose a password, set up a second factor, and be at the desk."""
        link = self.invite(page, name, role)
        leave(page)
        page.goto(link)
        choose_password(page)
        set_up_second_factor(page)
        self.keep(page, name)


def look(page, name: str) -> None:
    """Hold a page that a walk has come to against the checkers; those that only a form leads to are met here alone.

    A picture of it is left where the environment names a folder for them.
    """
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    LOOKED_AT[f"{name}: {page.url}"] = page.document.text()
    assert findings(page, PHONE, DESKTOP) == []


def leave(page) -> None:
    """Be nobody; after the page is gone, which might still ask for something as whoever it was."""
    page.goto("about:blank")
    page.context.clear_cookies()


def choose_password(page) -> None:
    for box in page.locator("input[type=password]").all():
        box.fill("a made-up pass phrase")
    page.get_by_role("button", name="Choose this password").click()


def set_up_second_factor(page) -> None:
    """From the page that asks for a second factor to the desk, as somebody with an authenticator app does."""
    page.get_by_role("link", name="Set up an authenticator app").click()
    secret = page.locator("#authenticator_secret").input_value()
    while time.time() % TOTP_PERIOD > TOTP_PERIOD / 2:  # a code that still holds when it is sent
        time.sleep(0.5)
    counter = next(yield_hotp_counters_from_time())
    page.locator("#id_code").fill(format_hotp_value(hotp_value(secret, counter)))
    page.get_by_role("button", name="Activate").click()
    page.wait_for_url("**/recovery-codes/")
    page.get_by_role("link", name="The desk").first.click()
    assert "/admin/" in page.url


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
        running = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session", autouse=True)
def html_of_what_was_looked_at(tmp_path_factory):
    """The HTML checker finds nothing on the pages that walks came to: once for all of them, since it starts slowly."""
    yield
    if LOOKED_AT:
        assert html_findings(LOOKED_AT, tmp_path_factory.mktemp("looked-at")) == []


@pytest.fixture
def page(browser):
    """A page that fails the test for any error in the console or any request to another host."""
    context = browser.new_context(viewport={"width": DESKTOP, "height": 900})
    opened = context.new_page()
    troubles = opened.troubles = []

    def keep_document(answer):
        if answer.request.is_navigation_request() and answer.frame == opened.main_frame:
            opened.document = answer

    opened.on("response", keep_document)
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda asked: None if "//127.0.0.1:" in asked.url else troubles.append(asked.url))
    yield opened
    context.close()
    assert troubles == []
