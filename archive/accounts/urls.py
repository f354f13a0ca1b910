"""The addresses of signing in: those of allauth that this archive wants, and no others."""

from allauth.account import views
from allauth.mfa.totp.views import activate_totp
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import include, path, re_path


def nothing(request):
    """What allauth offers and this archive does not: signing up by oneself, several addresses of mail."""
    raise Http404


def password_lost(request):
    """Where no mail is sent, the page says so, and who can help: a promise of one would be waited for."""
    if settings.EMAIL_HOST:
        return views.password_reset(request)
    return render(request, "account/no_mail.html")


urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("closed/", views.account_inactive, name="account_inactive"),
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", views.password_change, name="account_change_password"),
    path("password/first/", views.password_set, name="account_set_password"),
    path("password/lost/", password_lost, name="account_reset_password"),
    path("password/lost/sent/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("signup/", nothing, name="account_signup"),
    path("email/", nothing, name="account_email"),
    # the code to scan is a picture that stands in the page itself
    path("second-factor/totp/activate/", csp_update({"img-src": ["data:"]})(activate_totp), name="mfa_activate_totp"),
    path("second-factor/", include("allauth.mfa.urls")),
]
