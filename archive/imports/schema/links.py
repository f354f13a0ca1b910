"""From what a cell says of another record to the reference of that record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from django.db import models

from archive.imports.files.bundled import BundledFiles
from archive.imports.schema.batch_keys import MAX_MEANT, BatchKeys
from archive.letters import fold
from archive.models import Accession, Name, Redirect, Term
from archive.models.base.accessions import is_reference
from archive.models.base.registry import RegisteredModel

MAX_AT_ONCE = 10_000  # references in one question to the database
MAX_TITLE_LENGTH = 300  # characters
MAX_COMPARED = 300  # titles that are compared to find the nearest


class LinkResolver:
    """The links of one chunk of rows, each table asked once; and the records that the delivery itself brings.

    ``files`` is a folder beside the table, from which pictures and recordings may be taken in. ``user`` finds what they
    may see; the operator, ``None``, finds everything. ``day_first`` says by field how ``03/04/2021`` is meant.
    ``create_missing`` gives, for a noun, what a cell calls one of it, and what comes close, the placeholder of one made
    new.
    """

    def __init__(self, keys: BatchKeys, files: Path | None = None, user=None, day_first=None, create_missing=None):
        self.create_missing = create_missing
        self.keys = keys
        self.user = user
        self.bundled = BundledFiles(files) if files is not None else None
        self.day_first = day_first or {}
        self._found: dict[tuple, dict[str, list[str]]] = {}
        self._answers: dict[tuple, list[str]] = {}
        self.spelt_otherwise: dict[tuple, str] = {}  # what was found once letters were folded, by what was looked for

    def load(self, model: type[RegisteredModel], scheme: str, keys: Iterable[str]) -> None:
        """Look up all of ``keys`` at once, for `find` to answer from."""
        self._answers.clear()
        self._found[model, scheme] = found = defaultdict(list)
        keys = set(keys)
        references = [key for key in keys if is_reference(key)]
        rows = self._rows_of(model)
        for start in range(0, len(references), MAX_AT_ONCE):
            some = references[start : start + MAX_AT_ONCE]
            led = Redirect.objects.destinations_of(some)
            wanted = {*some, *led.values()}
            there = set(rows.filter(pk__in=wanted).values_list("pk", flat=True))
            for reference in some:
                if (to := led.get(reference, reference)) in there:
                    found[reference].append(to)
        for key, reference in _by_natural_key(rows, scheme, keys.difference(references), self.user):
            found[key].append(reference)

    def _rows_of(self, model: type[RegisteredModel]) -> models.QuerySet:
        if self.user is not None:
            return model.objects.visible_to(self.user)
        return Accession.objects.with_a_record() if model is Accession else model.objects.all()

    def find(self, model: type[RegisteredModel], scheme: str, key: str) -> list[str]:
        """The references that ``key`` may mean: none, one, or several where a title is not unique."""
        asked = (model, scheme, key)
        if asked not in self._answers:
            self._answers[asked] = self._find(*asked)
        return self._answers[asked]

    def _find(self, model: type[RegisteredModel], scheme: str, key: str) -> list[str]:
        noun = "" if model is Accession else model.noun
        called = f"{scheme}:{key}" if scheme and ":" not in key else key
        exact = self.keys.lookup(noun, called) or self._found.get((model, scheme), {}).get(key)
        if exact:
            return exact
        alike = self._alike(model, noun, called)
        if len(alike) == 1:
            self.spelt_otherwise[model, scheme, key] = alike[0]
        return alike or self._made(model, key)

    def _alike(self, model: type[RegisteredModel], noun: str, called: str) -> list[str]:
        """What is called ``called`` once letters are folded as the search folds them."""
        if is_reference(called) or not fold(called):
            return []
        there = self._folded(model).get(fold(called), ())
        return list(dict.fromkeys([*self.keys.find_alike(noun, called), *there]))

    def _folded(self, model: type[RegisteredModel]) -> dict[str, list[str]]:
        """By what it is called, folded, each row of ``model`` in the archive; read once for a batch."""
        known = self.keys.in_the_archive
        if model not in known:
            known[model] = defaultdict(list)
            for called, reference in _all_called(self._rows_of(model), self.user):
                alike = known[model][fold(called)]
                if len(alike) < MAX_MEANT:
                    alike.append(reference)
        return known[model]

    def _made(self, model: type[RegisteredModel], key: str) -> list[str]:
        if self.create_missing is None or model is Accession or model is Term or "\x00" in key:
            return []
        made = self.create_missing(model.noun, key, lambda: self.nearest(model, "", key))
        return [made] if made else []

    def nearest(self, model: type[RegisteredModel], scheme: str, key: str) -> str:
        """The title or notation of what is open to whoever imports, and is called almost as ``key``."""
        if len(key) > MAX_TITLE_LENGTH or self.keys.nearest_left <= 0:
            return ""
        self.keys.nearest_left -= 1
        if model is Term:
            names = self._rows_of(Term).filter(**({"scheme": scheme} if scheme else {}))
            names = names.values_list("notation", flat=True)
        elif is_titled(model):
            names = self._rows_of(model).filter(search_text__contains=fold(key)).values_list("title", flat=True)
            if not names.exists():
                names = self._rows_of(model).filter(search_text__contains=fold(key)[:2]).values_list("title", flat=True)
        else:
            return ""
        folded = {fold(name): name for name in names.order_by()[:MAX_COMPARED]}
        return next((folded[name] for name in get_close_matches(fold(key), folded, 1)), "")


def is_titled(model: type[RegisteredModel]) -> bool:
    """Whether rows of ``model`` are called by a title, and may be linked to by it where it is unique."""
    return hasattr(model, "has_alternative_names") and model is not Term


def _by_natural_key(seen: models.QuerySet, scheme: str, keys: set[str], user):
    if seen.model is Term:
        pairs = {key: key.split(":", 1) if ":" in key else [scheme, key] for key in keys}
        rows = seen.filter(notation__in={notation for _, notation in pairs.values()})
        known = {
            (row_scheme, notation): pk for row_scheme, notation, pk in rows.values_list("scheme", "notation", "pk")
        }
        return [(key, known[tuple(pair)]) for key, pair in pairs.items() if tuple(pair) in known]
    found: set[tuple[str, str]] = set()
    several = sorted(keys) if is_titled(seen.model) else []
    for start in range(0, len(several), MAX_AT_ONCE):
        some = several[start : start + MAX_AT_ONCE]
        found |= {*seen.filter(title__in=some).values_list("title", "pk"), *_by_other_names(seen, some, user)}
    return sorted(found)


def _names_open_to(user) -> models.QuerySet:
    return Name.objects.all() if user is None else Name.objects.visible_to(user)


def _by_other_names(seen: models.QuerySet, keys: list[str], user) -> models.QuerySet:
    """Names and spellings other than the title; what ``user`` may not know of finds nothing."""
    return _names_open_to(user).filter(text__in=keys, subject__in=seen.values("pk")).values_list("text", "subject")


def _all_called(seen: models.QuerySet, user) -> Iterator[tuple[str, str]]:
    """What each row of ``seen`` is called, and its reference: scheme and notation of a term, the names of others."""
    if seen.model is Term:
        rows = seen.order_by().values_list("scheme", "notation", "pk").iterator(chunk_size=MAX_AT_ONCE)
        yield from ((f"{scheme}:{notation}", pk) for scheme, notation, pk in rows)
    elif is_titled(seen.model):
        yield from seen.order_by().values_list("title", "pk").iterator(chunk_size=MAX_AT_ONCE)
        names = _names_open_to(user).filter(subject__in=seen.values("pk")).order_by()
        yield from names.values_list("text", "subject").iterator(chunk_size=MAX_AT_ONCE)


def natural_key_of_terms(scheme: str) -> dict[str, str]:
    """How a file writes each term: by notation alone where the column has but one ``scheme``."""
    rows = Term.objects.values_list("pk", "scheme", "notation")
    return {pk: notation if own == scheme else f"{own}:{notation}" for pk, own, notation in rows}
