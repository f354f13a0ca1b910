"""How signing in differs here from what allauth does by itself."""

import base64
import hashlib
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from archive.accounts import devices

RECENTLY = 5 * 60  # seconds
LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",  # attempts from one address, and at one name from it
    "login_failed_anywhere": "50/h/key",  # attempts at one name from everywhere
}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: accounts are made by an administrator, who invites."""

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app):
        """Whoever signed in a moment ago is not asked again."""
        records = get_authentication_records(context.request, context.request.user)
        recent = any(time.time() - record["at"] < RECENTLY for record in records)
        return not recent and super().is_reauthentication_required(app=app)

    def pre_authenticate(self, request, **credentials):
        """Stop who guesses, and nobody else: the few attempts are those at one name from one address.

        Those at one name from everywhere are many more, and do not count for whoever signed in from this device before.
        A passkey is not asked for here.
        """
        name = credentials.get("username") or ""
        self._login_failed_rl_usage = ratelimit.RateLimitUsage(usage=[])
        self._count(request, "login_failed", f"{ratelimit.get_ip(request)} {name.lower()}")
        if not devices.is_known(request, name):
            self._count(request, "login_failed_anywhere", name.lower())

    def _count(self, request, action: str, key: str) -> None:
        """Count an attempt, which is taken back once it succeeds; raise `ValidationError` where it is one too many."""
        counted = ratelimit.consume(request, app="archive", action=action, key=key, config=LIMITS)
        if not counted:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage += counted.usage

    def get_client_ip(self, request):
        """Instead of the address, which is kept nowhere, a keyed hash of it: enough to count attempts by."""
        address = ratelimit.truncate_ip(super().get_client_ip(request))
        return salted_hmac("archive.accounts.addresses", address, algorithm="sha256").hexdigest()[:32]

    def get_login_redirect_url(self, request):
        return reverse(settings.LOGIN_REDIRECT_URL)

    def send_notification_mail(self, *args, **kwargs):
        if settings.EMAIL_HOST:
            super().send_notification_mail(*args, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors are kept encrypted, with a key derived from the site's own."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return settings.ARCHIVE_NAME


def _cipher() -> Fernet:
    digest = hashlib.sha256(f"second factors {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
