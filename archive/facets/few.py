"""A facet whose small counts are merged, where a count of one or two would single out somebody who is protected."""

from django.db.models import Q, QuerySet

from archive.facets.facet import Facet
from archive.models.visibility import sight_of

FEWEST = 3  # persons that a choice counts by itself
FEW = "few"
LABEL = f"others, each of fewer than {FEWEST} persons"


class MergedFacet(Facet):
    """Off the desk, choices of fewer than `FEWEST` persons, one of whom is protected, are one choice.

    Whether a choice is merged is asked of all persons that the reader may see, never of those found by other filters:
    it would otherwise come and go with what somebody tries.
    """

    @property
    def note(self) -> str:
        told = f"Choices of fewer than {FEWEST} persons are counted together, so that nobody who is protected is "
        return f"{told}singled out." if self._few() else ""

    def keys(self, rows: QuerySet, chosen: list[str]) -> dict[str, set[str]]:
        found = super().keys(rows, chosen)
        few = self._few()
        kept = {key: pks for key, pks in found.items() if key not in few}
        merged = set().union(*(found[key] for key in few if key in found))
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
        return told | ({FEW: LABEL} if FEW in keys and few else {})

    def place_of(self, choice) -> tuple:
        return (choice.key == FEW, *super().place_of(choice))

    def _few(self) -> set[str]:
        """The keys that are merged for whoever reads."""
        sight = sight_of(self.user)
        if sight.desk:
            return set()
        every = self.model.objects.visible_to(self.user)
        found: dict[str, set[str]] = {}
        for values in self.values:
            for pk, key in values.pairs(every, self.user):
                found.setdefault(key, set()).add(pk)
        small = {key: pks for key, pks in found.items() if len(pks) < FEWEST}
        among = set().union(*small.values())
        protected = every.filter(Q(self.model.protected_when), pk__in=among).values_list("pk", flat=True)
        kept = set(protected)
        return {key for key, pks in small.items() if pks & kept}
