"""From what a cell says of another record to the reference of that record."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from django.db import models

from archive.models import Accession, Collection, Organisation, Place, Source, Term
from archive.models.accessions import is_reference

MOST_AT_ONCE = 10_000  # references in one question to the database
TITLED = (Organisation, Place, Source, Collection)


class Links:
    """The links of one chunk of rows, each table asked once; and the references that the file itself brings.

    ``files`` is a folder beside the table, from which pictures and recordings may be taken in.
    """

    def __init__(self, own: dict[str, str], files: Path | None = None):
        self.own = own
        self.files = files
        self._found: dict[tuple, dict[str, list[str]]] = {}

    def load(self, model: type[models.Model], scheme: str, keys: Iterable[str]) -> None:
        """Look up all of ``keys`` at once, for `find` to answer from."""
        self._found[model, scheme] = found = defaultdict(list)
        keys = set(keys)
        references = [key for key in keys if is_reference(key)]
        rows = Accession.objects.with_a_record() if model is Accession else model.objects
        for start in range(0, len(references), MOST_AT_ONCE):
            for (reference,) in rows.filter(pk__in=references[start : start + MOST_AT_ONCE]).values_list("pk"):
                found[reference].append(reference)
        for key, reference in _by_natural_key(model, scheme, keys.difference(references)):
            found[key].append(reference)

    def find(self, model: type[models.Model], scheme: str, key: str) -> list[str]:
        """The references that ``key`` may mean: none, one, or several where a title is not unique."""
        if key in self.own.get(model.__name__, {}):
            return [self.own[model.__name__][key]]
        return self._found[model, scheme].get(key, [])


def _by_natural_key(model, scheme: str, keys: set[str]):
    if model is Term:
        pairs = {key: key.split(":", 1) if ":" in key else [scheme, key] for key in keys}
        rows = Term.objects.filter(notation__in={notation for _, notation in pairs.values()})
        known = {
            (row_scheme, notation): pk for row_scheme, notation, pk in rows.values_list("scheme", "notation", "pk")
        }
        return [(key, known[tuple(pair)]) for key, pair in pairs.items() if tuple(pair) in known]
    if model in TITLED and keys:
        return list(model.objects.filter(title__in=keys).values_list("title", "pk"))
    return []


def natural_key_of_terms(scheme: str) -> dict[str, str]:
    """How a file writes each term: by notation alone where the column has but one ``scheme``."""
    rows = Term.objects.values_list("pk", "scheme", "notation")
    return {pk: notation if own == scheme else f"{own}:{notation}" for pk, own, notation in rows}
