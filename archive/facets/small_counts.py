"""A facet whose small counts are merged, where a count of one or two would single out somebody who is protected."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from pyroaring import BitMap

from archive.facets.facet import Facet
from archive.facets.postings import Postings, number_of
from archive.facets.protocols import CountedKey, FacetIndex, SortKey
from archive.models.access.viewers import viewer_for
from archive.models.base.conditions import as_q
from archive.models.base.types import Rows

FEWEST = 3  # persons that a choice counts by itself
SMALL_COUNTS = "few"


class ProtectedPostings(Postings):
    """Postings that know besides which of the records protect somebody."""

    def __init__(self, keys: dict[str, BitMap] | None = None):
        super().__init__(keys)
        self.protected = BitMap()

    def protect(self, references: Iterable[str]) -> None:
        self.protected |= BitMap([number_of(reference) for reference in references])

    def drop(self, numbers: BitMap) -> None:
        super().drop(numbers)
        self.protected -= numbers

    def parts(self) -> Iterator[tuple[str, BitMap]]:
        yield "", self.protected
        yield from super().parts()

    @classmethod
    def of_parts(cls, parts: Iterable[tuple[str, BitMap]]) -> "ProtectedPostings":
        postings = cls(dict(parts))
        postings.protected = postings.keys.pop("")
        return postings


class SmallCountFacet(Facet):
    """Off the desk, choices of fewer than `FEWEST` persons, one of whom is protected, are one choice.

    Whether a choice is merged is asked of all persons that the reader may see, never of those found by other filters:
    it would otherwise come and go with what somebody tries.
    """

    index_class = ProtectedPostings

    @property
    def note(self) -> str:
        template = _(
            "Choices with fewer than {fewest} people are counted together, so that nobody who is "
            "protected is singled out."
        )
        return " ".join(filter(None, [super().note, template.format(fewest=FEWEST) if self._few() else ""]))

    def index_rows(self, postings: ProtectedPostings, rows: Rows) -> None:
        super().index_rows(postings, rows)
        protecting = rows.filter(as_q(rows.model.protection.protects))
        postings.protect(protecting.values_list("pk", flat=True))

    def choice_bitmaps(self, index: FacetIndex, chosen: list[str]) -> dict[str, BitMap]:
        found, few = super().choice_bitmaps(index, chosen), self._few()
        postings = index.facets[self.field_name].keys
        merged = BitMap().union(
            *(postings[key] for key in few if key in postings)
        )  # the merged keys themselves: what lies under them is counted in its own choices
        kept = {key: having for key, having in found.items() if key not in few}
        return {**kept, **({SMALL_COUNTS: merged} if merged else {})}

    def is_valid_key(self, key: str) -> bool:
        few = self._few()
        return bool(few) if key == SMALL_COUNTS else key not in few and super().is_valid_key(key)

    def labels(self, keys: Iterable[str]) -> dict[str, str]:
        few = self._few()
        return super().labels([key for key in keys if key not in few]) | self.label_of_few(keys)

    def label_of_few(self, keys: Iterable[str]) -> dict[str, str]:
        """What the merged choice is called, where it is among ``keys`` and anything is merged."""
        message = _("others, each with fewer than {fewest} people").format(fewest=FEWEST)
        return {SMALL_COUNTS: message} if SMALL_COUNTS in keys and self._few() else {}

    def sort_key(self, choice: CountedKey) -> SortKey:
        return (choice.key == SMALL_COUNTS, *super().sort_key(choice))

    def _few(self) -> set[str]:
        """The keys that are merged for whoever reads."""
        if viewer_for(self.user).desk:
            return set()
        index = self.filters.index
        return index.memo((self.field_name, SMALL_COUNTS), lambda: self._find_few(index))

    def _find_few(self, index: FacetIndex) -> set[str]:
        """The choices of few persons, and the wider ones that have but a few more than what is told under them."""
        found, protected = self.wider_keys(index), index.facets[self.field_name].protected

        def are_few(persons: BitMap) -> bool:
            return 0 < len(persons) < FEWEST and persons.intersect(protected)

        def tells_of_few(key: str) -> bool:
            under = [found[one] for one in self.under(index)[key] if one in found and one not in few]
            return bool(under) and any(are_few(found[key] - less) for less in (*under, BitMap.union(*under)))

        few = {key for key, having in super().choice_bitmaps(index, []).items() if are_few(having)}
        while wider := {key for key in self.under(index) if key in found and key not in few and tells_of_few(key)}:
            few |= wider
        return few
