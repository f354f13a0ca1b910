"""What a list shows of each record: its heading, a few of its fields, and where words are sought, why it was found."""

from dataclasses import dataclass
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.exports.claims import shown_claims
from archive.facets.filter_set import ArchiveObjectFacets
from archive.languages import capitalised, language_of_records
from archive.models.access.masking import MaskedRow
from archive.models.base.prefetching import prefetch_cached
from archive.views.hits import Hit
from archive.views.languages import lang_span
from archive.views.lines import ClaimView, Value, said_claim, values_of
from archive.vocabularies import ClaimField


@dataclass(frozen=True)
class Card:
    """One record as a list tells it, for one reader."""

    shown: MaskedRow
    cells: list[tuple[str, list[Value]]]  # each field with its values, also where there are none
    claims: list[tuple[str, list[Value]]]  # what sources claim of other fields
    hit: Hit | None = None

    @property
    def drawn(self) -> SafeString:
        """The card itself. A page has up to 100: a template takes ten times as long for them."""
        shown, hit = self.shown, self.hit
        heading = lang_span(shown.heading_language, hit.marked if hit else shown.heading)
        lines = [_line(label, _words(values)) for label, values in (*self.cells, *self.claims) if values]
        return mark_safe(  # noqa: S308 (all of it is escaped, here or below)
            f'<li><h2><a href="{escape(shown.page)}">{heading}</a></h2>{hit.passages if hit else ""}'
            f"<dl>{''.join(lines)}{_line(_('Reference'), escape(shown.reference))}</dl></li>"
        )


def rows_of(filters: ArchiveObjectFacets, references: list[str], names: tuple[str, ...]) -> list:
    """The records of ``references``, read through the rule of rows once more, in their order, with their links."""
    rows = filters.Meta.model.objects.seen_among(references, filters.user)
    found = {row.pk: row for row in rows}
    prefetch_cached(list(found.values()), names, filters.known)
    return [found[reference] for reference in references if reference in found]


def cards_of(rows: list, labels: dict[str, str], user, hits: list[Hit | None]) -> list[Card]:
    """The cards of ``rows`` with the fields that ``labels`` names, what sources claim, and who says so."""
    claimed = shown_claims(rows, user)
    return [_card(row, labels, user, hit, claimed.get(row.pk, ())) for row, hit in zip(rows, hits, strict=True)]


def _card(row, labels: dict[str, str], user, hit: Hit | None, claimed) -> Card:
    shown = row.masked_for(user)
    cells = {label: values_of(shown, row, name) for name, label in labels.items()}
    own = {ClaimField.PLACE: labels.get("places"), ClaimField.DATE: labels.get("date")}
    claims: dict[str, list[Value]] = {}
    for field, said in (said_claim(*pair) for pair in claimed):
        label = own.get(field) or capitalised(ClaimField(field).label)
        (cells if label in cells else claims).setdefault(label, []).append(Value(_attributed(said)))
    return Card(shown, list(cells.items()), list(claims.items()), hit)


def _attributed(said: ClaimView) -> SafeString:
    """One claim with who says so, each marked with its language."""
    value = lang_span(said.value.language, said.value.words)
    if said.of_whom:
        value = format_html("{} ({})", value, lang_span(language_of_records(), said.of_whom))
    who = said.citation.reported_by or said.citation.source
    return format_html(_("{value}, according to {who}"), value=value, who=lang_span(who.heading_language, who.heading))


def _line(label: str, words: str) -> str:
    return f"<div><dt>{escape(label)}</dt><dd>{words}</dd></div>"


def _words(values: list[Value]) -> str:
    """``values`` as a list, with semicolons where one of them has a comma of its own."""
    sign = "; " if any("," in value.words for value in values) else ", "
    return sign.join(lang_span(value.language, value.words) for value in values)
