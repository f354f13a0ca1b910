"""What a list shows of each record: its heading, a few of its fields, and where words are sought, why it was found."""

from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.facets.filter_set import EntryFacets
from archive.models.linked import link_up
from archive.models.visibility import Shown
from archive.views.hits import Hit
from archive.views.languages import marked_as
from archive.views.lines import Value, values_of


@dataclass(frozen=True)
class Card:
    """One record as a list tells it, for one reader."""

    shown: Shown
    cells: list[tuple[str, list[Value]]]  # each field with its values, also where there are none
    hit: Hit | None = None

    @property
    def drawn(self) -> SafeString:
        """The card itself. A page has up to 100: a template takes ten times as long for them."""
        shown, hit = self.shown, self.hit
        heading = marked_as(shown.heading_language, hit.marked if hit else shown.heading)
        lines = [_line(label, _words(values)) for label, values in self.cells if values]
        return mark_safe(  # noqa: S308 (all of it is escaped, here or below)
            f'<li><h2><a href="{escape(shown.page)}">{heading}</a></h2>{hit.told if hit else ""}'
            f"<dl>{''.join(lines)}{_line(_('Reference'), escape(shown.reference))}</dl></li>"
        )


def rows_of(filters: EntryFacets, references: list[str], names: tuple[str, ...]) -> list:
    """The records of ``references``, read through the rule of rows once more, in their order, with their links."""
    rows = filters.Meta.model.objects.seen_among(references, filters.user)
    found = {row.pk: row for row in rows}
    link_up(list(found.values()), names, filters.known)
    return [found[reference] for reference in references if reference in found]


def card_of(row, labels: dict[str, str], user, hit: Hit | None = None) -> Card:
    """The card of ``row`` with the fields that ``labels`` names, and what the page calls them."""
    shown = row.shown_to(user)
    return Card(shown, [(label, values_of(shown, row, name)) for name, label in labels.items()], hit)


def _line(label: str, words: str) -> str:
    return f"<div><dt>{escape(label)}</dt><dd>{words}</dd></div>"


def _words(values: list[Value]) -> str:
    return ", ".join(marked_as(value.language, value.words) for value in values)
