"""A hit of the search as a page tells it: what it is called, with what matched marked, and why it was found."""

from dataclasses import dataclass, field, replace
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.facets.filter_set import ArchiveObjectFacets
from archive.languages import language_of_records
from archive.models.access.masking import MaskedRow
from archive.search.documents import Passage, passages_of
from archive.search.marks import MAX_REASONS, Fragment, Highlighter, MatchKind, MatchReason, reasons
from archive.views.facet_links import ListLink
from archive.views.languages import lang_span


@dataclass(frozen=True)
class Hit:
    shown: MaskedRow
    heading: tuple[Fragment, ...]
    whys: list[MatchReason]
    leads: list[ListLink] = field(default_factory=list)

    @property
    def marked(self) -> SafeString:
        """The heading with what matched marked."""
        return _marked(self.heading)

    @property
    def list_of_leads(self) -> SafeString:
        """The ways to what lies under it, as a list."""
        if not self.leads:
            return SafeString()
        label = _("Records of {heading}").format(heading=self.shown.heading)
        items = format_html_join(
            "",
            '<li><a href="{}" rel="nofollow">{} <span class="count">{}</span></a></li>',
            ((lead.address, lead.label, lead.count) for lead in self.leads),
        )
        return format_html('<ul class="leads" aria-label="{}">{}</ul>', label, items)

    @property
    def passages(self) -> SafeString:
        """The passages that say why it was found, as a list."""
        items = "".join(f"<li>{_why(why)}</li>" for why in self.whys)
        return mark_safe(f'<ul class="whys">{items}</ul>' if items else "")  # noqa: S308 (escaped below)


def hits_of(rows: list, filters: ArchiveObjectFacets, leads_of=lambda row: ()) -> list[Hit]:
    """``rows`` that ``filters`` found, as hits of what was sought."""
    seeking = Highlighter(filters.finder)
    passages, linked = passages_of(rows, filters.user), filters.linked_labels([row.pk for row in rows])
    return [
        _hit(row.masked_for(filters.user), passages[row.pk], linked.get(row.pk, ()), seeking, list(leads_of(row)))
        for row in rows
    ]


def _hit(shown: MaskedRow, passages: list[Passage], linked, seeking: Highlighter, leads: list[ListLink]) -> Hit:
    found = reasons(passages, seeking)
    found += [_by_link(label, name, seeking) for label, name in dict.fromkeys(linked)][: MAX_REASONS - len(found)]
    named = next((why for why in found if why.is_heading), None)
    heading = named.fragments if named else (Fragment(shown.heading, marked=False),)
    whys = [why if why is not named else replace(why, fragments=()) for why in found]
    return Hit(shown, heading, [why for why in whys if why.fragments or why.note], leads)


def _by_link(label: str, name: str, seeking: Highlighter) -> MatchReason:
    """That what it is linked to is called so; perhaps by another of its names than the one that is shown."""
    marked = reasons([Passage(label, name, language=language_of_records())], seeking)
    if marked:
        return marked[0]
    return MatchReason(
        label, (Fragment(name, marked=False),), MatchKind.SPELLING, _("by another of its names"), language_of_records()
    )


def _marked(fragments: tuple[Fragment, ...]) -> SafeString:
    """A text with what matched marked."""
    pieces = (f"<mark>{escape(s.text)}</mark>" if s.marked else escape(s.text) for s in fragments)
    return mark_safe("".join(pieces))  # noqa: S308 (escaped, each)


def _why(why: MatchReason) -> str:
    text = f'<span class="of">{escape(why.label)}:</span> {lang_span(why.language, _marked(why.fragments))}'
    note = f' <span class="of">({escape(why.note)})</span>'
    return (text if why.fragments else "") + (note if why.note else "")
