"""What the rows of one page link to: each target read once, however many rows link to it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from archive.models.base.compiled_queries import compiled

TargetCache = dict[tuple[type[models.Model], str], models.Model]
MAX_CACHED = 10_000  # targets


def prefetch_cached(rows: list[models.Model], names: Iterable[str], known: TargetCache) -> None:
    """Give ``rows``, all of one model, what the links called ``names`` lead to, as `prefetch_related` would.

    Targets are taken from ``known``, and what is read is added to it: whoever holds it throws it away when one of
    them may have changed. What a row links to several of comes in the order in which it was linked.
    """
    links = [type(rows[0])._meta.get_field(name) for name in names] if rows else []
    for link in links:
        if link.is_relation:
            targets = _targets(link, rows)
            found = _found(link.related_model, {pk for pks in targets.values() for pk in pks}, known)
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


def _targets(link: models.Field, rows: list[models.Model]) -> dict[str, list[str]]:
    """By the reference of each row, those of what it links to."""
    if not link.many_to_many:
        return {row.pk: [pk] if (pk := getattr(row, link.attname)) else [] for row in rows}
    targets = defaultdict(list)
    for owner, target in _linked_from.values([row.pk for row in rows], link):
        targets[owner].append(target)
    return targets


@compiled
def _rows_of(references, model):
    return model._base_manager.filter(pk__in=references)


@compiled
def _linked_from(references, link):
    near, far = link.m2m_column_name(), link.m2m_reverse_name()
    through = link.remote_field.through._base_manager.filter(**{f"{near}__in": references})
    return through.order_by("pk").values_list(near, far)


def _give(row: models.Model, link: models.Field, targets: list[models.Model]) -> None:
    if not link.many_to_many:
        link.set_cached_value(row, targets[0] if targets else None)
        return
    found = models.QuerySet(link.related_model)
    found._result_cache, found._prefetch_done = targets, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[link.name] = found
