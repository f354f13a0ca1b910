"""What somebody typed into a form of the desk whose session had ended meanwhile: kept until they sign in again.

A cookie, signed and for a day, tells whose session it was; it opens nothing. What comes with it is kept for that
person alone (`archive.models.desk.kept_forms`).
"""

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from archive.accounts import devices
from archive.models import KeptForm, User
from archive.models.desk.kept_forms import Fields

AGE = 24 * 60 * 60  # seconds
SENT_AGAIN = "_kept"  # the field that names the kept form which is sent once more
NEVER_KEPT = ("password", "csrfmiddlewaretoken", SENT_AGAIN)  # in whose names these stand
AFTER_ANOTHER = "after_another"  # in the session: whether another account was used on the same device before
KEEPS_BY_ITSELF = "desk:keep-words"  # what a form sends while it is filled in: kept, and not to be sent again
_SALT = "archive.accounts.kept_forms"


def cookie_name() -> str:
    return "__Host-desk" if settings.SECURE_COOKIES else "desk"


def last_signed_in_user(request) -> User | None:
    """Who was signed in on the device that sends ``request`` within a day, and did not sign out."""
    try:
        pk, proof = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=AGE)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and user.get_session_auth_hash() == proof else None


def is_of_the_desk(request) -> bool:
    """Whether the address is one of the desk's."""
    try:
        return bool({"admin", "desk"} & set(resolve(request.path_info).namespaces))
    except Resolver404:
        return False


def fields_of(request) -> Fields:
    """What a form says, but for what is never kept."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(part in name.lower() for part in NEVER_KEPT)
        for value in values
    ]


def keep(request, user) -> KeptForm | None:
    """Keep the words of the form in ``request`` for ``user``; `None` where there are none, or too many."""
    fields = fields_of(request)
    return KeptForm.objects.keep(user, request.get_full_path(), fields) if fields else None


def is_certainly_of(request) -> bool:
    """Whether a form of the desk that is sent by whoever is signed in can't be somebody else's, on the same device."""
    return request.user.is_authenticated and not request.session.get(AFTER_ANOTHER, True)


class SkipFilesUploadHandler(FileUploadHandler):
    """Passes over the files of a form of which the words alone are kept."""

    def new_file(self, *args, **kwargs):
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


class KeptWordsMiddleware:
    """Keeps what comes to the desk after a session ended, and leads to where it is given back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = request.user.is_authenticated
        response = self.get_response(request)
        user = request.user
        if user.is_authenticated and not before:
            proof = signing.dumps([user.pk, user.get_session_auth_hash()], salt=_SALT)
            response.set_cookie(
                cookie_name(), proof, max_age=AGE, secure=settings.SECURE_COOKIES, httponly=True, samesite="Lax"
            )
            request.session[AFTER_ANOTHER] = _somebody_else_was_here(request, user)
        elif (before and not user.is_authenticated) or _signs_out(request):
            response.delete_cookie(cookie_name())
        return response

    def process_view(self, request, view, args, kwargs):
        """Runs after the CSRF check, so that only what was sent from the archive's own pages is kept."""
        if request.method != "POST" or not is_of_the_desk(request):
            return None
        if request.user.is_authenticated:  # what was refused for its size never comes here, and is not read
            _note_what_was_sent_again(request, request.user)
            return None
        user = last_signed_in_user(request)
        if user is None or not fields_of(request) or request.resolver_match.view_name == KEEPS_BY_ITSELF:
            return None
        return to_sign_in(request, keep(request, user))


def to_sign_in(request, kept: KeptForm | None) -> HttpResponseRedirect:
    """The way to sign in again, and from there to what was kept."""
    if kept is None:
        messages.warning(
            request,
            _("Your session ended. What you sent was too long to be kept. Go back in your browser: it is still there."),
        )
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': reverse('admin:index')})}")
    messages.info(request, _("Your session ended. What you typed is kept for a day. Sign in to get it back."))
    return HttpResponseRedirect(
        f"{reverse('account_login')}?{urlencode({'next': reverse('desk:kept-form', args=[kept.pk])})}"
    )


def _note_what_was_sent_again(request, user) -> None:
    """What was sent again stays for its day: whether all of it was saved is known to nobody here."""
    sent = request.POST.get(SENT_AGAIN, "")
    if sent.isascii() and sent.isdecimal() and len(sent) < 18:
        KeptForm.objects.filter(pk=int(sent), user=user.pk).update(sent_at=timezone.now())


def _somebody_else_was_here(request, user) -> bool:
    """Whether another account was used on this device last: a form that is open may be theirs."""
    return devices.cookie_name() in request.COOKIES and not devices.is_known(request, user.username)


def _signs_out(request) -> bool:
    """Also where the session had ended before: nothing is kept then any more."""
    return request.method == "POST" and request.path == reverse("account_logout")
