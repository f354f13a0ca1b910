"""Invitations: a link, good once and for some days, by which somebody chooses the password of their account."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

from archive.accounts.second_factor import end_sessions
from archive.models import SignIn, User
from archive.vocabularies import SignInEvent


def invite(request, user: User) -> str:
    """Make the link for ``user``, send it where mail is set up and an address is known, and return it."""
    link = request.build_absolute_uri(link_for(user))
    SignIn.objects.create(user=user, event=SignInEvent.INVITED, actor=request.user)
    if settings.EMAIL_HOST and user.email:
        context = {"user": user, "link": link, "archive_name": settings.ARCHIVE_NAME}
        get_adapter(request).send_mail("account/email/invitation", user.email, context)
    return link


def link_for(user: User) -> str:
    """The path at which ``user`` chooses a password. It ends once the password is changed, or after three days."""
    return reverse(
        "account_reset_password_from_key", args=[user_pk_to_url_str(user), default_token_generator.make_token(user)]
    )


def take_factors_away(user: User, actor=None) -> None:
    """Leave ``user`` without a second factor; they are asked to set one up when they next sign in."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    SignIn.objects.create(user=user, event=SignInEvent.FACTORS_TAKEN, actor=actor)
