"""Devices on which somebody signed in before: whoever guesses their password elsewhere does not shut them out there."""

from django.conf import settings
from django.core import signing

DAYS = 180
_SALT = "archive.accounts.devices"


def cookie_name() -> str:
    return "__Host-device" if settings.SECURE_COOKIES else "device"


def is_known(request, name: str) -> bool:
    """Whether the account ``name`` signed in on the device that sends ``request`` before."""
    try:
        names = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        return False
    return name.lower() in names


class DeviceMiddleware:
    """Lets the browser of whoever just signed in remember, signed, that they did. Readers get no such cookie."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = request.user.is_authenticated
        response = self.get_response(request)
        user = request.user
        if not before and user.is_authenticated and not is_known(request, user.username):
            response.set_cookie(
                cookie_name(),
                signing.dumps([user.username.lower()], salt=_SALT),
                max_age=DAYS * 24 * 60 * 60,
                secure=settings.SECURE_COOKIES,
                httponly=True,
                samesite="Lax",
            )
        return response
