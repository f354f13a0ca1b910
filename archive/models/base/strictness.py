"""Of two values of a field that guards who sees a record, the one that shows less; one function for each kind."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Value = TypeVar("Value")


def the_later(one: str | None, other: str | None) -> str | None:
    """Of two days (ISO 8601) the later; the one that there is, where the other is ``None``."""
    return max(filter(None, (one, other)), default=None)


def either(one: Value, other: Value) -> Value:
    """The first that there is: what keeps something back on one row keeps it back on both."""
    return one or other


def both(one: bool, other: bool) -> bool:
    """Whether both hold."""
    return one and other


def first_of_both(one: str, other: str) -> str:
    """The first of two grounds; "" where one is missing, as a ground for one of two rows is none for both."""
    return one if one and other else ""


def last_in(values: Sequence[str]) -> Callable[[str, str], str]:
    """The function that returns the one that stands later in ``values``, which run from the most open to the least."""
    return lambda one, other: max(one, other, key=values.index)
