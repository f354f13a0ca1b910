"""One request at a time in each process: what the lists count by is changed in place, and is read by one thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.http import UnreadablePostError
from django.urls import Resolver404, resolve

_lock = threading.Lock()
_here = threading.local()


def needs_no_request_lock(view):
    """Mark a view that touches nothing that threads share, and is to be answered whatever else goes on."""
    view.needs_no_request_lock = True
    return view


@contextmanager
def request_lock_released() -> Iterator[None]:
    """Let other requests be answered while this request waits for what touches nothing that threads share."""
    if not getattr(_here, "holds_it", False):
        yield
        return
    _lock.release()
    try:
        yield
    finally:
        _lock.acquire()


class RequestLockMiddleware:
    """Waits for the lock once the body of a request is there; what is answered is sent without it.

    A form is read before the lock is taken, so that somebody who sends it slowly keeps nobody else waiting.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _needs_none(request):
            return self.get_response(request)
        if request.method == "POST":
            _read(request)
        with _lock:
            _here.holds_it = True
            try:
                return self.get_response(request)
            finally:
                _here.holds_it = False


def _needs_none(request) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "needs_no_request_lock", False)
    except Resolver404:
        return False


def _read(request) -> None:
    """Read the form of ``request``, unless whoever sends it has gone away."""
    with suppress(UnreadablePostError):
        request.POST  # noqa: B018 – reading it is what is wanted
