"""How signing in differs here from what allauth does by itself."""

import base64
import hashlib
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.urls import reverse

RECENTLY = 5 * 60  # seconds


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: accounts are made by an administrator, who invites."""

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app):
        """Whoever signed in a moment ago is not asked again."""
        records = get_authentication_records(context.request, context.request.user)
        recent = any(time.time() - record["at"] < RECENTLY for record in records)
        return not recent and super().is_reauthentication_required(app=app)

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
