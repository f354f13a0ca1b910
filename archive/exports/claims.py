"""What sources claim of records, with who says so, as files and lists tell it: the same that a record's page tells."""

from collections import defaultdict
from collections.abc import Sequence

from archive.models import Citation, Claim
from archive.models.access.masking import MaskedRow
from archive.models.archive_object import ArchiveObject
from archive.models.base.prefetching import TargetCache, prefetch_cached
from archive.models.base.states import plain
from archive.models.log.mentions import in_words
from archive.models.parts.claims import VALUE_COLUMN
from archive.vocabularies import ClaimField

Said = dict[str, str]


def claims_of(rows: Sequence[ArchiveObject], user) -> dict[str, list[Said]]:
    """By reference, the claims on ``rows`` that ``user`` may see, in the order of their numbers.

    A claim is told by the ``field`` that it speaks of, its ``value`` in words and, where there is one, the ``code`` of
    it (a notation, a reference, or a date as EDTF), of ``of_whom`` it is said, and the ``source`` with the ``locator``
    within it and who ``reported`` it first.
    """
    shown = shown_claims(rows, user)
    return {reference: [_said(*pair, user) for pair in pairs] for reference, pairs in shown.items()}


def shown_claims(
    rows: Sequence[ArchiveObject], user, cache: TargetCache | None = None
) -> dict[str, list[tuple[MaskedRow, MaskedRow]]]:
    """By reference, each claim on ``rows`` that ``user`` may see, with the citation that it rests on.

    The rows are of one type, and such as ``user`` may see. What they link to is taken from ``cache``, and put there.
    """
    if not rows:
        return {}
    cache = {} if cache is None else cache
    known = {row.pk: row for row in rows}
    claims = Claim.objects.children_of(list(known), type(rows[0]), user)
    if not claims:
        return {}
    citations = {one.pk: one for one in Citation.objects.children_of(list(known), type(rows[0]), user)}
    prefetch_cached(list(citations.values()), ("source", "reported_by"), cache)
    prefetch_cached(claims, ("term", "place"), cache)
    found: dict[str, list[tuple[MaskedRow, MaskedRow]]] = defaultdict(list)
    for claim in claims:
        if citation := citations.get(claim.citation_id):
            for row in (claim, citation):
                row.known_object = known[claim.subject_id]
            shown = claim.masked_for(user)
            if getattr(shown, VALUE_COLUMN[claim.field]) not in (None, ""):  # a term or place that may be seen
                found[claim.subject_id].append((shown, citation.masked_for(user)))
    return found


def in_one_line(said: Said) -> str:
    """One claim in words, with who says so, without a line break that would make two of it."""
    field = str(ClaimField(said["field"]).label)
    of_whom = f" ({said['of_whom']})" if "of_whom" in said else ""
    by = "; ".join(filter(None, [said["source"], said.get("locator"), said.get("reported_by")]))
    return " ".join(f"{field}: {said['value']}{of_whom} – {by}".split())


def _said(claim: MaskedRow, citation: MaskedRow, user) -> Said:
    value, code = _value(claim)
    reporter = citation.reported_by
    statement = {
        "field": claim.field,
        "code": code,
        "of_whom": claim.of_whom,
        "source": citation.source.heading if citation.source else "",
        "locator": citation.locator,
        "reported_by": reporter.heading if reporter else "",
    }
    return {"value": value} | {name: in_words(text, user) for name, text in statement.items() if text}


def _value(claim: MaskedRow) -> tuple[str, str]:
    """The value in words, and its code; of a number or a text there is none."""
    column = VALUE_COLUMN[claim.field]
    value = getattr(claim, column)
    if isinstance(value, MaskedRow):
        return value.heading, value.notation if column == "term" else value.reference
    if column == "date":
        return value.words, str(plain(value))
    return str(value), ""
