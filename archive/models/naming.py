"""Protected names in texts: what must not be published as long as it stands there.

A name is protected while its person is not publicly named. It is sought in every variant that is entered, in whatever
script, folded, with its words in any order and with an ending of up to three letters.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.letters import fold, sounds
from archive.models.former_names import FormerName
from archive.models.names import Name
from archive.models.people import Person
from archive.models.states import accessioned_models

CHUNK = 500
ENDING = 3  # letters that a language may add to a name
AROUND = 30  # characters shown on each side
SHORTEST = 3  # letters of a name that is sought by itself
ENDING_HEARD = 1  # consonants that a language may add to a name
HEARD = 5  # consonants of a name that is sought by how it sounds
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    """A protected name in a text: in which field, and the words around it."""

    where: str
    around: str

    def __str__(self):
        return f"{self.where}: “{self.around}”"


def protected_names(of: str | None = None, *, former: bool = False) -> list[tuple[str, ...]]:
    """Every name and variant of everybody who is not publicly named, or of the one person ``of``, as folded words.

    With ``former``, also those that they do not have here any more.
    """
    hidden = Person.objects.filter(Person.protected_when).order_by()
    if of is not None:
        hidden = hidden.filter(pk=of)
    names = [*hidden.exclude(name="").values_list("name", flat=True)]
    names += Name.objects.filter(subject__in=hidden.values("pk")).order_by().values_list("text", flat=True)
    if former:
        names += FormerName.objects.filter(subject__in=hidden.values("pk")).order_by().values_list("text", flat=True)
    return sorted({words for name in names if (words := words_of(name))})


def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name; none where it is too short to be sought."""
    words = tuple(_WORD.findall(fold(name)))
    return words if len("".join(words)) >= SHORTEST else ()


def names_in(text: str, names: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The words around each of ``names`` that stands in ``text``."""
    words = [(match.start(), match.end(), _folded(match[0])) for match in _WORD.finditer(text)]
    whole = " ".join(folded for _, _, folded in words)
    for name in names:
        if all(part in whole for part in name):
            for start, end in _places(words, name):
                yield " ".join(text[max(0, start - AROUND) : end + AROUND].split())


def found_in(entry) -> list[Found]:
    """The protected names in whatever of ``entry``, and of what hangs on it, would be public with it."""
    names = protected_names()
    if not names:
        return []
    return [Found(where, around) for where, text in public_texts(entry) for around in names_in(str(text), names)]


def heard_in(entry) -> list[Found]:
    """Where something in what would be public sounds like a protected name, as one does that is spelt otherwise.

    It may be somebody else's, so it is for a person to judge. A name of one short word sounds like too much.
    """
    names = [heard for name in protected_names() if _is_telling(heard := sounds(" ".join(name)))]
    if not names:
        return []
    texts = ((where, str(text)) for where, text in public_texts(entry))
    return [Found(where, around) for where, text in texts for around in _sounding_in(text, names)]


def _is_telling(heard: list[frozenset[str]]) -> bool:
    return sum(max(map(len, ways)) for ways in heard) >= HEARD


def _sounding_in(text: str, names: list[list[frozenset[str]]]) -> Iterator[str]:
    words = [(match.start(), match.end(), heard[0]) for match in _WORD.finditer(text) if (heard := sounds(match[0]))]
    for name in names:
        for first in range(len(words) - len(name) + 1):
            window = words[first : first + len(name)]
            if _sound_alike([ways for _, _, ways in window], name):
                yield " ".join(text[max(0, window[0][0] - AROUND) : window[-1][1] + AROUND].split())


def _sound_alike(there: list[frozenset[str]], wanted: list[frozenset[str]]) -> bool:
    """Whether each of ``wanted`` sounds like one of ``there``, but for an ending, in any order; each serves once."""
    left = list(there)
    for ways in wanted:
        hit = next((other for other in left if any(_begins(far, near) for far in other for near in ways)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def _begins(heard: str, name: str) -> bool:
    return heard.startswith(name) and len(heard) - len(name) <= ENDING_HEARD


def stands_in(entry, names: list[tuple[str, ...]]) -> bool:
    """Whether one of ``names`` stands in a text of ``entry`` that is public with it."""
    return any(True for _, text in public_texts(entry) for _ in names_in(str(text), names))


def published_with(names: list[tuple[str, ...]]) -> Iterator[tuple[str, Found]]:
    """Where one of ``names`` stands in what anyone may read now: the reference of the record, and the place."""
    if not names:
        return
    for model in accessioned_models():
        if not model.hangs_on:
            for entry in model.objects.visible_to(None).in_order().iterator(chunk_size=CHUNK):
                for where, text in public_texts(entry):
                    yield from ((entry.pk, Found(where, around)) for around in names_in(str(text), names))


def public_texts(entry) -> Iterator[tuple[str, str]]:
    """Each text of ``entry`` that is public once it is published, with what it is called."""
    withheld = entry.withheld_from_public()
    yield from ((f.verbose_name, getattr(entry, f.name)) for f in _texts(type(entry)) if f.name not in withheld)
    for model in accessioned_models():
        if model.hangs_on and not _is_hidden_with(model, entry):
            for row in entry.all_hanging(model):
                yield from ((f"{row.pk} {f.verbose_name}", getattr(row, f.name)) for f in _texts(model))


def _is_hidden_with(model, entry) -> bool:
    """Whether rows of ``model`` on ``entry`` are not public: papers of the desk, or what tells who is protected."""
    if model.noun == "consents":
        return True
    target = model._meta.get_field(model.hangs_on).related_model
    return (model.hangs_on != "subject" and not isinstance(entry, target)) or entry.is_protected()


def _texts(model):
    kinds = ("CharField", "TextField")
    return [f for f in model._meta.concrete_fields if f.get_internal_type() in kinds and _is_free(f)]


def _is_free(field) -> bool:
    return not field.choices and not getattr(field, "derived", False) and not field.is_relation


def _folded(word: str) -> str:
    return "".join(_WORD.findall(fold(word)))


def _places(words: list[tuple[int, int, str]], name: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the words of ``name`` stand side by side, in any order: from the first character to the last."""
    width = len(name)
    for first in range(len(words) - width + 1):
        window = words[first : first + width]
        if _match([folded for _, _, folded in window], list(name)):
            yield window[0][0], window[-1][1]


def _match(there: list[str], wanted: list[str]) -> bool:
    """Whether each of ``wanted`` is one of the words ``there``, but for an ending; each word serves once."""
    left = sorted(there, key=len)
    for part in sorted(wanted, key=len, reverse=True):
        hit = next((w for w in left if w.startswith(part) and len(w) - len(part) <= ENDING), None)
        if hit is None:
            return False
        left.remove(hit)
    return True
