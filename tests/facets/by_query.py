"""What a list finds, asked of the database alone: the slow twin by which the tests hold what the index finds."""

from datetime import date
from functools import singledispatch

from django.db.models import Q, QuerySet

from archive.domain.custody_timelines import Captivity
from archive.facets.broader import with_those_under
from archive.facets.facet import DISAGREE, NOT_STATED, SPECIAL_LABELS, Facet, MonthFacet, _bounds
from archive.facets.filter_set import BEST, ArchiveObjectFacets
from archive.facets.held import HeldFacet, _captivities_of, _ends
from archive.facets.letters import FirstLetter, NameLetters
from archive.facets.small_counts import SMALL_COUNTS, SmallCountFacet
from archive.facets.small_groups import SmallGroupFacets
from archive.facets.values import Claimed, Linked, OwnColumn, PartValues


def rows_of(filters: ArchiveObjectFacets) -> QuerySet:
    """The rows that ``filters`` find, in their order."""
    if not filters.is_valid():
        raise ValueError(filters.errors)
    asked, rows = filters.asked, filters.queryset
    if asked.get("q"):
        rows = rows.filter(pk__in=[filters.index.reference_of(number) for number in filters.search_result.all])
    if asked.get("since") or asked.get("until"):
        rows = rows.during(asked["since"], asked["until"], filters.user)
    for name, facet in filters.facets.items():
        if keys := asked.get(name):
            rows = found_by(facet, rows, keys)
    if isinstance(filters, SmallGroupFacets) and filters._is_off_the_desk:
        with filters.index.lock:
            rows = rows if filters._tells(filters._selections(filters.index)) else rows.none()
    sort = asked["sort"]
    return filters.in_order_of(rows, filters.default_sort if sort in ("", BEST) else sort)


def _seen(facet: Facet, rows: QuerySet) -> QuerySet:
    return rows.model.objects.visible_to(facet.user)  # not `rows`, whose conditions would be nested ever deeper


@singledispatch
def found_by(facet: Facet, rows: QuerySet, keys: list[str]) -> QuerySet:
    """Those of ``rows`` that have one of ``keys``, or all of them where the facet demands all."""
    every = _seen(facet, rows)
    if not facet.demands_all:
        return rows.filter(_having(facet, every, keys))
    for key in keys:
        rows = rows.filter(_having(facet, every, [key]))
    return rows


@found_by.register
def _(facet: SmallCountFacet, rows: QuerySet, keys: list[str]) -> QuerySet:
    if SMALL_COUNTS not in keys:
        return found_by.dispatch(Facet)(facet, rows, keys)
    every, named = _seen(facet, rows), [key for key in keys if key != SMALL_COUNTS]
    few = Q(pk__in=[])
    for values in facet.values:
        few |= Q(pk__in=having(values, every, facet.user, sorted(facet._few())))
    return rows.filter(few | _having(facet, every, named) if named else few)


@found_by.register
def _(facet: MonthFacet, rows: QuerySet, keys: list[str]) -> QuerySet:
    every, condition = _seen(facet, rows), Q(pk__in=[])
    for key in keys:
        if key == NOT_STATED:
            condition |= ~Q(pk__in=every.during(None, None, facet.user).values("pk"))
        else:
            condition |= Q(pk__in=every.during(*_bounds(key), facet.user).values("pk"))
    return rows.filter(condition)


@found_by.register
def _(facet: HeldFacet, rows: QuerySet, keys: list[str]) -> QuerySet:
    test = _was_held if facet.surely else _may_have_been_held
    spans = [_ends(key) for key in keys]
    captivities = _captivities_of(_seen(facet, rows), facet.user)
    return rows.filter(pk__in={pk for pk, one in captivities if any(test(one, *span) for span in spans)})


def _having(facet: Facet, every: QuerySet, keys: list[str]) -> Q:
    plain = [key for key in keys if key not in SPECIAL_LABELS]
    for target, scheme in facet.gathering:
        plain = with_those_under(target, facet.user, scheme, plain)
    condition = Q(pk__in=[])
    for values in facet.values:
        condition |= Q(pk__in=having(values, every, facet.user, plain))
    if NOT_STATED in keys:
        condition |= _silent(facet, every)
    if DISAGREE in keys and facet.claimed:
        condition |= Q(pk__in=_disagreeing(facet.claimed, every, facet.user))
    return condition


def _silent(facet: Facet, rows: QuerySet) -> Q:
    silent = Q()
    for values in facet.values:
        silent &= ~Q(pk__in={pk for pk, _ in values.pairs(rows, facet.user)})
    return silent


@singledispatch
def having(values, rows: QuerySet, user, keys: list[str]):
    """The primary keys of those of ``rows``, all seen by ``user``, that have one of ``keys``."""
    raise NotImplementedError(values)


@having.register
def _(values: OwnColumn, rows: QuerySet, user, keys: list[str]) -> QuerySet:
    return values._shown(rows, user).filter(**{f"{values.name}__in": keys}).values("pk")


@having.register
def _(values: Linked, rows: QuerySet, user, keys: list[str]) -> QuerySet:
    # one call of filter(), so that the link that is seen and the link that matches are the same link
    wanted = Q((f"{values._key(rows.model)}__in", keys))
    if values._is_coarse(rows.model, user):
        wanted |= Q((f"{values._substitute(rows.model)}__in", keys))
    return rows.filter(values._seen(rows.model, user), wanted).values("pk")


@having.register
def _(values: PartValues, rows: QuerySet, user, keys: list[str]) -> QuerySet:
    found = having(values.inner, values._own(rows, user), user, keys)
    return values.model.objects.filter(pk__in=found).values(values.model.parent_field)


@having.register
def _(values: Claimed, rows: QuerySet, user, keys: list[str]) -> QuerySet:
    return values._claims(rows, user).filter(**{f"{values._key}__in": keys}).values("subject_id")


@having.register
def _(values: NameLetters, rows: QuerySet, user, keys: list[str]) -> list[str]:
    return [pk for pk, letter in values.pairs(rows, user) if letter in keys]


@having.register
def _(values: FirstLetter, rows: QuerySet, user, keys: list[str]) -> list[str]:
    return [pk for pk, letter in values.pairs(rows, user) if letter in keys]


def _disagreeing(claimed: Claimed, rows: QuerySet, user) -> set[str]:
    """The records of which sources claim more than one value."""
    said: dict[str, set] = {}
    for reference, key in claimed._claims(rows, user).values_list("subject_id", claimed._key):
        said.setdefault(reference, set()).add(key)
    return {reference for reference, keys in said.items() if len(keys) > 1}


def _was_held(one: Captivity, first: date, last: date) -> bool:
    documented = one.since is not None and one.until is not None and one.since <= last and one.until >= first
    return documented or any(first <= begin and end <= last for begin, end in one.steps)


def _may_have_been_held(one: Captivity, first: date, last: date) -> bool:
    return (one.first is None or one.first <= last) and (one.last is None or one.last >= first)
