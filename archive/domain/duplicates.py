"""Likely duplicates: records of one type that are called alike, or have the same address, file or picture.

Names are compared by how they sound (`archive.letters.phonetic_keys`), so that one name meets itself across Latin,
Armenian, Cyrillic and Azerbaijani spellings. Only rows and values that whoever asks is shown are compared.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations
from typing import TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from archive.letters import in_latin, phonetic_keys
from archive.media.images import hamming_distance
from archive.models.access.viewers import Reader, viewer_for
from archive.models.archive_object import ArchiveObject, ArchiveObjectQuerySet
from archive.models.base.fields import AddressField, PerceptualHashField
from archive.models.desk.judgements import Judgement
from archive.models.parts.names import Name

MAX_CANDIDATES = 8  # records that are offered
MAX_COMPARED = 500  # rows with a word in common that are compared closely
MAX_WORDS = 4  # of a name, by which rows are looked for
NEAR = 6  # of 64 bits in which the pictures may differ
MIN_SHARED_WORDS = {True: 0.5, False: 0.8}  # of the words of the longer one: of names, and of titles in running words
HEARD = 3  # consonants in common that are more than chance
SPELT = 0.75  # how alike two names of fewer consonants are spelt
_WWW = re.compile(r"^(https?://)?(www\.)?")


Kind = TypeVar("Kind")


@dataclass
class DuplicateCandidate:
    """One record that may be the same, and why."""

    row: ArchiveObject
    because: list[str] = field(default_factory=list)
    score: float = 0.0

    def add(self, reason: str, score: float) -> None:
        if reason not in self.because:
            self.because.append(reason)
        self.score = max(self.score, score)


def duplicates_of_text(
    model: type[ArchiveObject], user: Reader, *, texts: Iterable[str] = (), addresses: Iterable[str] = ()
) -> list[DuplicateCandidate]:
    """The records of ``model`` shown to ``user`` that may be what is called ``texts`` or stands at ``addresses``."""
    found: dict[str, DuplicateCandidate] = {}
    for text in filter(None, texts):
        _by_name(found, model, user, text)
    for address in filter(None, addresses):
        _by_address(found, model, user, address)
    return sorted(found.values(), key=lambda one: (-one.score, one.row.pk))[:MAX_CANDIDATES]


def duplicates_of(obj: ArchiveObject, user: Reader) -> list[DuplicateCandidate]:
    """The records that may be the same as ``obj``; those once called different from it are left out."""
    shown = obj.masked_for(user)
    names = Name.objects.belonging_to(type(obj).objects.filter(pk=obj.pk), user)
    texts = [getattr(shown, obj.name_field), *names.values_list("text", flat=True)]
    found: dict[str, DuplicateCandidate] = {}
    for text in filter(None, texts):
        _by_name(found, type(obj), user, text)
    for link in _fields(type(obj), AddressField):
        if address := getattr(shown, link.name):
            _by_address(found, type(obj), user, address)
    for original in _fields(type(obj), models.FileField):
        if file := getattr(shown, original.name):
            _by_file(found, type(obj), user, original.name, str(file))
    for hashed in _fields(type(obj), PerceptualHashField):
        if hashed.of not in shown.masked_fields and (own := getattr(obj, hashed.name)):
            _by_picture(found, type(obj), user, hashed, own)
    for reference in {obj.pk, *Judgement.objects.different_from(obj.pk)}:
        found.pop(reference, None)
    return sorted(found.values(), key=lambda one: (-one.score, one.row.pk))[:MAX_CANDIDATES]


def name_similarity(one: str, other: str) -> float:
    """The share of the words of the longer name that sound as in the other; 0 where it is likely chance."""
    mine, theirs = phonetic_keys(one), phonetic_keys(other)
    if len(mine) != len(theirs) and min(len(mine), len(theirs)) < 2:
        return 0.0  # one word in a longer name says little
    left, heard, shared = list(theirs), 0, 0
    for ways in mine:
        twin = next((other_ways for other_ways in left if ways & other_ways), None)
        if twin is not None:
            left.remove(twin)
            shared += 1
            heard += max(map(len, ways & twin))
    share = shared / max(len(mine), len(theirs), 1)
    by_chance = heard < HEARD and SequenceMatcher(None, in_latin(one), in_latin(other)).ratio() < SPELT
    return 0.0 if by_chance else share


def _by_name(found: dict[str, DuplicateCandidate], model: type[ArchiveObject], user: Reader, text: str) -> None:
    condition = _with_words_of(text)
    if condition is None:
        return
    enough = MIN_SHARED_WORDS[model.has_alternative_names]
    for row in _open(model, user).filter(condition).in_order()[:MAX_COMPARED]:
        called = getattr(row, row.name_field)
        if (
            model.name_field not in row.masked_fields_for(viewer_for(user))
            and (score := name_similarity(text, called)) >= enough
        ):
            _take(found, row, _("called “{called}”").format(called=called), score)
    names = Name.objects.belonging_to(model.objects.visible_to(user), user).filter(condition)
    scored = [
        (name, score)
        for name in names.in_order()[:MAX_COMPARED]
        if (score := name_similarity(text, name.text)) >= enough
    ]
    there = model.objects.in_bulk({name.subject_id for name, _ in scored})
    for name, score in scored:
        _take(found, there[name.subject_id], _("also called “{text}”").format(text=name.text), score)


def _with_words_of(text: str) -> Q | None:
    """The condition that two of the words sound in the row, or the one, where there is but one."""
    words = sorted(phonetic_keys(text), key=lambda ways: -max(map(len, ways)))[:MAX_WORDS]
    heard = [Q(*(Q(phonetic_keys__contains=f" {way} ") for way in ways), _connector=Q.OR) for ways in words]
    if len(heard) < 2:
        return heard[0] if heard else None
    return Q(*(one & other for one, other in combinations(heard, 2)), _connector=Q.OR)


def _by_address(found: dict[str, DuplicateCandidate], model: type[ArchiveObject], user: Reader, address: str) -> None:
    core = _core(address)
    for one in _fields(model, AddressField) if len(core) > len("a.bc") else ():
        for row in _open(model, user).filter(**{f"{one.name}__icontains": core}).in_order()[:MAX_COMPARED]:
            if one.name not in row.masked_fields_for(viewer_for(user)) and _core(getattr(row, one.name)) == core:
                _take(found, row, _("the same address"), 1.0)


def _by_file(
    found: dict[str, DuplicateCandidate], model: type[ArchiveObject], user: Reader, name: str, file: str
) -> None:
    for row in _open(model, user).filter(**{name: file}).in_order()[:MAX_COMPARED]:
        if name not in row.masked_fields_for(viewer_for(user)):
            _take(found, row, _("the same file"), 1.0)


def _by_picture(
    found: dict[str, DuplicateCandidate],
    model: type[ArchiveObject],
    user: Reader,
    column: PerceptualHashField,
    hashed: str,
) -> None:
    hashes = _open(model, user).exclude(**{column.name: ""}).order_by().values_list("pk", column.name)
    near = [pk for pk, other in hashes.iterator() if hamming_distance(hashed, other) <= NEAR]
    for row in model.objects.filter(pk__in=near[:MAX_COMPARED]).in_order():
        if column.of not in row.masked_fields_for(viewer_for(user)):
            _take(found, row, _("nearly the same picture"), 0.9)


def _open(model: type[ArchiveObject], user: Reader) -> ArchiveObjectQuerySet[ArchiveObject]:
    return model.objects.visible_to(user)


def _take(found: dict[str, DuplicateCandidate], row: ArchiveObject, reason: str, score: float) -> None:
    found.setdefault(row.pk, DuplicateCandidate(row)).add(reason, score)


def _fields(model: type[ArchiveObject], kind: type[Kind]) -> Iterator[Kind]:
    return (one for one in model._meta.concrete_fields if isinstance(one, kind))


def _core(address: str) -> str:
    """An address without what does not tell two pages apart: the scheme, www, a fragment, a slash at the end."""
    return _WWW.sub("", address.strip().casefold()).split("#")[0].rstrip("/")
