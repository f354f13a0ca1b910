"""The gunicorn worker that serves the archive: a request is handed to a thread once it is there as a whole.

A client that sends slowly, or nothing, costs an entry in a table and no thread. The head of a request and a small body
are gathered in the worker's own loop; a large body is read by the thread, which refuses it first where nobody may
send one (`archive.views.bodies`).
"""

import re
import selectors
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from gunicorn import http, util
from gunicorn.workers.gthread import TConn, ThreadWorker

LARGEST_HEAD = 64 * 1024  # bytes of a request line and headers
LARGEST_GATHERED = 128 * 1024  # bytes of a body that is gathered before a thread has it
PATIENCE = 20  # seconds in which a head, and a body that is gathered, have to be there
LINGER = 2  # seconds for which a connection is read on after its last answer, so that the answer arrives
MAX_LINGERING = 200
REST_PATIENCE = 0.05  # seconds in which the rest of a body that nobody asked for has to be there
SEND_PATIENCE = 30  # seconds for which a client may take nothing of an answer
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:[ \t]*([0-9]{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_EXPECT = re.compile(rb"^expect:[ \t]*100-continue", re.IGNORECASE | re.MULTILINE)
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Connection(TConn):
    """A connection that is closed by the worker's loop, without a thread that waits for it."""

    def __init__(self, cfg, sock, client, server, linger: Callable):
        super().__init__(cfg, sock, client, server)
        self.linger = linger

    def close(self, graceful=False):
        if graceful:
            self.linger(self.sock)
        else:
            util.close(self.sock)


@dataclass
class Gathering:
    """What has come of one request so far, and until when the rest has to."""

    conn: Connection
    until: float
    data: bytearray = field(default_factory=bytearray)
    continued: bool = False  # whether the client was told to go on

    def is_whole(self) -> bool:
        """Whether a thread may have it: the head is there, and the body, unless that is large."""
        end = self.data.find(_HEAD_END)
        if end < 0:
            return False
        length = _LENGTH.search(self.data, 0, end + 2)
        size = int(length[1]) if length else 0
        return size > LARGEST_GATHERED or len(self.data) >= end + len(_HEAD_END) + size

    def waits_to_go_on(self) -> bool:
        """Whether the client waits for word before it sends the body."""
        end = self.data.find(_HEAD_END)
        return not self.continued and end >= 0 and _EXPECT.search(self.data, 0, end + 2) is not None

    def is_too_large(self) -> bool:
        return len(self.data) > LARGEST_HEAD + LARGEST_GATHERED or (
            len(self.data) > LARGEST_HEAD and self.data.find(_HEAD_END) < 0
        )


class Worker(ThreadWorker):
    """gunicorn's threaded worker, but for when a thread gets a connection, and how it is closed."""

    def init_process(self):
        self.gatherings: dict[socket.socket, Gathering] = {}
        self.lingering: dict[socket.socket, float] = {}
        super().init_process()

    def accept(self, listener):
        try:
            sock, client = listener.accept()
        except OSError:  # somebody else took it, or it is gone
            return
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_PATIENCE, 0))
        self.nr_conns += 1
        self.enqueue_req(Connection(self.cfg, sock, client, listener.getsockname(), self.linger))

    def enqueue_req(self, conn):
        """Hand ``conn`` to a thread as soon as a request is there; until then it waits in the loop."""
        gathering = Gathering(conn, time.monotonic() + PATIENCE)
        if conn.parser is not None:
            gathering.data += conn.parser.unreader.take_buffered()
        conn.sock.setblocking(False)
        self.gatherings[conn.sock] = gathering
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_readable, gathering))
        self._go_on(gathering)

    def on_readable(self, gathering: Gathering, sock):
        data = _received(sock)
        if data == b"":
            self._give_up(gathering)
        elif data:
            gathering.data += data
            self._go_on(gathering)

    def _go_on(self, gathering: Gathering) -> None:
        """Hand the request over where it is whole, refuse it where it is too large, else wait for more."""
        conn = gathering.conn
        if gathering.is_whole():
            self._forget(gathering)
            if conn.parser is None:
                conn.parser = http.get_parser(conn.cfg, conn.sock, conn.client)
                conn.initialized = True
            conn.parser.unreader.unread(bytes(gathering.data))
            conn.data_ready = True
            super().enqueue_req(conn)
        elif gathering.is_too_large():
            self._give_up(gathering, _TOO_LARGE)
        elif gathering.waits_to_go_on():
            gathering.continued = True
            self._send(conn.sock, b"HTTP/1.1 100 Continue\r\n\r\n")

    def _forget(self, gathering: Gathering) -> None:
        del self.gatherings[gathering.conn.sock]
        self.poller.unregister(gathering.conn.sock)

    def _give_up(self, gathering: Gathering, answer: bytes = b"") -> None:
        self._forget(gathering)
        self.nr_conns -= 1
        self._send(gathering.conn.sock, answer)
        gathering.conn.close(graceful=bool(answer))

    @staticmethod
    def _send(sock, answer: bytes) -> None:
        """Send what fits into the buffer at once: it is a line or two, and whoever takes no answer gets none."""
        try:
            sock.send(answer)
        except OSError:
            return

    def linger(self, sock) -> None:
        """Close ``sock`` once the client has, or after a while: what is unread takes the answer away."""
        if len(self.lingering) >= MAX_LINGERING:
            util.close(sock)
            return
        try:
            sock.setblocking(False)
            sock.shutdown(socket.SHUT_WR)
            self.poller.register(sock, selectors.EVENT_READ, self._read_on)
        except (OSError, KeyError, ValueError):
            util.close(sock)
            return
        self.lingering[sock] = time.monotonic() + LINGER

    def _read_on(self, sock) -> None:
        if _received(sock) == b"":
            self._end(sock)

    def _end(self, sock) -> None:
        del self.lingering[sock]
        self.poller.unregister(sock)
        util.close(sock)

    def murder_pending(self):
        """Close what waited for too long; the loop asks this once a second."""
        super().murder_pending()
        now = time.monotonic()
        for gathering in [one for one in self.gatherings.values() if one.until < now or not self.alive]:
            self._give_up(gathering)
        for sock in [one for one, until in self.lingering.items() if until < now]:
            self._end(sock)

    def _keepalive_after(self, conn, keepalive):
        """Go on with a connection only where the body was read: what was refused is not waited for."""
        return bool(keepalive and conn.parser.finish_body(deadline=time.monotonic() + REST_PATIENCE))

    def handle_error(self, req, client, addr, exc):
        """As gunicorn answers, but for the address of whoever asked, which no log is to have."""
        super().handle_error(req, client, ("a reader", 0), exc)


def _received(sock) -> bytes | None:
    """What came over ``sock``; ``b""`` where the other side has ended, ``None`` where nothing came yet."""
    try:
        return sock.recv(LARGEST_GATHERED)
    except BlockingIOError:
        return None
    except OSError:
        return b""
