"""Questions that are asked again and again, each time of other references: put into SQL once.

To build what may be seen, and to word it, takes Django ten times as long as the database takes to answer.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import lru_cache, update_wrapper
from itertools import zip_longest

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from archive.models.base.types import Rows

SMALLEST_BUCKET = 25  # references in the smallest IN list, besides that of a single one; each next has twice as many
MAX_COMPILED = 500  # statements kept of one query


class CompiledQuery:
    """A function that builds a queryset from references and other arguments, compiled to SQL once for each of those.

    Called with references, it returns the rows. The other arguments must be hashable, and a reader is passed as a
    `Viewer`. The queryset may depend on nothing else but the day, and may neither prefetch nor follow links: rows come
    as `Model.objects.raw` makes them. ``values`` returns tuples of what the queryset's `values_list` names, texts and
    numbers alone; ``of_all`` and ``values_of_all`` run a query that takes no references.
    """

    def __init__(self, build: Callable[..., Rows]):
        self._build = build
        self._compiled = lru_cache(MAX_COMPILED)(self._compile)
        update_wrapper(self, build)

    def __call__(self, references: Sequence[str], *about: Hashable) -> list[Model]:
        return self._rows(references, about) if references else []

    def of_all(self, *about: Hashable) -> list[Model]:
        return self._rows((), about)

    def values(self, references: Sequence[str], *about: Hashable) -> list[tuple[str, ...]]:
        return self._values(references, about) if references else []

    def values_of_all(self, *about: Hashable) -> list[tuple[str, ...]]:
        return self._values((), about)

    def _values(self, references: Sequence[str], about: tuple[Hashable, ...]) -> list[tuple[str, ...]]:
        _, sql, params = self._bound(references, about)
        if not sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())

    def _rows(self, references: Sequence[str], about: tuple[Hashable, ...]) -> list[Model]:
        model, sql, params = self._bound(references, about)
        return list(model._base_manager.raw(sql, params)) if sql else []

    def _bound(self, references: Sequence[str], about: tuple[Hashable, ...]) -> tuple[type[Model], str, list[str]]:
        """Bind ``references`` to the query, padding its IN list with the last one up to the bucket size."""
        places = _placeholders(_bucket_size(len(references)))
        model, sql, params = self._compiled(len(places), timezone.now().date(), about)
        given = dict(zip_longest(places, references, fillvalue=references[-1] if references else ""))
        return model, sql, [given.get(param, param) for param in params]

    def _compile(
        self, size: int, _today: date, about: tuple[Hashable, ...]
    ) -> tuple[type[Model], str, tuple[str, ...]]:
        """The question in SQL, with the places of references among what it is given; "" if nothing can answer it."""
        rows = self._build(list(_placeholders(size)), *about)
        try:
            return rows.model, *rows.query.sql_with_params()
        except EmptyResultSet:
            return rows.model, "", ()


def compiled(build: Callable[..., Rows]) -> CompiledQuery:
    return CompiledQuery(build)


@lru_cache
def _placeholders(size: int) -> tuple[str, ...]:
    """What stands in compiled SQL in the place of references; no reference can be equal to one."""
    return tuple(f"\x00{n}" for n in range(size))


def _bucket_size(number: int) -> int:
    if number <= 1:  # of which no database expects more than it is
        return number
    size = SMALLEST_BUCKET
    while size < number:
        size *= 2
    return size
