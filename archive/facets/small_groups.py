"""Lists of persons: what several filters leave together is told only where nobody who is protected is singled out.

A few persons, one of whom is protected, may be found by one filter, which merges its own small choices (`few`). Several
filters together could single them out all the same, by what is found, or by what one of them takes away. Off the desk
such a combination finds nothing and is not offered, and the page says the same as where nothing matches.
"""

from collections.abc import Collection, Iterator
from itertools import combinations

from pyroaring import BitMap

from archive.facets.filter_set import ArchiveObjectFacets, Choice, Counted
from archive.facets.histogram import Bars, Histogram
from archive.facets.index import Index
from archive.facets.small_counts import FEWEST, SmallCountFacet
from archive.models.access.viewers import viewer_for

MAX_TOGETHER = 8  # choices of several filters at once: what more of them leave is not told
Selections = dict[str, list[BitMap]]  # by filter, the records that each of its choices has


class SmallGroupFacets(ArchiveObjectFacets):
    """Filters that keep small counts of protected persons from whoever is not at the desk."""

    def counted(self, wanted: Collection[str] | None = None, *, bars: Bars = Bars.WHOLE) -> Counted:
        counted = super().counted(wanted, bars=bars)
        with self.index.lock:
            may_be_few = not counted.total and self._is_off_the_desk and len(self._selections(self.index)) > 1
        return Counted(counted.total, counted.choices, counted.histogram, counted.page, may_be_few)

    def _count(
        self, index: Index, wanted: Collection[str] | None, bars: Bars
    ) -> tuple[BitMap, dict[str, list[Choice]], Histogram | None]:
        found, choices, drawn = super()._count(index, wanted, bars)
        if not self._is_off_the_desk:
            return found, choices, drawn
        selections = self._selections(index)
        if not self._tells(selections) or (not found and sum(map(len, selections.values())) > 1):
            return BitMap(), {name: _chosen(of_one) for name, of_one in choices.items()}, drawn
        return (
            found,
            {name: self._safe_choices(index, name, of_one, selections) for name, of_one in choices.items()},
            drawn,
        )

    @property
    def _is_off_the_desk(self) -> bool:
        return not viewer_for(self.user).desk

    def _safe_choices(self, index: Index, name: str, choices: list[Choice], selections: Selections) -> list[Choice]:
        """Those of ``choices`` that may be added to what is chosen, and those that are."""
        if not selections:
            return choices
        offered, facet = self.facets[name].choice_bitmaps(index, []), self.facets[name]
        others = {one: found for one, found in selections.items() if one != name}
        chosen = [] if facet.is_histogram else selections.get(name, [])

        def may_be_told(having: BitMap) -> bool:
            """Whether what one would find with it may be told, and the count that stands beside it."""
            counted = [having] if not facet.demands_all else [*chosen, having]
            return self._tells({**others, name: [*chosen, having]}) and self._tells({**others, name: counted})

        return [one for one in choices if one.chosen or may_be_told(offered.get(one.key, BitMap()))]

    def _selections(self, index: Index) -> Selections:
        """What is chosen, by filter; words are one choice of one filter."""
        found = {}
        for name, facet in self.facets.items():
            if keys := self.asked[name]:
                offered = facet.choice_bitmaps(index, keys)
                found[name] = [offered.get(key, BitMap()) for key in keys]
        return found | ({"q": [self.search_result.all]} if self.asked["q"] else {})

    def _tells(self, selections: Selections) -> bool:
        """Whether what ``selections`` leave together may be told: by its size, and by what each of them changes."""
        number = sum(map(len, selections.values()))
        if number < 2 or self._is_disjoint(selections):
            return True  # choices that are told each by itself, merged with others where they are small
        if number > MAX_TOGETHER:
            return False
        left = self._left_by(selections)
        if self._singles_out(left):
            return False
        return not any(self._singles_out(other ^ left) for other in self._others(selections))

    def _is_disjoint(self, selections: Selections) -> bool:
        """Whether all that is chosen are choices of one filter that no two persons share."""
        first, *more = selections.values()
        return not more and sum(map(len, first)) == len(BitMap.union(*first))

    def _others(self, selections: Selections) -> Iterator[BitMap]:
        """What is left by each part of ``selections``, and with a wider choice in the place of one filter."""
        every = [(name, choice) for name, chosen in selections.items() for choice in chosen]
        for number in range(1, len(every)):
            for some in combinations(every, number):
                part: Selections = {}
                for name, choice in some:
                    part.setdefault(name, []).append(choice)
                yield self._left_by(part)
        for name, chosen in selections.items():
            for broader in self._broader(name, chosen):
                yield self._left_by({**selections, name: [broader]})

    def _broader(self, name: str, chosen: list[BitMap]) -> Iterator[BitMap]:
        """The wider choices of the facet ``name`` that gather more than what is ``chosen``."""
        facet = self.facets.get(name)
        if facet is None or not isinstance(facet, SmallCountFacet):
            return
        counted, own = facet.choice_bitmaps(self.index, []), BitMap.union(*chosen)
        for key in facet.under(self.index):
            if key in counted and own < counted[key]:
                yield counted[key]

    def _left_by(self, selections: Selections) -> BitMap:
        found = []
        for name, chosen in selections.items():
            join = BitMap.intersection if name in self.facets and self.facets[name].demands_all else BitMap.union
            found.append(join(*chosen))
        return BitMap.intersection(*found)

    def _singles_out(self, found: BitMap) -> bool:
        """Whether ``found`` are so few that somebody protected among them is singled out."""
        return 0 < len(found) < FEWEST and found.intersect(self._protected)

    @property
    def _protected(self) -> BitMap:
        found = (self.index.facets[name] for name, facet in self.facets.items() if isinstance(facet, SmallCountFacet))
        protected: BitMap = next(found).protected
        return protected


def _chosen(choices: list[Choice]) -> list[Choice]:
    """What is chosen, which finds nothing that is told."""
    return [Choice(one.key, one.label, 0, True, one.language) for one in choices if one.chosen]
