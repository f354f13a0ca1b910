"""The first letters of what a record is called: of its public name or label, and of its names in any script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models.expressions import Expression

from archive.facets.protocols import CountedKey, SortKey
from archive.facets.small_counts import SmallCountFacet
from archive.facets.values import FacetValues
from archive.letters import fold
from archive.models import Name
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.registry import RegisteredModel
from archive.models.base.types import Rows


@dataclass(frozen=True)
class FirstLetter(FacetValues):
    """The first letter or digit of ``called``, an expression of what anybody may read; as a capital without accents."""

    called: Expression

    def pairs(self, rows: Rows, user: Reader) -> Iterator[tuple[str, str]]:
        named = rows.order_by().annotate(called=self.called).values_list("pk", "called")
        return ((pk, letter) for pk, called in named if (letter := first_letter_of(called)))


@dataclass(frozen=True)
class NameLetters(FacetValues):
    """The first letters of its names that the reader may see, each in its own script."""

    def pairs(self, rows: Rows, user: Reader) -> Iterator[tuple[str, str]]:
        names = Name.objects.belonging_to(rows, user).order_by().values_list("subject_id", "text")
        return ((subject, letter) for subject, text in names if (letter := first_letter_of(text)))


class LetterFacet(SmallCountFacet):
    """A facet of first letters, in the order of the alphabet."""

    def targets(self) -> list[tuple[type[ArchiveObject], str]]:
        return []

    def key_of(self, row: RegisteredModel) -> str:
        return ""

    def languages_of(self, keys: Iterable[str]) -> dict[str, str]:
        return {}

    def is_valid_key(self, key: str) -> bool:
        return key not in self._few() and (first_letter_of(key) == key or super().is_valid_key(key))

    def labels(self, keys: Iterable[str]) -> dict[str, str]:
        few = self._few()
        own = {key: key for key in keys if key not in few and first_letter_of(key) == key}
        return own | self.label_of_few(keys)

    def sort_key(self, choice: CountedKey) -> SortKey:
        return (*super().sort_key(choice)[:2], choice.label)


def first_letter_of(text: str) -> str:
    """The first letter or digit of ``text`` once it is folded, as a capital; "" where it has none."""
    return next((letter.upper()[:1] for letter in fold(text) if letter.isalnum()), "")
