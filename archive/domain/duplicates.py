"""Likely duplicates: records of one type that are called alike, or have the same address, file or picture.

Names are compared by how they sound (`archive.letters.phonetic_keys`), so that one name meets itself across Latin,
Armenian, Cyrillic and Azerbaijani spellings. Only rows and values that whoever asks is shown are compared.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from archive.letters import in_latin, phonetic_keys
from archive.media.images import hamming_distance
from archive.models.access.viewers import sight_of
from archive.models.archive_object import Entry
from archive.models.base.fields import AddressField, PerceptualHashField
from archive.models.desk.judgements import Judgement
from archive.models.parts.names import Name

MOST = 8  # records that are offered
LOOKED_AT = 500  # rows with a word in common that are compared closely
LONGEST_WORDS = 4  # of a name, by which rows are looked for
NEAR = 6  # of 64 bits in which the pictures may differ
ENOUGH = {True: 0.5, False: 0.8}  # of the words of the longer one: of names, and of titles in running words
HEARD = 3  # consonants in common that are more than chance
SPELT = 0.75  # how alike two names of fewer consonants are spelt
_WWW = re.compile(r"^(https?://)?(www\.)?")


@dataclass
class Likely:
    """One record that may be the same, and why."""

    row: Entry
    because: list[str] = field(default_factory=list)
    score: float = 0.0

    def add(self, reason: str, score: float) -> None:
        if reason not in self.because:
            self.because.append(reason)
        self.score = max(self.score, score)


def likely(model: type[Entry], user, *, texts: Iterable[str] = (), addresses: Iterable[str] = ()) -> list[Likely]:
    """The records of ``model`` shown to ``user`` that may be what is called ``texts`` or stands at ``addresses``."""
    found: dict[str, Likely] = {}
    for text in filter(None, texts):
        _by_name(found, model, user, text)
    for address in filter(None, addresses):
        _by_address(found, model, user, address)
    return sorted(found.values(), key=lambda one: (-one.score, one.row.pk))[:MOST]


def like(entry: Entry, user) -> list[Likely]:
    """The records that may be the same as ``entry``; those once called different from it are left out."""
    shown = entry.shown_to(user)
    names = Name.objects.on(type(entry).objects.filter(pk=entry.pk), user)
    texts = [getattr(shown, entry.known_by), *names.values_list("text", flat=True)]
    found: dict[str, Likely] = {}
    for text in filter(None, texts):
        _by_name(found, type(entry), user, text)
    for one in _fields(type(entry), AddressField):
        if address := getattr(shown, one.name):
            _by_address(found, type(entry), user, address)
    for one in _fields(type(entry), models.FileField):
        if file := getattr(shown, one.name):
            _by_file(found, type(entry), user, one.name, str(file))
    for one in _fields(type(entry), PerceptualHashField):
        if one.of not in shown.withheld and (hashed := getattr(entry, one.name)):
            _by_picture(found, type(entry), user, one, hashed)
    for reference in {entry.pk, *Judgement.objects.different_from(entry.pk)}:
        found.pop(reference, None)
    return sorted(found.values(), key=lambda one: (-one.score, one.row.pk))[:MOST]


def alike(one: str, other: str) -> float:
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


def _by_name(found: dict[str, Likely], model, user, text: str) -> None:
    condition = _with_words_of(text)
    if condition is None:
        return
    enough = ENOUGH[model.is_called_by_names]
    for row in _open(model, user).filter(condition).in_order()[:LOOKED_AT]:
        called = getattr(row, row.known_by)
        if model.known_by not in row.withheld_from(sight_of(user)) and (score := alike(text, called)) >= enough:
            _take(found, row, _("called “{called}”").format(called=called), score)
    names = Name.objects.on(model.objects.visible_to(user), user).filter(condition)
    told = [(name, score) for name in names.in_order()[:LOOKED_AT] if (score := alike(text, name.text)) >= enough]
    there = model.objects.in_bulk({name.subject_id for name, _ in told})
    for name, score in told:
        _take(found, there[name.subject_id], _("also called “{text}”").format(text=name.text), score)


def _with_words_of(text: str) -> Q | None:
    """The condition that two of the words sound in the row, or the one, where there is but one."""
    words = sorted(phonetic_keys(text), key=lambda ways: -max(map(len, ways)))[:LONGEST_WORDS]
    heard = [Q(*(Q(phonetic_keys__contains=f" {way} ") for way in ways), _connector=Q.OR) for ways in words]
    if len(heard) < 2:
        return heard[0] if heard else None
    return Q(*(one & other for one, other in combinations(heard, 2)), _connector=Q.OR)


def _by_address(found: dict[str, Likely], model, user, address: str) -> None:
    core = _core(address)
    for one in _fields(model, AddressField) if len(core) > len("a.bc") else ():
        for row in _open(model, user).filter(**{f"{one.name}__icontains": core}).in_order()[:LOOKED_AT]:
            if one.name not in row.withheld_from(sight_of(user)) and _core(getattr(row, one.name)) == core:
                _take(found, row, _("the same address"), 1.0)


def _by_file(found: dict[str, Likely], model, user, name: str, file: str) -> None:
    for row in _open(model, user).filter(**{name: file}).in_order()[:LOOKED_AT]:
        if name not in row.withheld_from(sight_of(user)):
            _take(found, row, _("the same file"), 1.0)


def _by_picture(found: dict[str, Likely], model, user, column: PerceptualHashField, hashed: str) -> None:
    hashes = _open(model, user).exclude(**{column.name: ""}).order_by().values_list("pk", column.name)
    near = [pk for pk, other in hashes.iterator() if hamming_distance(hashed, other) <= NEAR]
    for row in model.objects.filter(pk__in=near[:LOOKED_AT]).in_order():
        if column.of not in row.withheld_from(sight_of(user)):
            _take(found, row, _("nearly the same picture"), 0.9)


def _open(model, user):
    return model.objects.visible_to(user)


def _take(found: dict[str, Likely], row: Entry, reason: str, score: float) -> None:
    found.setdefault(row.pk, Likely(row)).add(reason, score)


def _fields(model, kind: type) -> Iterator[models.Field]:
    return (one for one in model._meta.concrete_fields if isinstance(one, kind))


def _core(address: str) -> str:
    """An address without what does not tell two pages apart: the scheme, www, a fragment, a slash at the end."""
    return _WWW.sub("", address.strip().casefold()).split("#")[0].rstrip("/")
