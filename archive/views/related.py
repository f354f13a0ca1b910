"""What refers to a record, by type: the first ones as cards, the rest by name, and the ways to the whole lists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict

from archive.domain.backlinks import referring_to
from archive.facets.types import FILTER_SETS
from archive.languages import capitalised
from archive.models import Case
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.prefetching import TargetCache
from archive.models.log.public_feed import PublicPosition
from archive.views.card_layouts import LAYOUTS
from archive.views.cards import Card, cards_of
from archive.views.facet_links import ListLink, list_links_for
from archive.views.kept_cards import as_of_for

MOST_CARDS = 3  # of one type; the rest of up to a hundred stand by name
MOST_TOGETHER = 8  # cards of several types in one list
FILTERS = {filters.Meta.model: filters for filters in FILTER_SETS}
Referring = tuple[type[ArchiveObject], list[ArchiveObject], bool]  # as `referring_to` gives it
ORDER = {model: n for n, model in enumerate(LAYOUTS)}


@dataclass(frozen=True)
class RelatedGroup:
    """What refers to a record of one type; ``has_more`` than what stands here."""

    title: str
    noun: str
    cards: list[Card]
    others: list[MaskedRow]
    has_more: bool
    leads: list[ListLink]

    @property
    def number(self) -> int:
        return len(self.cards) + len(self.others)


@dataclass(frozen=True)
class RelatedRecords:
    """All of it: as one list of cards where they are few, with the ways to the lists; else by type."""

    together: list[Card]
    leads: list[ListLink]
    groups: list[RelatedGroup]

    @property
    def cards(self) -> list[Card]:
        return [*self.together, *(card for group in self.groups for card in group.cards)]

    def __bool__(self) -> bool:
        return bool(self.together or self.groups)


def related_to(row: ArchiveObject, user: Reader) -> RelatedRecords:
    """What ``user`` may see that refers to ``row``."""
    as_of = as_of_for(user)
    known: TargetCache = {(type(row), row.pk): row}  # the cards of all types link to much the same
    found = sorted(_with_cases(row, referring_to(row, user), user), key=lambda one: ORDER[one[0]])
    leads = _leads(row, user)
    number = sum(len(rows) for _, rows, _ in found)
    listed = sum(max((lead.count for lead in links), default=0) for links in leads.values())
    if number <= MOST_TOGETHER and listed <= number and not any(more for _, _, more in found):
        cards = [
            card
            for model, rows, _ in found
            for card in cards_of(rows, LAYOUTS[model], user, known=known, with_kind=True, as_of=as_of)
        ]
        return RelatedRecords(cards, [lead for links in leads.values() for lead in links], [])
    by_model = {referring[0]: referring for referring in found}
    models = sorted({*by_model, *leads}, key=lambda model: ORDER[model])
    groups = [
        _group(by_model.get(model, (model, [], False)), leads.get(model, []), user=user, known=known, as_of=as_of)
        for model in models
    ]
    return RelatedRecords([], [], groups)


def _with_cases(row: ArchiveObject, found: Iterable[Referring], user: Reader) -> Iterator[Referring]:
    """What refers to ``row``, and the cases that it refers to itself: to whoever reads, both are what belongs to it."""
    own = [case.reference for case in row.masked_for(user).cases] if "cases" in _links_of(type(row)) else []
    cases: list[ArchiveObject] = []
    if own:
        cases += Case.objects.visible_to(user).filter(pk__in=own).order_by("accession__number")
    for model, rows, more in found:
        yield model, [*cases, *(one for one in rows if one not in cases)] if model is Case else rows, more
        cases = [] if model is Case else cases
    if cases:
        yield Case, cases, False


def _links_of(model: type[ArchiveObject]) -> set[str]:
    return {field.name for field in model._meta.many_to_many}


def _group(
    referring: Referring, leads: list[ListLink], *, user: Reader, known: TargetCache, as_of: PublicPosition | None
) -> RelatedGroup:
    model, rows, has_more = referring
    most = len(rows) if len(rows) <= MOST_CARDS + 1 else MOST_CARDS
    others = [row.masked_for(user) for row in rows[most:]]
    cards = cards_of(rows[:most], LAYOUTS[model], user, known=known, as_of=as_of)
    return RelatedGroup(capitalised(model.label_plural()), model.noun, cards, others, has_more, leads)


def _leads(row: ArchiveObject, user: Reader) -> dict[type[ArchiveObject], list[ListLink]]:
    """By type, the ways to the lists of what has ``row``, or what lies under it."""
    found: dict[type[ArchiveObject], list[ListLink]] = {}
    for model, filters in FILTERS.items():
        asked = filters(QueryDict(), model.objects.all(), user=user)
        if links := list(list_links_for(asked, capitalised(model.label_plural()), row)):
            found[model] = links
    return found
