"""Conditions on rows, each written once as a Django `Q`: a query asks it of a table, `predicate` of a row at hand."""

from collections.abc import Callable, Iterable

from django.db.models import Model, Q, QuerySet

from archive.models.base.compiled_queries import compiled

Condition = Q | Callable[[], Q]  # a function where the condition depends on the day
Predicate = Callable[[Model], bool]

NEVER = Q(pk__in=[])  # the condition that no row fulfils

_COMPARE: dict[str, Callable[..., bool]] = {
    "exact": lambda value, given: value == given,
    "in": lambda value, given: value in given,
    "isnull": lambda value, given: (value is None) == given,
    "lte": lambda value, given: value is not None and value <= given,
    "gt": lambda value, given: value is not None and value > given,
}


def as_q(condition: Condition) -> Q:
    """Return ``condition`` as it stands today (UTC)."""
    return condition if isinstance(condition, Q) else condition()


def predicate(condition: Q, model: type[Model]) -> Predicate:
    """Return the test that a row of ``model`` passes where a query for ``condition`` would find it.

    The row's own columns are compared in Python, by the lookups in ``_COMPARE``. What asks other tables (`Exists`, or a
    queryset after ``__in``) is asked of the database, and after what stands before it. Raise `TypeError` on anything
    else, so that a condition of which Python and the database could think differently is never declared.
    """
    if condition.connector not in (Q.AND, Q.OR):
        raise TypeError(f"Expected conditions joined by & or |, and not by {condition.connector}.")
    tests = [_test(child, model) for child in condition.children]
    joined = _any_of(tests) if condition.connector == Q.OR else _all_of(tests)
    return (lambda row: not joined(row)) if condition.negated else joined


def columns_in(condition: Q) -> set[str]:
    """Return the names of the fields that ``condition`` compares."""
    children = condition.children
    named = {child[0].split("__")[0] for child in children if isinstance(child, tuple)}
    return named.union(*(columns_in(child) for child in children if isinstance(child, Q)))


def _test(child: object, model: type[Model]) -> Predicate:
    if isinstance(child, Q):
        return predicate(child, model)
    if not isinstance(child, tuple) or isinstance(child[1], QuerySet):
        asked = compiled(lambda references: model._base_manager.filter(child, pk__in=references).values_list("pk"))
        return lambda row: row.pk is not None and bool(asked.values([row.pk]))
    path, given = child
    name, _, lookup = path.partition("__")
    compare = _COMPARE.get(lookup or "exact")
    if compare is None:
        raise TypeError(f"Expected one of the lookups {', '.join(_COMPARE)}, and not “{path}”.")
    columns = {field.name: field.attname for field in model._meta.concrete_fields}
    column = "pk" if name == "pk" else columns[name]
    return lambda row: compare(getattr(row, column), given)


def _all_of(tests: Iterable[Predicate]) -> Predicate:
    tests = tuple(tests)
    if len(tests) == 1:
        return tests[0]

    def fulfils(row: Model) -> bool:
        for test in tests:  # noqa: SIM110 – asked thousands of times for a page, where a generator costs
            if not test(row):
                return False
        return True

    return fulfils


def _any_of(tests: Iterable[Predicate]) -> Predicate:
    tests = tuple(tests)

    def fulfils(row: Model) -> bool:
        for test in tests:  # noqa: SIM110 – as above
            if test(row):
                return True
        return False

    return fulfils
