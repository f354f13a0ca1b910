"""What the rows of one page link to: each target read once, however many rows link to it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import models

from archive.models.base.compiled_queries import compiled
from archive.models.base.links import field_of, target_of, through_table
from archive.models.base.types import AnyField, Rows

TargetCache = dict[tuple[type[models.Model], str], models.Model]
MAX_CACHED = 10_000  # targets


def prefetch_cached(rows: Sequence[models.Model], names: Iterable[str], known: TargetCache) -> None:
    """Give ``rows``, all of one model, what the links called ``names`` lead to, as `prefetch_related` would.

    Targets are taken from ``known``, and what is read is added to it: whoever holds it throws it away when one of
    them may have changed. What a row links to several of comes in the order in which it was linked.
    """
    links = [field_of(type(rows[0]), name) for name in names] if rows else []
    for link in links:
        if link.is_relation:
            targets = _targets(link, rows)
            found = _found(target_of(link.name, type(rows[0])), {pk for pks in targets.values() for pk in pks}, known)
            for row in rows:
                _give(row, link, [found[pk] for pk in targets[row.pk] if pk in found])


def _found(model: type[models.Model], wanted: set[str], known: TargetCache) -> dict[str, models.Model]:
    """The rows of ``model`` that are wanted, by their references; several threads may do so at once."""
    found = {pk: row for pk in wanted if (row := known.get((model, pk)))}
    missing = wanted - found.keys()
    read = {row.pk: row for row in _rows_of(list(missing), model)}
    if len(known) < MAX_CACHED:
        known.update({(model, pk): row for pk, row in read.items()})
    return found | read


def _targets(link: AnyField, rows: Sequence[models.Model]) -> dict[str, list[str]]:
    """By the reference of each row, those of what it links to."""
    if not link.many_to_many:
        return {row.pk: [pk] if (pk := getattr(row, link.attname)) else [] for row in rows}
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for owner, target in _linked_from.values([row.pk for row in rows], link):
        targets[owner].append(target)
    return targets


@compiled
def _rows_of(references: list[str], model: type[models.Model]) -> Rows:
    return model._base_manager.filter(pk__in=references)


@compiled
def _linked_from(references: list[str], link: AnyField) -> Rows:
    through, near, far = through_table(link)
    pairs = through._base_manager.filter(**{f"{near}__in": references})
    return pairs.order_by("pk").values_list(near, far)


def _give(row: models.Model, link: AnyField, targets: list[models.Model]) -> None:
    if isinstance(link, models.ForeignKey):
        link.set_cached_value(row, targets[0] if targets else None)
        return
    found: Rows = models.QuerySet(target_of(link.name, type(row)))
    vars(found).update(_result_cache=targets, _prefetch_done=True)
    give_several(row, link.name, found)


def several_of(row: models.Model, name: str) -> Rows:
    """What ``row`` links to by its field ``name``, a link to several; what was given is not asked for again."""
    given: dict[str, Rows] = vars(row).get("_prefetched_objects_cache", {})
    if name in given:
        return given[name]
    rows: Rows = getattr(row, name).all()
    return rows


def give_several(row: models.Model, name: str, linked: Rows) -> None:
    """Let ``row`` link to ``linked`` by its field ``name``, a link to several, whatever the database says."""
    vars(row).setdefault("_prefetched_objects_cache", {})[name] = linked
