"""What the vocabularies call their terms in the language of the page, where somebody has translated it.

Terms are few and stand on every page: their titles are read once for a place in the log, and that place is looked up
once for a page. A page for a reader without an account asks the public log, so that it does not wait for what the desk
writes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Q
from django.utils.translation import get_language

from archive.languages import ENGLISH, base_of
from archive.models.log.change_feed import log_position
from archive.models.log.public_feed import Position, position_of_this_page


@dataclass(frozen=True)
class Titles:
    """The titles of terms in one language: by reference, and by vocabulary and short form."""

    by_reference: dict[str, str]
    by_notation: dict[tuple[str, str], str]


NONE = Titles({}, {})


@dataclass
class _Page:
    """One page: whether it is for a reader without an account, and the titles that it has looked up, by language."""

    for_anyone: bool
    titles: dict[str, Titles] = field(default_factory=dict)


_known: dict[tuple[str, bool], tuple[Position, Titles]] = {}  # by language and whether they are public
_page: ContextVar[_Page | None] = ContextVar("titles_of_this_page", default=None)


@contextmanager
def request_scope(*, for_anyone: bool) -> Iterator[None]:
    """Within it, titles are those of its first look at the log; with ``for_anyone``, such as anyone may see."""
    token = _page.set(_Page(for_anyone))
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
        return _as_they_stand(language, for_anyone=False)
    if language not in page.titles:
        page.titles[language] = _as_they_stand(language, for_anyone=page.for_anyone)
    return page.titles[language]


def _as_they_stand(language: str, *, for_anyone: bool) -> Titles:
    now = position_of_this_page() if for_anyone else log_position()
    known = _known.get((language, for_anyone))
    if known is None or known[0] != now:
        known = _known[language, for_anyone] = now, _read(language, for_anyone=for_anyone)
    return known[1]


def _read(language: str, *, for_anyone: bool) -> Titles:
    rows = apps.get_model("archive", "Translation").objects.all()
    translations = rows.visible_to(None) if for_anyone else rows
    spoken = Q(language=language) | Q(language__startswith=f"{language}-")
    rows = translations.filter(spoken, subject__noun="terms", field="title")
    # of several forms of a language the plain one comes last, and stands
    by_reference = dict(rows.order_by("-language", "pk").values_list("subject_id", "text"))
    terms = apps.get_model("archive", "Term").objects.filter(pk__in=by_reference)
    keys = terms.order_by().values_list("pk", "scheme", "notation")
    return Titles(by_reference, {(scheme, notation): by_reference[pk] for pk, scheme, notation in keys})
