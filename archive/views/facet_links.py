"""The ways from a person, a place, a body or a term to the lists of what has it under a filter."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from archive.facets.filter_set import ArchiveObjectFacets
from archive.languages import uncapitalised


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
