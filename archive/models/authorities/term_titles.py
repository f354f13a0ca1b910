"""What the vocabularies call their terms in the language of the page, where somebody has translated it.

Terms are few and stand on every page: their titles are read once for a place in the log, and that place is looked up
once for a page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q
from django.utils.translation import get_language

from archive.languages import ENGLISH, base_of
from archive.models.log.change_feed import LogPosition, log_position


@dataclass(frozen=True)
class Titles:
    """The titles of terms in one language: by reference, and by vocabulary and short form."""

    by_reference: dict[str, str]
    by_notation: dict[tuple[str, str], str]


NONE = Titles({}, {})
_known: dict[str, tuple[LogPosition, Titles]] = {}  # by language, as the log stood
_page: ContextVar[dict[str, Titles] | None] = ContextVar("titles_of_this_page", default=None)


@contextmanager
def request_scope() -> Iterator[None]:
    """Within it, titles are those of its first look at the log."""
    token = _page.set({})
    try:
        yield
    finally:
        _page.reset(token)


def translated_term_titles() -> Titles:
    """The titles of terms in the language of the page; none where that is English."""
    language = base_of(get_language() or ENGLISH)
    if language == ENGLISH:
        return NONE
    page = _page.get()
    if page is None:
        return _as_of(log_position(), language)
    if language not in page:
        page[language] = _as_of(log_position(), language)
    return page[language]


def _as_of(now: LogPosition, language: str) -> Titles:
    known = _known.get(language)
    if known is None or known[0] != now:
        known = _known[language] = now, _read(language)
    return known[1]


def _read(language: str) -> Titles:
    translations = apps.get_model("archive", "Translation").objects
    spoken = Q(language=language) | Q(language__startswith=f"{language}-")
    rows = translations.filter(spoken, subject__noun="terms", field="title")
    # of several forms of a language the plain one comes last, and stands
    by_reference = dict(rows.order_by("-language", "pk").values_list("subject_id", "text"))
    terms = apps.get_model("archive", "Term").objects.filter(pk__in=by_reference)
    keys = terms.order_by().values_list("pk", "scheme", "notation")
    return Titles(by_reference, {(scheme, notation): by_reference[pk] for pk, scheme, notation in keys})
