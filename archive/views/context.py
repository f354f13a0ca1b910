"""What every page knows."""

from functools import cache

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive import __version__
from archive.languages import base_of, is_reviewed, language_of_records
from archive.models import Page
from archive.models.access.viewers import Reader
from archive.views.languages import lang_span, language_links
from archive.views.types.pages import address_of

MAIN = (
    ("people-list", _("People")),
    ("places-list", _("Places")),
    ("cases-list", _("Cases")),
    ("testimonies-list", _("Testimonies")),
    ("videos-list", _("Videos")),
    ("statements-list", _("Statements")),
    ("hand-overs", _("Numbers and hand-overs")),
)
FURTHER = (
    ("features-list", _("Features")),
    ("proceedings-list", _("Proceedings")),
    ("events-list", _("Events")),
    ("repatriations-list", _("Hand-overs")),
    ("figures-list", _("Published figures")),
    ("organisations-list", _("Organisations")),
    ("sources-list", _("Sources")),
    ("terms-list", _("Vocabulary")),
    ("assessments", _("Video assessments")),
    ("calls", _("Positions of states and organisations")),
    ("held", _("Held on a given date")),
)
OVERVIEWS = (("timeline", _("Timeline")), ("map", _("Map")))


def about_pages(user: Reader) -> list[tuple[str, str]]:
    """The pages that tell of the archive, in the language that is read as far as may be: address and name."""
    rows = Page.objects.named_in(base_of(get_language()), user)
    return [(address_of(row), lang_span(row.language_of("title"), row.title)) for row in rows]


def _site(request: HttpRequest) -> str:
    """The beginning of whole addresses; "" for a host that is not the archive's, which gets a page that says so."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""


def _menu(path: str) -> SafeString:
    """The menu of the page at ``path``."""
    language, prefix = get_language(), get_script_prefix()
    return _menu_with(path if path in _addresses(language, prefix) else "", language, prefix)


@cache
def _addresses(_language: str, _prefix: str) -> frozenset[str]:
    return frozenset(reverse(name) for entries in (MAIN, FURTHER, OVERVIEWS) for name, _label in entries)


@cache
def _menu_with(opened: str, _language: str, _prefix: str) -> SafeString:
    """The menu in the language of the page, drawn once for each of its entries being the page that is ``opened``."""
    groups = {"main": MAIN, "further": FURTHER, "overviews": OVERVIEWS}
    entries = {group: [(reverse(name), label) for name, label in those] for group, those in groups.items()}
    return render_to_string("includes/menu.html", {**entries, "opened": opened})


def site_context(request: HttpRequest) -> dict[str, object]:
    language = get_language()
    return {
        "archive_name": settings.ARCHIVE_NAME,
        "menu": _menu(request.path),
        "language": language,
        "site": _site(request),
        "tongues": language_links(request),
        "written_in": language_of_records(),
        "about": SimpleLazyObject(lambda: about_pages(getattr(request, "user", None))),
        "unreviewed": not is_reviewed(language),
        "software_version": __version__,
        "read_on": timezone.now().date(),
    }
