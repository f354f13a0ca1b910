"""The archive with two pages beside: the bytes of one of its pages, sent by a view that does nothing else."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import include, path  # noqa: E402

held: dict[str, bytes] = {}


def keep(request):
    """Keep the bytes of the page that is named, for `floor` to send."""
    held["page"] = Client().get(request.GET["page"]).content
    return HttpResponse("ok")


def floor(request):
    return HttpResponse(held["page"])


urlpatterns = [path("floor/keep", keep), path("floor", floor), path("", include("config.urls"))]
settings.ROOT_URLCONF = "bench.floor"
settings.ALLOWED_HOSTS = ["*"]
application = get_wsgi_application()
