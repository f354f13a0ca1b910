"""Of two values of a field that guards who sees a record, the one that shows less."""

from archive.vocabularies import Access, ConsentBasis

_FROM_OPEN_TO_CLOSED = {"access": Access.values, "consent": ConsentBasis.values}


def more_restrictive(name: str, one, other):
    """Of the plain values ``one`` and ``other`` of the guarding field ``name``, the one that shows less.

    A ground that only one of two has is no ground; where both have one, the first stands. The place that one of two is
    shown as stands for both.
    """
    if name in _FROM_OPEN_TO_CLOSED:
        return max(one, other, key=_FROM_OPEN_TO_CLOSED[name].index)
    if name == "embargo_until":
        return max(filter(None, (one, other)), default=None)
    if name == "shown_as" or name.endswith("_redacted"):
        return one or other
    if isinstance(one, bool):
        return one and other
    return one if one and other else ""
