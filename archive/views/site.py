"""What machines ask of the site as a whole, and the pages for what goes wrong."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import TooManyFieldsSent
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.accounts.kept_forms import is_certainly_of, is_of_the_desk, keep, last_signed_in_user, to_sign_in
from archive.languages import number_in_words
from archive.views.languages import tongues_at
from archive.views.request_lock import needs_no_request_lock


@needs_no_request_lock
@require_safe
def healthz(request):
    """“ok” once the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request):
    """Search engines read pages, not every combination of filters. What must stay out says so itself."""
    closed = "".join(
        f"Disallow: {desk}\n" for desk in sorted(tongue.address for tongue in tongues_at(reverse("admin:index")))
    )
    return HttpResponse(f"User-agent: *\n{closed}Disallow: /*?\n", content_type="text/plain")


@require_safe
def favicon(request):
    """What browsers and search engines ask for by this name, whatever a page says of its icon."""
    return HttpResponseRedirect(static("archive/favicon.ico"))


def bad_request(request, exception):
    if isinstance(exception, TooManyFieldsSent):
        most = number_in_words(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
        template = _("The form has more than {most} fields. Nothing was saved. Go back: what you typed is still there.")
        return _problem(request, 400, reason=template.format(most=most))
    return _problem(request, 400)


def forbidden(request, exception):
    return _problem(request, 403)


def not_found(request, exception):
    return _problem(request, 404)


def csrf_failure(request, reason=""):
    """A form of the desk that was open while somebody signed in again is kept; anything else is refused.

    Only what a browser says was sent from the archive's own pages is kept: another site can't make it say so.
    """
    user = (
        request.user
        if is_certainly_of(request)
        else None
        if request.user.is_authenticated
        else last_signed_in_user(request)
    )
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if user is not None and own and is_of_the_desk(request) and (kept := keep(request, user)):
        if not request.user.is_authenticated:
            return to_sign_in(request, kept)
        messages.info(request, _("You signed in again while this form was open. What you typed is below."))
        return HttpResponseRedirect(reverse("desk:kept-form", args=[kept.pk]))
    return _problem(request, 403, reason=_("The form was open for too long, or cookies are off."))


def _problem(request, status: int, **context):
    """The page for what went wrong; it says nothing of the address, and leads home in every language."""
    return render(request, f"{status}.html", {"tongues": tongues_at(reverse("home")), **context}, status=status)
