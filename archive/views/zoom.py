"""The ways from a time that is shown to the longer ones around it, and to the one before and the one after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from archive.dates import edtf
from archive.views.options import Option


@dataclass(frozen=True)
class Zoom:
    around: list[Option]  # from all of the time to what is shown, which comes last and is chosen
    earlier: Option | None
    later: Option | None


def zoom_of(
    since: date | None, until: date | None, whole: tuple[date, date], everything: str, leads: Callable[[str], str]
) -> Zoom | None:
    """The ways out of the time from ``since`` to ``until``, of all that lies in ``whole``; `None` where all is shown.

    ``everything`` is the address of all of the time, and ``leads`` gives that of one time by its EDTF.
    """
    if not (since or until):
        return None
    first, last = since or whole[0], until or whole[1]
    keys = [key for key in _keys_around(first, last) if not _holds(key, whole)]
    shown = edtf.parse(keys[-1]).bounds if keys else None
    around = [Option(_("All dates"), everything), *(Option(edtf.parse(key).words, leads(key)) for key in keys)]
    if shown != (first, last):
        words = edtf.parse(f"{first.isoformat()}/{last.isoformat()}").words
        return Zoom([*around, Option(words, "", chosen=True)], None, None)
    around[-1] = Option(around[-1].label, leads(keys[-1]), chosen=True)
    before = _key_of_length(keys[-1], first - timedelta(days=1)) if first > whole[0] else ""
    after = _key_of_length(keys[-1], last + timedelta(days=1)) if last < whole[1] else ""
    return Zoom(around, *(Option(edtf.parse(key).words, leads(key)) if key else None for key in (before, after)))


def _keys_around(first: date, last: date) -> list[str]:
    """The decade, the year, the month and the day, as EDTF, that all from ``first`` to ``last`` lies in."""
    begin, end = first.isoformat(), last.isoformat()
    decade = [f"{begin[:3]}X"] if begin[:3] == end[:3] else []
    return decade + [begin[:length] for length in (4, 7, 10) if begin[:length] == end[:length]]


def _holds(key: str, whole: tuple[date, date]) -> bool:
    """Whether all that there is lies in ``key``: it is no shorter time then."""
    earliest, latest = edtf.parse(key).bounds
    return earliest <= whole[0] and whole[1] <= latest


def _key_of_length(key: str, day: date) -> str:
    """The time of ``day`` that is as long as that of ``key``."""
    return f"{day.isoformat()[:3]}X" if key.endswith("X") else day.isoformat()[: len(key)]
