"""What every page knows."""

from functools import cache

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from archive import __version__
from archive.languages import base_of, capitalised, is_reviewed, language_of_records
from archive.models import RECORDS, Page
from archive.views.languages import lang_span, language_links
from archive.views.types.pages import address_of


def about_pages(user) -> list[tuple[str, str]]:
    """The pages that tell of the archive, in the language that is read as far as may be: address and name."""
    rows = Page.objects.named_in(base_of(get_language()), user)
    return [(address_of(row), lang_span(row.language_of("title"), row.title)) for row in rows]


def _site(request) -> str:
    """The beginning of whole addresses; "" for a host that is not the archive's, which gets a page that says so."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""


@cache
def _navigation(language: str, prefix: str) -> list[tuple[str, str]]:
    """The lists of records in ``language``, which is that of the page: address, below ``prefix``, and name."""
    return [(reverse(f"{model.noun}-list"), capitalised(model.label_plural())) for model in RECORDS]


def site_context(request) -> dict:
    language = get_language()
    return {
        "archive_name": settings.ARCHIVE_NAME,
        "navigation": _navigation(language, get_script_prefix()),
        "language": language,
        "site": _site(request),
        "tongues": language_links(request),
        "written_in": language_of_records(),
        "about": SimpleLazyObject(lambda: about_pages(getattr(request, "user", None))),
        "unreviewed": not is_reviewed(language),
        "software_version": __version__,
    }
