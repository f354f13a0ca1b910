"""A session at the desk ends where nobody did anything in it for half an hour (OWASP ASVS 3.3.2)."""

import time

from django.contrib.auth import logout

from archive.models.access.users import roles_of

IDLE_SECONDS = 30 * 60  # seconds
NOTED_EVERY = 60  # seconds: a session is written no more often than that
SEEN = "last_seen"  # in the session
BY_ITSELF = frozenset({"desk:batch-progress"})  # what a page that stands open asks for by itself


class IdleMiddleware:
    """Signs out whoever works at the desk and was away; what they type is kept (`kept_forms`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if roles_of(request.user) and time.time() - request.session.get(SEEN, time.time()) > IDLE_SECONDS:
            logout(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not roles_of(request.user) or request.resolver_match.view_name in BY_ITSELF:
            return
        if time.time() - request.session.get(SEEN, 0) > NOTED_EVERY:
            request.session[SEEN] = int(time.time())
