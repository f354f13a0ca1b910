"""Masking: a row as one reader may see it, each value through the rule."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, cast

from django.utils.translation import get_language

from archive.models.access.viewers import Reader, viewer_for
from archive.models.base.accessions import Accession
from archive.models.base.links import field_of
from archive.models.base.prefetching import several_of
from archive.models.base.types import Anything
from archive.models.log.mentions import ProseField, in_words, without_hidden

if TYPE_CHECKING:
    from archive.models.access.visibility import VisibilityMixin


class MaskedRow:
    """A row as one reader may see it. Only its fields can be read, each through the rule; links lead to `MaskedRow`."""

    def __init__(self, row: VisibilityMixin, user: Reader):
        self._row, self._user = row, user
        self._viewer = viewer_for(user)
        self.masked_fields = frozenset(row.masked_fields_for(self._viewer))

    def __getattr__(self, name: str) -> Anything:
        if name.startswith("_"):
            raise AttributeError(name)
        field = field_of(type(self._row), name)
        if field.many_to_many:
            return [] if name in self.masked_fields else self._linked(several_of(self._row, name))
        if name in self.masked_fields:
            return None
        value = getattr(self._row, name)
        if isinstance(field, ProseField):
            return in_words(value, self._user)
        if not field.is_relation or value is None:
            return value
        linked = cast("VisibilityMixin", value.resolve()) if isinstance(value, Accession) else value
        return next(iter(self._linked([linked])), None)

    def _linked(self, rows: Iterable[VisibilityMixin]) -> list[MaskedRow]:
        seen = dict.fromkeys(one for row in rows if (one := self._seen_of(row)) is not None)
        return [row.masked_for(self._user) for row in seen]

    def _seen_of(self, row: VisibilityMixin) -> VisibilityMixin | None:
        """``row``, or what is shown in its stead; ``None`` where the reader may see neither."""
        if row.is_visible_to(self._user):
            return row
        other = row.public_substitute()
        return other if other is not None and other.is_visible_to(self._user) else None

    def as_written(self, name: str) -> Anything:
        """The value as an export writes it: persons in texts stay references, off the desk only those who are seen."""
        if name not in self.masked_fields and isinstance(field_of(type(self._row), name), ProseField):
            text = getattr(self._row, name)
            return text if self._viewer.desk else without_hidden(text, self._user)
        return getattr(self, name)

    def choice(self, name: str) -> str:
        """The words for a field with fixed choices, in the language of the page."""
        value = getattr(self, name)
        return _words_of(type(self._row), name, get_language()).get(value, str(value or ""))

    @property
    def heading_language(self) -> str:
        """The language of what it is called; "" where that is the language of the page."""
        return self._row.language_of("title")

    @property
    def reference(self) -> str:
        return self._row.reference

    @property
    def noun(self) -> str:
        return self._row.noun

    @property
    def heading(self) -> str:
        return self._row.display_title(self.masked_fields)

    @property
    def page(self) -> str:
        """The address of the row's own page."""
        return self._row.get_absolute_url()

    def __str__(self) -> str:
        return self.heading

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MaskedRow) and (self._row, self._viewer) == (other._row, other._viewer)

    def __hash__(self) -> int:
        return hash(self._row)


@cache
def _words_of(model: type[VisibilityMixin], name: str, _language: str) -> dict[object, str]:
    """The choices of a field in the language that is spoken: each is asked for by every card of a page."""
    return {value: str(label) for value, label in field_of(model, name).flatchoices}
