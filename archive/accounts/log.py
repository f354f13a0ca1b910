"""Entries of the log of sign-ins, as Django and allauth tell of what happens (connected in `apps.py`)."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from archive.accounts.second_factor import ENROLLED, FACTORS
from archive.models import SignIn, User
from archive.vocabularies import SignInEvent


def record_event(user, event: SignInEvent, actor=None) -> None:
    SignIn.objects.create(user=user, event=event, actor=actor)


def failed(sender, credentials, **kwargs) -> None:
    """A name that no account has is not kept: people type passwords into the wrong box."""
    record_event(User.objects.filter(username=credentials.get("username") or "").first(), SignInEvent.FAILED)


def added(sender, request, user, authenticator, **kwargs) -> None:
    if authenticator.type in FACTORS:
        request.session[ENROLLED] = authenticator.pk
        record_event(user, SignInEvent.FACTOR_ADDED)


def removed(sender, user, authenticator, **kwargs) -> None:
    if authenticator.type in FACTORS:
        record_event(user, SignInEvent.FACTOR_REMOVED)


def _noting(event: SignInEvent):
    def noted(sender, user, **kwargs):
        if user is not None:
            record_event(user, event)

    return noted


SIGNAL_HANDLERS = (
    (user_logged_in, _noting(SignInEvent.SIGNED_IN)),
    (user_logged_out, _noting(SignInEvent.SIGNED_OUT)),
    (user_login_failed, failed),
    (authentication_failed, _noting(SignInEvent.FACTOR_FAILED)),
    (authenticator_added, added),
    (authenticator_removed, removed),
    (password_changed, _noting(SignInEvent.PASSWORD_CHANGED)),
    (password_reset, _noting(SignInEvent.PASSWORD_CHANGED)),
)


def connect() -> None:
    for signal, heard in SIGNAL_HANDLERS:
        signal.connect(heard, weak=False, dispatch_uid=f"log of sign-ins {id(heard)}")
