"""The first letter of what a record is called in public."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.expressions import Expression

from archive.facets.small_counts import SmallCountFacet
from archive.letters import fold


@dataclass(frozen=True)
class FirstLetter:
    """The first letter or digit of ``called``, an expression of what anybody may read; as a capital without accents."""

    called: Expression

    def pairs(self, rows: QuerySet, user) -> Iterator[tuple[str, str]]:
        named = rows.order_by().annotate(called=self.called).values_list("pk", "called")
        return ((pk, letter) for pk, called in named if (letter := first_letter_of(called)))


class LetterFacet(SmallCountFacet):
    """A facet of first letters, in the order of the alphabet."""

    def targets(self) -> list:
        return []

    def key_of(self, row) -> str:
        return ""

    def languages_of(self, keys) -> dict[str, str]:
        return {}

    def is_valid_key(self, key: str) -> bool:
        return key not in self._few() and (first_letter_of(key) == key or super().is_valid_key(key))

    def labels(self, keys) -> dict[str, str]:
        few = self._few()
        own = {key: key for key in keys if key not in few and first_letter_of(key) == key}
        return own | self.label_of_few(keys)

    def place_of(self, choice) -> tuple:
        return (*super().place_of(choice)[:2], choice.label)


def first_letter_of(text: str) -> str:
    """The first letter or digit of ``text`` once it is folded, as a capital; "" where it has none."""
    return next((letter.upper()[:1] for letter in fold(text) if letter.isalnum()), "")
