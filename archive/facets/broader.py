"""What lies under a wider choice: narrower terms, by the vocabulary's `broader`, and places, by their `part_of`.

Both are the archive's own classification, and are followed as far as the reader may see each step: what is hidden, or
shown as another place, passes no record upwards. Nothing of it is kept: a facet gathers what lies under a choice when
it is asked for.
"""

from collections import defaultdict

from archive.models import Place, Term
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.types import Rows

WIDER: dict[type[ArchiveObject], str] = {Term: "broader", Place: "part_of"}
_CALLED_BY: dict[type[ArchiveObject], str] = {Term: "notation", Place: "pk"}


def keys_under(model: type[ArchiveObject], user: Reader, scheme: str = "") -> dict[str, set[str]]:
    """For each key under which anything lies, all keys that do; `Facet.key_of` says what a key is."""
    above = dict(_steps(model, user, scheme).values_list(_CALLED_BY[model], _above(model)))
    under: dict[str, set[str]] = defaultdict(set)
    for key, first in above.items():
        at, passed = first, {key}
        while at is not None and at not in passed:
            under[at].add(key)
            passed.add(at)
            at = above.get(at)
    return dict(under)


def with_those_under(model: type[ArchiveObject], user: Reader, scheme: str, keys: list[str]) -> list[str]:
    """``keys`` and all that lie under them, asked of the database one step down at a time."""
    found, last = set(keys), set(keys)
    while last:
        steps = _steps(model, user, scheme).filter(**{f"{_above(model)}__in": last})
        last = set(steps.values_list(_CALLED_BY[model], flat=True)) - found
        found |= last
    return sorted(found)


def has_any_under(row: ArchiveObject, user: Reader) -> bool:
    """Whether anything that ``user`` may see lies under ``row``, which they may see."""
    seen: Rows = type(row).objects.visible_to(user)
    return seen.filter(**{WIDER[type(row)]: row.pk}).exists()


def _steps(model: type[ArchiveObject], user: Reader, scheme: str) -> Rows:
    """The rows of which ``user`` may see both the row and what it lies in."""
    seen: Rows = model.objects.visible_to(user).order_by()
    rows = seen.filter(scheme=scheme, broader__scheme=scheme) if model is Term else seen
    return rows.filter(**{f"{WIDER[model]}__in": seen.values("pk")})


def _above(model: type[ArchiveObject]) -> str:
    return f"{WIDER[model]}__{_CALLED_BY[model]}"
