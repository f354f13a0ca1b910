"""A record as a row of a table: some of its fields, each in a column, and what sources claim."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.exports.claims import shown_claims
from archive.languages import capitalised
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.prefetching import TargetCache, prefetch_cached
from archive.views.cards import SAID_OF, Claims, attributed
from archive.views.lines import Value, said_claim, values_of
from archive.vocabularies import ClaimField


@dataclass(frozen=True)
class TableRow:
    shown: MaskedRow
    cells: list[tuple[str, list[Value]]]  # each column with its values, also where there are none
    claims: list[tuple[str, list[Value]]]  # what sources claim of other fields


def table_rows_of(
    rows: Sequence[ArchiveObject], labels: dict[str, str], user: Reader, known: TargetCache
) -> list[TableRow]:
    """``rows``, which are of one type, with the fields that ``labels`` names and what sources claim of others."""
    prefetch_cached(rows, labels, known)
    claimed = {pk: [said_claim(*pair) for pair in pairs] for pk, pairs in shown_claims(rows, user).items()}
    return [_row(row, labels, user, claimed.get(row.pk, ())) for row in rows]


def _row(row, labels: dict[str, str], user: Reader, claimed: Claims) -> TableRow:
    shown = row.masked_for(user)
    cells = {label: values_of(shown, row, name) for name, label in labels.items()}
    claims: dict[str, list[Value]] = {}
    for field, said in claimed:
        label = labels.get(SAID_OF.get(field, "")) or capitalised(str(ClaimField(field).label))
        (cells if label in cells else claims).setdefault(label, []).append(Value(attributed(said)))
    return TableRow(shown, list(cells.items()), list(claims.items()))
