"""The pages for what has to wait: the database is held, many files are looked at, or the words are taken in anew."""

from django.db import OperationalError
from django.shortcuts import render

from archive.processes.limited import Busy
from archive.search.store import NotReady

LOCKED_MESSAGES = ("database is locked", "database table is locked")
SECONDS = 60  # after which it is worth another try


class BusyMiddleware:
    """Says what has to wait, that nothing was saved or lost by it, and that it may be asked for again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, NotReady):
            return self._later(request, "search_later.html")
        locked = isinstance(exception, OperationalError) and str(exception).startswith(LOCKED_MESSAGES)
        return self._later(request, "503.html") if locked or isinstance(exception, Busy) else None

    @staticmethod
    def _later(request, template: str):
        response = render(request, template, status=503)
        response["Retry-After"] = str(SECONDS)
        return response
