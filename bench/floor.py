"""The archive with pages beside: the bytes of one of its own, sent by a view that does nothing else, and as a file."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from whitenoise import WhiteNoise

from config.wsgi import application as archive  # isort: skip – before what needs Django set up
from archive.facets import index
from archive.views.page_cache import pages
from archive.views.request_lock import needs_no_request_lock
from config import urls as config_urls

held: dict[str, bytes] = {}


@needs_no_request_lock  # it asks for a page itself, which takes the lock
def keep(request):
    """Keep the bytes of the page that is named, for `floor` to send."""
    held["page"] = Client().get(request.GET["page"]).content
    Path(folder.name, "page.html").write_bytes(held["page"])
    files.add_file_to_dictionary("/floor/file", str(Path(folder.name, "page.html")))
    return HttpResponse(held["page"])


def forget(request):
    """Forget what is kept as long as nothing changes in public: whole pages, and what was counted for them."""
    pages.clear()
    for one in index._kept.values():
        one.remembered.pop("lately", None)
    return HttpResponse()


def floor(request):
    return HttpResponse(held["page"])


urlpatterns = [path("floor/keep", keep), path("floor/forget", forget), path("floor", floor), *config_urls.urlpatterns]
settings.ROOT_URLCONF = "bench.floor"
settings.ALLOWED_HOSTS = ["*"]
folder = TemporaryDirectory()
application = files = WhiteNoise(archive)
