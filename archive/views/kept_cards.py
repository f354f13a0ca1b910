"""Cards of records as readers without an account see them, kept in memory until what they tell of changes.

A card tells of its record and of the authorities that this one links to. So the card of a record that changed for
those readers is made anew, and all of them are where anything but records changed; the public log says what did. Which
rows are seen is asked for each page, as ever: what is withdrawn has no card, whatever is kept.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from typing import Generic, TypeVar

from django.db import connection

from archive.models import RECORDS
from archive.models.access.viewers import ANYONE, Reader, viewer_for
from archive.models.archive_object import ArchiveObject
from archive.models.base.accessions import prefix_of
from archive.models.log.public_feed import PublicPosition, position_of_this_page, publicly_changed_between

MAX_CARDS = 2_000  # in one process
Card = TypeVar("Card")


def as_of_for(user: Reader) -> PublicPosition | None:
    """Where the public log ends, for a page whose cards may be kept; to be asked before its rows are read.

    ``None`` where none may be: for readers with an account, in a transaction, which may never be committed, and as
    long as something waits to be taken into the log.
    """
    if viewer_for(user) != ANYONE or connection.in_atomic_block:
        return None
    position = position_of_this_page()
    return position if position.is_settled else None


class KeptCards(Generic[Card]):
    """Cards by their record and by how they are told; the least used goes first."""

    def __init__(self, most: int = MAX_CARDS):
        self.most = most
        self._as_of: PublicPosition | None = None
        self._cards: OrderedDict[tuple[str, Hashable], Card] = OrderedDict()
        self._lock = threading.Lock()

    def or_made(
        self,
        rows: Sequence[ArchiveObject],
        told_as: Hashable,
        as_of: PublicPosition,
        make: Callable[[Sequence[ArchiveObject]], Sequence[Card]],
    ) -> list[Card]:
        """The cards of ``rows``, which were read after `as_of_for` said ``as_of``; those not kept are made by ``make``.

        ``told_as`` is all else that the cards depend on: the language, and what is told of the record.
        """
        found = self._found(rows, told_as, as_of)
        missing = [row for row in rows if row.pk not in found]
        made = {row.pk: card for row, card in zip(missing, make(missing), strict=True)} if missing else {}
        self._keep(made, told_as, as_of)
        return [found.get(row.pk) or made[row.pk] for row in rows]

    def clear(self) -> None:
        with self._lock:
            self._cards.clear()

    def _found(self, rows: Sequence[ArchiveObject], told_as: Hashable, as_of: PublicPosition) -> dict[str, Card]:
        with self._lock:
            self._follow(as_of)
            found = {row.pk: card for row in rows if (card := self._cards.get((row.pk, told_as)))}
            for reference in found:
                self._cards.move_to_end((reference, told_as))
            return found

    def _keep(self, made: dict[str, Card], told_as: Hashable, as_of: PublicPosition) -> None:
        with self._lock:
            if self._as_of != as_of:  # another page has followed the log since
                return
            self._cards.update({(reference, told_as): card for reference, card in made.items()})
            while len(self._cards) > self.most:
                self._cards.popitem(last=False)

    def _follow(self, now: PublicPosition) -> None:
        """Throw away what may read otherwise at ``now``."""
        before = self._as_of
        if before == now:
            return
        changed = publicly_changed_between(before, now) if before and before.erasures == now.erasures else None
        if changed is None or any(prefix_of(reference) not in _prefixes_of_records() for reference in changed):
            self._cards.clear()
        else:
            for key in [key for key in self._cards if key[0] in changed]:
                del self._cards[key]
        self._as_of = now


@cache
def _prefixes_of_records() -> frozenset[str]:
    return frozenset(model.prefix for model in RECORDS)
