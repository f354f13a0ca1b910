"""The ways from a person, a place, a body or a term to the lists of what has it under a filter."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

from archive.facets.facet import Facet
from archive.facets.filter_set import ArchiveObjectFacets
from archive.facets.types import FILTER_SETS
from archive.facets.values import Linked
from archive.languages import uncapitalised
from archive.models import Term
from archive.models.access.masking import MaskedRow
from archive.models.archive_object import ArchiveObject


@dataclass(frozen=True)
class ListLink:
    """One list, narrowed by one filter, and how many it finds."""

    label: str
    facet: str
    count: int
    address: str


def list_links_for(filters: ArchiveObjectFacets, title: str, row) -> Iterator[ListLink]:
    """The ways into the list of ``filters``, which is called ``title``, by each of its facets that counts ``row``."""
    for name, facet, key, count in filters.counted_under(row):
        address = f"{reverse(f'{filters.index.noun}-list')}?{urlencode({name: key})}"
        yield ListLink(f"{title}, {uncapitalised(facet.label)}", str(facet.label), count, address)


def narrowed_by(model: type[ArchiveObject], field: str) -> Callable[[MaskedRow], str] | None:
    """The address of the list of ``model`` narrowed to one of what its ``field`` links to; `None` where no facet is."""
    found = _facet_of(model, field)
    if not found:
        return None
    name, by_notation = found
    path = _list_at(model.noun, get_language(), get_script_prefix())
    return lambda linked: f"{path}?{urlencode({name: linked.notation if by_notation else linked.reference})}"


@cache
def _list_at(noun: str, _language: str, _prefix: str) -> str:
    """The address of the list of ``noun``: the cards of a page ask for it a hundred times."""
    return reverse(f"{noun}-list")


@cache
def _facet_of(model: type[ArchiveObject], field: str) -> tuple[str, bool] | None:
    """The facet that counts what ``field`` links to, and whether its keys are notations of terms."""
    declared = next(filters for filters in FILTER_SETS if filters.model() is model).base_filters
    for name, facet in declared.items():
        if isinstance(facet, Facet) and Linked(field) in facet.values:
            return name, facet.values[0].target(model) is Term
    return None
