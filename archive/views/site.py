"""What machines ask of the site as a whole, and the pages for what goes wrong."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def healthz(request):
    """“ok” once the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request):
    """Search engines read pages, not every combination of filters. What must stay out says so itself."""
    return HttpResponse("User-agent: *\nDisallow: /admin/\nDisallow: /*?\n", content_type="text/plain")


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def forbidden(request, exception):
    return render(request, "403.html", status=403)


def not_found(request, exception):
    return render(request, "404.html", status=404)


def csrf_failure(request, reason=""):
    return render(request, "403.html", {"reason": "The form was open for too long, or cookies are off."}, status=403)
