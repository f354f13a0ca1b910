"""The page for whoever writes while the database is held for long, as SQLite is by an import of many rows."""

from django.db import OperationalError
from django.shortcuts import render

HELD = ("database is locked", "database table is locked")
SECONDS = 60  # after which it is worth another try


class BusyMiddleware:
    """Says that nothing was saved, and that it may be sent again, where the database could not be written to."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError) or not str(exception).startswith(HELD):
            return None
        response = render(request, "503.html", status=503)
        response["Retry-After"] = str(SECONDS)
        return response
