"""The facets of a list as they stand beside it: the choices of each, how many each finds, and where it leads."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.facets.facet import NOT_STATED
from archive.facets.filter_set import ArchiveObjectFacets, Counted
from archive.views.addresses import ListAddress
from archive.views.branches import Under, items_of_the_tree
from archive.views.options import Option, items_of, option_of

FEW_CHOICES = 8  # choices that a facet shows before the rest is folded away
MAX_FOLDED_CHOICES = 40  # choices that are folded away on the page itself; all of more stand on a page of their own


@dataclass(frozen=True)
class FacetPanel:
    label: str
    name: str
    few: list[Option]
    more: list[Option]
    under: Under
    note: str
    all_of: Option | None  # whether all of the choices are asked for, and the way to change that
    everything: str  # the address of the page with every choice, where not all stand here

    @property
    def few_items(self) -> SafeString:
        return items_of_the_tree(self.few, self.under)

    @property
    def more_items(self) -> SafeString:
        return items_of_the_tree(self.more, self.under)


def panels_of(filters: ArchiveObjectFacets, counted: Counted, address: ListAddress) -> Iterator[FacetPanel]:
    """A panel for each facet of ``filters`` that has something to choose; ``address`` is that of the list as it is."""
    asked = address.without("size", "view", "by")
    for name, choices in counted.choices.items():
        facet = filters.facets[name]
        if facet.is_histogram or all(choice.key == NOT_STATED and not choice.chosen for choice in choices):
            continue
        shown = choices[: FEW_CHOICES + MAX_FOLDED_CHOICES] + [
            choice for choice in choices[FEW_CHOICES + MAX_FOLDED_CHOICES :] if choice.chosen
        ]
        toggled = address.each_toggled(name)
        options = [option_of(choice, toggled(choice.key)) for choice in shown]
        few = [option for n, option in enumerate(options) if n < FEW_CHOICES or option.chosen]
        more = [option for option in options[FEW_CHOICES:] if not option.chosen]
        everything = asked.at(reverse(f"{filters.index.noun}-choices", args=[name]))
        rest = len(choices) > len(options)
        yield FacetPanel(
            facet.label,
            name,
            few,
            more,
            facet.under(filters.index),
            facet.note,
            _all_of(facet, name, address),
            everything * rest,
        )


def _all_of(facet, name: str, address: ListAddress) -> Option | None:
    if not (facet.several and len(address.query.get(name, ())) > 1):
        return None
    label = _("Any of these instead") if facet.demands_all else _("Only those with all of these")
    return Option(label, str(address.toggled("all", name)), facet.demands_all)


def by_script(panel: FacetPanel) -> Iterator[SafeString]:
    """The choices of a facet of letters, as the items of one list for each script."""
    for _script, options in groupby([*panel.few, *panel.more], key=lambda option: _script_of(str(option.label))):
        yield items_of(list(options))


def _script_of(label: str) -> str:
    return unicodedata.name(label, "").partition(" ")[0] if len(label) == 1 else ""
