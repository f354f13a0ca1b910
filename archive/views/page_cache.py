"""Whole pages, kept in memory for readers without an account, as long as nothing changes for them.

A page depends on the public log, on the day and on its address alone: what the desk writes that nobody may see neither
costs a reader anything nor can be told from how soon a page comes. What somebody searched for is not kept.
"""

import threading
from collections import OrderedDict

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from archive.models.log.public_feed import PublicPosition, position_of_this_page, public_position

MAX_CACHE_BYTES = 64 * 1024 * 1024  # bytes of pages in one process


class PageCache:
    """Pages by their address, each with the place in the public log at which it was made; the least used goes first."""

    def __init__(self, most: int = MAX_CACHE_BYTES):
        self.most, self.size = most, 0
        self._pages: OrderedDict[tuple, tuple[PublicPosition, bytes, dict]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, address: tuple, now: PublicPosition) -> HttpResponse | None:
        with self._lock:
            found = self._pages.get(address)
            if found is None or found[0] != now:
                return None
            self._pages.move_to_end(address)
        response = HttpResponse(found[1])
        for name, value in found[2].items():
            response[name] = value
        return response

    def set(self, address: tuple, now: PublicPosition, response: HttpResponse) -> None:
        with self._lock:
            before = self._pages.pop(address, None)
            self.size += len(response.content) - (len(before[1]) if before else 0)
            self._pages[address] = now, response.content, dict(response.items())
            while self.size > self.most:
                _, (_, content, _) = self._pages.popitem(last=False)
                self.size -= len(content)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.size = 0


pages = PageCache()


class CachedPageMixin(View):
    """A view whose page is kept; to be named before the view's own base class."""

    def rests_on_the_public_log(self, **kwargs) -> bool:
        """Whether the page changes only when the public log does, or the day; called with what its address says."""
        return True

    def dispatch(self, request, *args, **kwargs):
        if not _may_be_kept(request) or not self.rests_on_the_public_log(**kwargs):
            return super().dispatch(request, *args, **kwargs)
        address, now = (request.scheme, request.get_host(), request.get_full_path()), position_of_this_page()
        if kept := pages.get(address, now):
            return kept
        response = super().dispatch(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
        whole = response.status_code == 200 and not response.streaming and not response.cookies
        if whole and public_position() == now:
            pages.set(address, now, response)
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    if connection.in_atomic_block:  # what is seen here may never be committed
        return False
    unknown = settings.SESSION_COOKIE_NAME not in request.COOKIES
    return unknown and request.method == "GET" and "q" not in request.GET
