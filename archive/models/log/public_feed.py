"""Following the public log: what a stranger may read otherwise since a place in it.

What is derived for readers without an account rests on this place, and not on the log of changes, so that it neither
costs nor tells anything when the desk writes what is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, models
from django.utils import timezone

from archive.models.base.types import Values
from archive.models.log.change_feed import (
    LogPosition,
    changed_between,
    dependents_of,
    log_position,
    opened_by_calendar,
    stands,
)
from archive.models.log.issues import Issue, PendingReading

_END_OF_LOG = """
SELECT state.day, issue.number, issue.subject_id, issue.commitment, (SELECT MAX(id) FROM archive_erasure),
    EXISTS (SELECT 1 FROM archive_pendingreading)
FROM archive_publiclogstate AS state
LEFT JOIN archive_issue AS issue ON issue.number = (SELECT MAX(number) FROM archive_issue)
"""


@dataclass(frozen=True)
class PublicPosition:
    """A place in the public log: its last number and what stands there, and the day (UTC).

    ``erasures`` counts the legal erasures, after which a page may not tell any more that a text was changed. ``log`` is
    the place in the log of changes, as long as the public log has not taken in all that stands there.
    """

    number: int
    subject: str
    commitment: str
    day: str
    erasures: int = 0
    log: LogPosition | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the public log has all that the database has committed."""
        return self.log is None

    @classmethod
    def from_dict(cls, values: Values) -> PublicPosition:
        """Read what `asdict` made; raise `KeyError` or `TypeError` on anything else."""
        log = values["log"] and LogPosition(**values["log"])
        return cls(**{**values, "log": log})


Position = LogPosition | PublicPosition  # in whichever log somebody follows


def public_position() -> PublicPosition:
    """Where the public log ends now."""
    today = timezone.now().date().isoformat()
    with connection.cursor() as cursor:  # asked before each page: past the layer that makes objects
        cursor.execute(_END_OF_LOG)
        day, number, subject, commitment, erasures, pending = cursor.fetchone() or ("", None, None, None, None, True)
    log = log_position() if pending or str(day) != today else None
    return PublicPosition(number or 0, subject or "", commitment or "", today, erasures or 0, log)


_page: ContextVar[list[PublicPosition] | None] = ContextVar("page", default=None)  # with what was looked up for it


@contextmanager
def one_page() -> Iterator[None]:
    """Within it, `position_of_this_page` is that of the first look.

    Whoever keeps what is made then has to ask at its end whether the log has gone on meanwhile.
    """
    token = _page.set([])
    try:
        yield
    finally:
        _page.reset(token)


def position_of_this_page() -> PublicPosition:
    """Where the public log ended when it was first looked at for this page; where it ends now, outside of one."""
    looked_up = _page.get()
    if looked_up is None:
        return public_position()
    if not looked_up:
        looked_up.append(public_position())
    return looked_up[0]


def publicly_changed_between(old: PublicPosition, new: PublicPosition) -> frozenset[str] | None:
    """The references of what a stranger may read otherwise at ``new`` than at ``old``.

    ``None`` where the one does not lead to the other, and all must be made anew.
    """
    if old == new:
        return frozenset()
    if old.number > new.number or old.day > new.day or not _stands(old):
        return None
    deferred = _touched_by(PendingReading.objects.all())  # first: what is compared meanwhile has an issue then
    found = _touched_by(Issue.objects.filter(number__gt=old.number))
    if old.log is not None:  # what was read then and was hidden before it was compared has no issue
        since = changed_between(old.log, new.log or log_position())
        return None if since is None else found | since
    if new.log is None:
        return found
    return found | deferred | opened_by_calendar(old.day, new.day)  # what waits, and what the days since opened


def _touched_by(entries: models.QuerySet[Issue] | models.QuerySet[PendingReading]) -> frozenset[str]:
    """The references that ``entries`` name, and those of what is counted otherwise with one of them."""
    subjects = entries.order_by().values_list("subject_id", flat=True)
    return frozenset(subjects) | dependents_of(subjects.filter(recounts=True))


def _stands(old: PublicPosition) -> bool:
    """Whether the log still has at ``old`` what stood there."""
    there = Issue.objects.filter(number=old.number).values_list("subject_id", "commitment").first()
    return (there or ("", "")) == (old.subject, old.commitment) and (old.log is None or stands(old.log))
