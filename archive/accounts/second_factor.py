"""Work at the desk takes a second factor: without one, whoever signed in reads as any reader does."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
ENROLLED = "enrolled_a_second_factor"  # in the session in which somebody added their first one


class SecondFactorMiddleware:
    """Takes the roles from whoever gave a password alone, and leads them to where a second factor is set up.

    A session in which none of the factors that the account has now was given is ended, wherever it goes: it began
    before they were set up, or with one that was taken away since.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated or not user.roles:
            return self.get_response(request)
        if is_mfa_enabled(user, FACTORS):
            if was_given(request):
                return self.get_response(request)
            logout(request)
            return HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('admin:index')}")
        user.lacks_second_factor = True
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        messages.info(request, _("To work at the desk you need a second factor. Please set up one of these first."))
        return HttpResponseRedirect(reverse("mfa_index"))


def was_given(request) -> bool:
    """Whether a factor that the account has now was given in this session, or set up in it."""
    records = get_authentication_records(request, request.user)
    given = {record.get("id") for record in records if record.get("method") == "mfa"}
    given.add(request.session.get(ENROLLED))
    return Authenticator.objects.filter(user_id=request.user.pk, pk__in=given - {None}).exists()


def end_sessions(user) -> None:
    """End every session of ``user``, wherever it is open."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
