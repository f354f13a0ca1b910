"""What records say by what they are linked to: a case is found by the name of a place, an act or a body, too.

Nothing of that stands among a record's own words. Who or what is called so is found first, and then, in the facets'
bitmaps, the records that have it; so that a new name is found by at once, and whoever may not see a link finds nothing
by it.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from pyroaring import BitMap

from archive.facets.facet import Facet
from archive.facets.postings import number_of
from archive.facets.protocols import FacetIndex, FilteredList
from archive.models import Term, Translation
from archive.models.base.accessions import reference_for
from archive.search.finding import Finder
from archive.search.marks import says
from archive.search.query import Piece


@dataclass(frozen=True)
class Link:
    """One choice of a facet that is called so, and the records that have it."""

    facet: Facet
    key: str
    having: BitMap
    under: dict[str, BitMap]  # by key, those of them that have one that lies under it


def links_of(filters: FilteredList, finder: Finder, piece: Piece) -> list[Link]:
    """The choices in the facets of ``filters`` that are called what ``piece`` says."""
    plain = {name: facet for name, facet in filters.facets.items() if type(facet) is Facet}
    called = {name: _called_so(facet, finder, piece) for name, facet in plain.items()}
    with filters.index.lock:
        return [
            link for name, keys in called.items() for key in keys if (link := _link(plain[name], key, filters.index))
        ]


def _link(facet: Facet, key: str, index: FacetIndex) -> Link | None:
    """The choice ``key`` of ``facet`` with the records that have it, or one under it; `None` where none has."""
    having, postings = facet.wider_keys(index).get(key), index.facets[facet.field_name].keys
    if not having:
        return None
    direct = postings.get(key, BitMap())
    under = {one: postings[one] - direct for one in facet.under(index).get(key, ()) if one in postings}
    return Link(facet, key, having.copy(), under)


def _called_so(facet: Facet, finder: Finder, piece: Piece) -> list[str]:
    """The keys, of all that a facet could have, of what is called so."""
    keys = []
    for target, scheme in facet.targets():
        numbers = finder.matching_name(target.noun, piece)
        if target is Term:
            keys += _terms_called_so(scheme, finder, piece, numbers)
        else:
            keys += [reference_for(target.prefix, number) for number in numbers]
    return list(dict.fromkeys(keys))


def _terms_called_so(scheme: str, finder: Finder, piece: Piece, numbers: BitMap) -> list[str]:
    """The notations of the terms called so, in other forms, too: who looks for “beaten” looks for “beating”."""
    saying = finder.matching_anywhere(Term.noun, piece)
    references = [reference_for(Term.prefix, number) for number in numbers | saying]
    if not references:
        return []
    called: defaultdict[str, list[str]] = defaultdict(list)
    translations = Translation.objects.filter(subject__in=references, field="title")
    for reference, title in translations.values_list("subject_id", "text"):
        called[reference].append(title)
    terms = Term.objects.of(scheme).filter(pk__in=references)
    return [
        term.notation
        for term in terms
        if number_of(term.pk) in numbers or any(says(title, piece, finder) for title in (term.title, *called[term.pk]))
    ]


def labels_by_record(links: list[Link], numbers: list[int]) -> dict[int, list[tuple[str, str]]]:
    """For each of ``numbers``, the facet and the name of each of ``links`` that it has."""
    wanted = BitMap(numbers)
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for link in links:
        if mine := link.having & wanted:
            labels = link.facet.labels([link.key, *link.under])
            label, narrower = labels.get(link.key, ""), {key: mine & having for key, having in link.under.items()}
            for number in mine if label else ():
                names = [labels[key] for key, having in narrower.items() if number in having and key in labels]
                words = [_("{narrower}, part of {wider}").format(narrower=name, wider=label) for name in names]
                found[number] += [(link.facet.label, one) for one in words or [label]]
    return found
