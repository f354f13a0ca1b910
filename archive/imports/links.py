"""From what a cell says of another record to the reference of that record."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from django.db import models

from archive.models import Accession, Collection, Organisation, Place, Redirect, Source, Term
from archive.models.accessions import is_reference

MOST_AT_ONCE = 10_000  # references in one question to the database
TITLED = (Organisation, Place, Source, Collection)


class Links:
    """The links of one chunk of rows, each table asked once; and the references that the file itself brings.

    ``files`` is a folder beside the table, from which pictures and recordings may be taken in. ``by`` finds what they
    may see; the operator, ``None``, finds everything.
    """

    def __init__(self, own: dict[str, str], files: Path | None = None, by=None):
        self.own = own
        self.by = by
        self.files = files
        self._found: dict[tuple, dict[str, list[str]]] = {}

    def load(self, model: type[models.Model], scheme: str, keys: Iterable[str]) -> None:
        """Look up all of ``keys`` at once, for `find` to answer from."""
        self._found[model, scheme] = found = defaultdict(list)
        keys = set(keys)
        references = [key for key in keys if is_reference(key)]
        rows = self._rows_of(model)
        for start in range(0, len(references), MOST_AT_ONCE):
            some = references[start : start + MOST_AT_ONCE]
            led = Redirect.objects.leading_from(some)
            wanted = {*some, *led.values()}
            there = set(rows.filter(pk__in=wanted).values_list("pk", flat=True))
            for reference in some:
                if (to := led.get(reference, reference)) in there:
                    found[reference].append(to)
        for key, reference in _by_natural_key(rows, scheme, keys.difference(references)):
            found[key].append(reference)

    def _rows_of(self, model: type[models.Model]) -> models.QuerySet:
        if self.by is not None:
            return model.objects.visible_to(self.by)
        return Accession.objects.with_a_record() if model is Accession else model.objects.all()

    def find(self, model: type[models.Model], scheme: str, key: str) -> list[str]:
        """The references that ``key`` may mean: none, one, or several where a title is not unique."""
        if key in self.own.get(model.__name__, {}):
            return [self.own[model.__name__][key]]
        return self._found[model, scheme].get(key, [])


def _by_natural_key(seen: models.QuerySet, scheme: str, keys: set[str]):
    if seen.model is Term:
        pairs = {key: key.split(":", 1) if ":" in key else [scheme, key] for key in keys}
        rows = seen.filter(notation__in={notation for _, notation in pairs.values()})
        known = {
            (row_scheme, notation): pk for row_scheme, notation, pk in rows.values_list("scheme", "notation", "pk")
        }
        return [(key, known[tuple(pair)]) for key, pair in pairs.items() if tuple(pair) in known]
    if seen.model in TITLED and keys:
        return list(seen.filter(title__in=keys).values_list("title", "pk"))
    return []


def natural_key_of_terms(scheme: str) -> dict[str, str]:
    """How a file writes each term: by notation alone where the column has but one ``scheme``."""
    rows = Term.objects.values_list("pk", "scheme", "notation")
    return {pk: notation if own == scheme else f"{own}:{notation}" for pk, own, notation in rows}
