"""Work at the desk takes a second factor: without one, whoever signed in reads as any reader does."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.urls import reverse

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
ENROLLED = "enrolled_a_second_factor"  # in the session in which somebody added their first one


class SecondFactorMiddleware:
    """Takes the roles from whoever gave a password alone, and leads them to where a second factor is set up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated or not user.roles:
            return self.get_response(request)
        enrolled = is_mfa_enabled(user, FACTORS)
        if enrolled and was_given(request):
            return self.get_response(request)
        user.lacks_second_factor = True
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        if enrolled:
            logout(request)
            return HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('admin:index')}")
        messages.info(request, "Work at the desk takes a second factor. Please set up one of these first.")
        return HttpResponseRedirect(reverse("mfa_index"))


def was_given(request) -> bool:
    """Whether a second factor was given in this session, or set up in it."""
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    return "mfa" in methods or request.session.get(ENROLLED) == request.user.pk
