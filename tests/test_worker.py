"""The web worker: who sends slowly keeps nobody else waiting. `bench/flood.py` does the same with hundreds."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import textwrap
import time

import pytest

pytestmark = pytest.mark.once

APPLICATION = """
    import threading
    turn = threading.Lock()

    def application(environ, start_response):
        size = int(environ.get("CONTENT_LENGTH") or 0)
        if size > 1_000_000:
            start_response("413 Too Large", [("Content-Length", "0")])
            return [b""]
        body = environ["wsgi.input"].read(size)
        start_response("200 OK", [("Content-Length", str(len(body) + 2))])
        return [b"ok", body]
"""
SLOW = (
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nsome",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\nsome",
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /",
    b"",
)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The port of an application that a single worker with two threads serves, and what it prints."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "echo.py").write_text(textwrap.dedent(APPLICATION))
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "echo:application", "--config", "python:config.gunicorn"]
    command += ["--workers", "1", "--threads", "2", "--bind", f"127.0.0.1:{port}"]
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{os.getcwd()}"}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError):
                connected(port).close()
                break
            time.sleep(0.1)
        yield port, folder / "log"
    finally:
        process.terminate()
        process.wait()


def connected(port):
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def received(connection, end):
    """What comes, until it ends so or nothing more does."""
    answer = b""
    while not answer.endswith(end) and (more := connection.recv(1000)):
        answer += more
    return answer


def asked(port, method="GET", body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.closing(connection):
        connection.request(method, "/", body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_slow_senders_of_every_kind_keep_nobody_waiting(served):
    port, _ = served
    with contextlib.ExitStack() as stack:
        for number in range(60):
            slow = stack.enter_context(connected(port))
            slow.sendall(SLOW[number % len(SLOW)])
        for _ in range(5):
            assert asked(port) == (200, b"ok")


def test_a_request_in_pieces_is_answered_once_it_is_whole(served):
    port, _ = served
    with connected(port) as slow:
        for piece in (b"POST / HTT", b"P/1.1\r\nHost: x\r\nContent-", b"Length: 6\r\n\r", b"\nabc", b"def"):
            slow.sendall(piece)
            time.sleep(0.05)
        assert received(slow, b"okabcdef").count(b"200 OK") == 1


def test_several_requests_over_one_connection_are_each_answered(served):
    port, _ = served
    with connected(port) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na")
        assert received(one, b"oka").count(b"200 OK") == 2


@pytest.mark.parametrize("size", [0, 1, 5000, 131_072, 131_073, 900_000])
def test_a_body_of_any_size_arrives_as_it_was_sent(served, size):
    port, _ = served
    body = os.urandom(size)
    assert asked(port, "POST", body) == (200, b"ok" + body)


def test_whoever_waits_to_be_told_to_go_on_is_told(served):
    port, _ = served
    with connected(port) as one:
        one.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        assert one.recv(1000).startswith(b"HTTP/1.1 100 Continue")
        one.sendall(b"abc")
        assert received(one, b"okabc").count(b"200 OK") == 1


def test_a_large_body_that_is_refused_is_not_waited_for(served):
    port, _ = served
    for _ in range(6):
        with connected(port) as one:
            one.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n")
            assert one.recv(1000).startswith(b"HTTP/1.1 413")
    assert asked(port) == (200, b"ok")


def test_a_head_without_an_end_is_refused(served):
    port, _ = served
    with connected(port) as one, contextlib.suppress(ConnectionError):
        one.sendall(b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000)
        assert one.recv(1000).startswith(b"HTTP/1.1 431")


def test_no_log_has_the_address_of_whoever_asked(served):
    port, log = served
    with connected(port) as one:
        one.sendall(b"NOT A REQUEST\r\n\r\n")
        assert one.recv(1000).startswith(b"HTTP/1.1 400")
    time.sleep(0.2)
    assert "Invalid request" in log.read_text()
    assert "127.0.0.1" not in log.read_text()
