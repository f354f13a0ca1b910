"""The archive with pages beside: the bytes of one of its own, sent by a view that does nothing else, and as a file."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

from config import urls as config_urls  # noqa: E402

held: dict[str, bytes] = {}


def keep(request):
    """Keep the bytes of the page that is named, for `floor` to send."""
    held["page"] = Client().get(request.GET["page"]).content
    Path(folder.name, "page.html").write_bytes(held["page"])
    files.add_file_to_dictionary("/floor/file", str(Path(folder.name, "page.html")))
    return HttpResponse(held["page"])


def floor(request):
    return HttpResponse(held["page"])


urlpatterns = [path("floor/keep", keep), path("floor", floor), *config_urls.urlpatterns]
settings.ROOT_URLCONF = "bench.floor"
settings.ALLOWED_HOSTS = ["*"]
folder = TemporaryDirectory()
application = files = WhiteNoise(get_wsgi_application())
