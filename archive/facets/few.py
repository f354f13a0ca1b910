"""A facet whose small counts are merged, where a count of one or two would single out somebody who is protected."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pyroaring import BitMap

from archive.facets.facet import Facet
from archive.facets.postings import Postings, number_of
from archive.models.visibility import sight_of

FEWEST = 3  # persons that a choice counts by itself
FEW = "few"


class Guarded(Postings):
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
    def of_parts(cls, parts: Iterable[tuple[str, BitMap]]) -> "Guarded":
        held = cls(dict(parts))
        held.protected = held.keys.pop("")
        return held


class MergedFacet(Facet):
    """Off the desk, choices of fewer than `FEWEST` persons, one of whom is protected, are one choice.

    Whether a choice is merged is asked of all persons that the reader may see, never of those found by other filters:
    it would otherwise come and go with what somebody tries.
    """

    held_as = Guarded

    @property
    def note(self) -> str:
        told = _(
            "Choices of fewer than {fewest} persons are counted together, "
            "so that nobody who is protected is singled out."
        )
        return " ".join(filter(None, [super().note, told.format(fewest=FEWEST) if self._few() else ""]))

    def gather(self, held: Guarded, rows: QuerySet) -> None:
        super().gather(held, rows)
        held.protect(rows.filter(self.model.protected_when).values_list("pk", flat=True))

    def offered(self, index, chosen: list[str]) -> dict[str, BitMap]:
        found, few = super().offered(index, chosen), self._few()
        merged = BitMap().union(*(having for key, having in found.items() if key in few))
        kept = {key: having for key, having in found.items() if key not in few}
        return {**kept, **({FEW: merged} if merged else {})}

    def filter(self, rows: QuerySet, keys: list[str]) -> QuerySet:
        if FEW not in keys:
            return super().filter(rows, keys)
        named = [key for key in keys if key != FEW] + sorted(self._few())
        return super().filter(rows, named) if named else rows.none()

    def knows(self, key: str) -> bool:
        few = self._few()
        return bool(few) if key == FEW else key not in few and super().knows(key)

    def labels(self, keys) -> dict[str, str]:
        few = self._few()
        told = super().labels([key for key in keys if key not in few])
        return told | ({FEW: _called_together()} if FEW in keys and few else {})

    def place_of(self, choice) -> tuple:
        return (choice.key == FEW, *super().place_of(choice))

    def _few(self) -> set[str]:
        """The keys that are merged for whoever reads."""
        if sight_of(self.user).desk:
            return set()
        index = self.filters.index
        return index.once((self.field_name, FEW), lambda: _few_of(index.facets[self.field_name]))


def _called_together() -> str:
    return _("others, each of fewer than {fewest} persons").format(fewest=FEWEST)


def _few_of(held: Guarded) -> set[str]:
    return {key for key, having in held.keys.items() if len(having) < FEWEST and having.intersect(held.protected)}
