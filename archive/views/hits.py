"""A hit of the search as a page tells it: what it is called, with what matched marked, and why it was found."""

from dataclasses import dataclass, field, replace

from archive.models.visibility import Shown
from archive.search.documents import Passage, passages_of
from archive.search.finding import Finder
from archive.search.marks import Stretch, Why, reasons


@dataclass(frozen=True)
class Lead:
    """The way from a person, a place, a body or a term to the records that have it under a filter."""

    label: str
    count: int
    address: str


@dataclass(frozen=True)
class Hit:
    shown: Shown
    heading: tuple[Stretch, ...]
    whys: list[Why]
    leads: list[Lead] = field(default_factory=list)


def hits_of(rows: list, user, finder: Finder, leads_of=lambda row: ()) -> list[Hit]:
    """``rows``, all of one type, as hits of what ``finder`` seeks, for ``user``, who may see them."""
    passages = passages_of(rows, user)
    return [_hit(row.shown_to(user), passages[row.pk], finder, list(leads_of(row))) for row in rows]


def _hit(shown: Shown, passages: list[Passage], finder: Finder, leads: list[Lead]) -> Hit:
    found = reasons(passages, finder)
    named = next((why for why in found if why.is_heading), None)
    heading = named.stretches if named else (Stretch(shown.heading, marked=False),)
    whys = [why if why is not named else replace(why, stretches=()) for why in found]
    return Hit(shown, heading, [why for why in whys if why.stretches or why.note], leads)
