"""Answering 304 to somebody who has the page already."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware


class UnchangedMiddleware(ConditionalGetMiddleware):
    """Ignores `If-Modified-Since` (RFC 9110, 13.1.3), and compares only the `ETag`, which is made of the content.

    `Last-Modified` bears the day on which a record last changed in public. A page may change twice in a day, and with
    what it links to: by the day, somebody would be left with what has been closed since.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        request.META.pop("HTTP_IF_MODIFIED_SINCE", None)
        return super().process_response(request, response)
