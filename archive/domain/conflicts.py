"""Claims that differ: two sources that give different values for one field of a record, of the same person or thing."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Coalesce, Concat

from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.parts.claims import VALUE_COLUMN, Claim


@dataclass(frozen=True)
class Conflict:
    """One field on which sources differ, and what each says, none first by right."""

    label: str
    of_whom: str
    sayings: list[tuple[str, MaskedRow]]  # the value in words, and the claim


def conflicts_on(obj: ArchiveObject, user: Reader) -> list[Conflict]:
    """Where the claims on ``obj`` that ``user`` is shown differ."""
    said = defaultdict(list)
    for claim in obj.visible_parts(Claim, user, "term", "place", "citation__source"):
        shown = claim.masked_for(user)
        said[claim.get_field_display(), claim.of_whom].append((_words(shown), shown))
    return [
        Conflict(label, of_whom, sayings)
        for (label, of_whom), sayings in said.items()
        if len({value for value, _ in sayings}) > 1
    ]


def sources_differ(user: Reader) -> Exists:
    """The condition that two claims on a record that ``user`` is shown differ."""
    claims = Claim.objects.visible_to(user).annotate(value=_value()).order_by()
    others = claims.filter(subject=OuterRef("subject"), field=OuterRef("field"), of_whom=OuterRef("of_whom"))
    return Exists(claims.filter(Exists(others.exclude(value=OuterRef("value"))), subject=OuterRef("pk")))


def _value() -> Concat:
    links = (Coalesce(Cast(name, CharField()), Value("")) for name in ("term_id", "place_id"))
    return Concat(*links, Cast("date", CharField()), "text", output_field=CharField())


def _words(claim: MaskedRow) -> str:
    value = getattr(claim, VALUE_COLUMN[claim.field])
    return getattr(value, "heading", None) or getattr(value, "words", None) or str(value)
