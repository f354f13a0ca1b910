"""Protected names in texts: what must not be published as long as it stands there, and what may be one.

A name is protected while its person is not publicly named. It is sought in every variant that is entered, in whatever
script; `archive.name_matching` tells how. What the public search finds by a protected name is found here, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from archive.letters import fold, words_in
from archive.models.archive_object import ArchiveObject, ArchiveObjectQuerySet, archive_object_models
from archive.models.authorities.people import Person
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.registry import RegisteredModel
from archive.models.base.states import may_belong
from archive.models.base.types import AnyField
from archive.models.log.former_names import FormerName
from archive.models.parts.names import Name
from archive.models.parts.part import Part, part_models
from archive.name_matching import NameMatcher, Place, Reading, matcher_of

MAX_WORDS = 50  # words of what may be a protected name by which public names are looked up
MAX_KNOWN = 2000  # public names that are held against what may be a protected one


@dataclass(frozen=True)
class NameMatch:
    """A protected name in a text: in which field, and the words around it."""

    where: str
    around: str

    def __str__(self) -> str:
        return f"{self.where}: “{self.around}”"


def protected_names(of: str | None = None, *, former: bool = False) -> NameMatcher:
    """Every name and variant of everybody who is not publicly named, or of the one person ``of``.

    With ``former``, also those that they do not have here any more.
    """
    hidden = Person.objects.protected().order_by()
    if of is not None:
        hidden = hidden.filter(pk=of)
    names = {*hidden.exclude(name="").values_list("name", flat=True)}
    names |= {*Name.objects.filter(subject__in=hidden.values("pk")).order_by().values_list("text", flat=True)}
    if former:
        known = FormerName.objects.filter(subject__in=hidden.values("pk")).order_by()
        names |= {*known.values_list("text", flat=True)}
    return matcher_of(tuple(sorted(names)))


def find_protected_names(obj: ArchiveObject) -> list[NameMatch]:
    """The protected names in whatever of ``obj``, and of its parts, would be public with it."""
    names = protected_names()
    return [NameMatch(where, around) for where, text in public_texts(obj) for around in names.around(str(text))]


def find_possible_names(obj: ArchiveObject) -> list[NameMatch]:
    """Where something in what would be public may be a protected name: part of it, or another spelling.

    It may be somebody else's, so it is for a person to judge.
    """
    return find_possible_names_in_texts(public_texts(obj))


def find_possible_names_in_texts(texts: Iterable[tuple[str, str]]) -> list[NameMatch]:
    """`find_possible_names` for the texts of one record, each with what it is called."""
    names = protected_names()
    if not names:
        return []
    called = [(where, Reading(str(text))) for where, text in texts]
    readings = [reading for _, reading in called]
    spelt = _spelt_in_public(names.similar_words(readings))
    places = names.possible_places(readings, spelt=spelt)
    if any(places):
        places = names.possible_places(readings, _known_in(readings, places), spelt)
    return [
        NameMatch(where, reading.around(place))
        for (where, reading), mine in zip(called, places, strict=True)
        for place in mine
    ]


def _spelt_in_public(words: set[str]) -> set[str]:
    """Those of ``words`` that stand in a public name: by its spellings the search finds what is spelt otherwise."""
    found: set[str] = set()
    wanted = sorted(words)
    for start in range(0, len(wanted), MAX_WORDS):
        said = Q(*(Q(search_text__contains=word) for word in wanted[start : start + MAX_WORDS]), _connector=Q.OR)
        for model in (model for model in archive_object_models() if model.has_alternative_names):
            seen = model.objects.visible_to(None)
            named = _public_persons() if model is Person else seen
            names = {*seen.filter(said).order_by().values_list("title", flat=True)}
            if model is Person:
                names |= {*_public_persons().filter(said).order_by().values_list("name", flat=True)}
            variants = Name.objects.filter(said, subject__in=named.values("pk")).order_by()
            names |= {*variants.values_list("text", flat=True)}
            found |= {word for name in names for word in words_in(name)}
    return words & found


def _public_persons() -> ArchiveObjectQuerySet[Person]:
    """The persons whom anyone may know by name."""
    return Person.objects.visible_to(None).unprotected()


def _known_in(readings: list[Reading], places: list[list[Place]]) -> NameMatcher:
    """The public names that share a word with what stands at ``places``."""
    words = {
        word
        for reading, mine in zip(readings, places, strict=True)
        for place in mine
        for word in fold(reading.text[place.start : place.end]).split()
    }
    said = Q(*(Q(search_text__contains=word) for word in sorted(words)[:MAX_WORDS]), _connector=Q.OR)
    seen = _public_persons()
    names = {*seen.filter(said).order_by().values_list("name", flat=True)[:MAX_KNOWN]}
    variants = Name.objects.filter(said, subject__in=seen.values("pk")).order_by()
    return NameMatcher(names | {*variants.values_list("text", flat=True)[:MAX_KNOWN]})


def is_named_in(obj: ArchiveObject, names: NameMatcher) -> bool:
    """Whether one of ``names`` stands in a text of ``obj`` that is public with it."""
    return any(names.stand_in(str(text)) for _, text in public_texts(obj))


def find_published(names: NameMatcher) -> Iterator[tuple[str, NameMatch]]:
    """Where one of ``names`` stands in what anyone may read now: the reference of the record, and the place."""
    if not names:
        return
    for model in archive_object_models():
        for obj in model.objects.visible_to(None).in_order().iterator(chunk_size=CHUNK_SIZE):
            for where, text in public_texts(obj):
                yield from ((obj.pk, NameMatch(where, around)) for around in names.around(str(text)))


def public_texts(obj: ArchiveObject) -> Iterator[tuple[str, str]]:
    """Each text of ``obj`` that is public once it is published, with what it is called."""
    masked_fields = obj.publicly_masked_fields()
    yield from ((str(f.verbose_name), getattr(obj, f.name)) for f in _texts(type(obj)) if f.name not in masked_fields)
    for model in part_models():
        if not is_hidden_with(model, obj):
            for row in obj.all_parts(model):
                yield from ((f"{row.pk} {f.verbose_name}", getattr(row, f.name)) for f in _texts(model))


def is_hidden_with(model: type[Part], obj: ArchiveObject) -> bool:
    """Whether rows of ``model`` on ``obj`` are not public: papers of the desk, or what tells who is
    protected.
    """
    return model.protection.desk_only or not may_belong(model, type(obj)) or obj.is_protected()


def _texts(model: type[RegisteredModel]) -> list[AnyField]:
    kinds = ("CharField", "TextField", "SlugField")
    return [f for f in model._meta.concrete_fields if f.get_internal_type() in kinds and _is_free(f)]


def _is_free(field: AnyField) -> bool:
    return not field.choices and not getattr(field, "derived", False) and not field.is_relation
