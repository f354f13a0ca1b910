"""What machines ask of the site as a whole, and the pages for what goes wrong."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.views.languages import tongues_at
from archive.views.turns import needs_no_turn


@needs_no_turn
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


def bad_request(request, exception):
    return _problem(request, 400)


def forbidden(request, exception):
    return _problem(request, 403)


def not_found(request, exception):
    return _problem(request, 404)


def csrf_failure(request, reason=""):
    return _problem(request, 403, reason=_("The form was open for too long, or cookies are off."))


def _problem(request, status: int, **context):
    """The page for what went wrong; it says nothing of the address, and leads home in every language."""
    return render(request, f"{status}.html", {"tongues": tongues_at(reverse("home")), **context}, status=status)
