"""The sources that records rest on, where there is little room: what each is called, and what it is."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.exports.sources import nature_of
from archive.models import Citation
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.prefetching import TargetCache, prefetch_cached
from archive.views.languages import lang_span

MOST_SOURCES = 3  # that a card names


def source_in_words(source: MaskedRow, nature: str) -> SafeString:
    """The title as a title, which might be read as a person or a body otherwise, and what it is in brackets."""
    title = format_html(_("“{}”"), lang_span(source.heading_language, source.heading))
    return format_html("{} ({})", title, nature) if nature else title


def sources_of(rows: Sequence[ArchiveObject], user: Reader, known: TargetCache) -> dict[str, list[MaskedRow]]:
    """By reference, each source that ``rows``, which are of one type, cite; as far as ``user`` may see it."""
    if not rows:
        return {}
    owners = {row.pk: row for row in rows}
    citations = Citation.objects.children_of(list(owners), type(rows[0]), user)
    prefetch_cached(citations, ("source",), known)
    found: dict[str, dict[str, MaskedRow]] = {pk: {} for pk in owners}
    for citation in citations:
        citation.known_object = owners[citation.subject_id]
        if source := citation.masked_for(user).source:
            found[citation.subject_id].setdefault(source.reference, source)
    return {pk: list(sources.values()) for pk, sources in found.items()}


def in_one_sentence(sources: Sequence[MaskedRow]) -> SafeString:
    """The first of ``sources`` and how many there are besides; "" where there are none."""
    named = format_html_join("; ", "{}", ((source_in_words(one, nature_of(one)),) for one in sources[:MOST_SOURCES]))
    more = len(sources) - MOST_SOURCES
    if more <= 0:
        return named
    rest = ngettext("and {number} more", "and {number} more", more).format(number=more)
    return format_html("{}; {}", named, rest)
