"""Which log an index follows: that of a reader without an account the public log, every other one the log of changes.

So a list that anyone reads is the same, and takes the same time, whatever the desk writes that they may not see.
"""

from dataclasses import asdict

from archive.models.access.viewers import ANYONE, Viewer
from archive.models.base.types import Values
from archive.models.log.change_feed import LogPosition, changed_between, log_position
from archive.models.log.public_feed import Position, PublicPosition, position_of_this_page, publicly_changed_between


def position_for(viewer: Viewer) -> Position:
    """Where the log that an index of ``viewer`` follows ends now."""
    return position_of_this_page() if viewer == ANYONE else log_position()


def changed_since(old: Position, new: Position) -> frozenset[str] | None:
    """The references of what may be counted otherwise at ``new`` than at ``old``, two places in one log.

    ``None`` where all must be made anew.
    """
    if isinstance(old, PublicPosition) and isinstance(new, PublicPosition):
        return publicly_changed_between(old, new)
    if isinstance(old, LogPosition) and isinstance(new, LogPosition):
        return changed_between(old, new)
    return None


def as_values(position: Position) -> Values:
    """``position`` as JSON can hold it; `from_values` reads it."""
    return asdict(position)


def from_values(values: Values) -> Position:
    """Return the position that was kept as ``values``; raise `KeyError` or `TypeError` where it is none."""
    return PublicPosition.from_dict(values) if "commitment" in values else LogPosition(**values)
