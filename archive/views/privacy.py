"""What is made for somebody is kept by nobody else: no cache on the way, and none on a machine that others use."""

from django.conf import settings


class PrivateMiddleware:
    """Says of every answer to a session that no cache is to keep it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response
