"""The two rules of protection: `visible_to(user)` chooses rows, `shown_to(user)` chooses values.

Every door goes through them. What is hidden is absent: a hidden record is not found, not counted and not linked; a
withheld value reads as if it had never been entered, and its name stands in ``Shown.withheld``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.languages import ENGLISH, beside_page
from archive.models.changes import Change
from archive.models.mentions import ProseField, in_words, without_hidden
from archive.models.prepared import prepared
from archive.models.spoken import field_in_english
from archive.models.tracked import TrackedQuerySet
from archive.vocabularies import Access, Role, State

UNFINISHED = (State.DRAFT, State.IN_REVIEW)
FINISHED = (State.PUBLISHED, State.WITHDRAWN)


@dataclass(frozen=True)
class Sight:
    """What one reader may see.

    Anyone sees what is published with one of ``accesses``. The desk (``desk``) sees what is unfinished, too, and whole;
    a contributor sees of that only what they entered themselves (``own``). What is sealed, being restricted or
    protecting somebody, is seen whole by stewards alone (``sealed``).
    """

    accesses: frozenset[str]
    desk: bool = False
    sealed: bool = False
    own: int | None = None

    def row_filter(self) -> models.Q:
        """The condition on the rows that are seen."""
        if self.sealed:
            return models.Q()
        if self.desk:
            return models.Q(state__in=FINISHED, access__in=self.accesses) | self._seen_whole()
        return models.Q(opened(), state=State.PUBLISHED, access__in=self.accesses) | self._seen_whole()

    def withholding(self) -> models.Q:
        """The condition on the rows of which what protects somebody is withheld."""
        return models.Q(pk__in=[]) if self.sealed else ~self._seen_whole()

    def _seen_whole(self) -> models.Q:
        if self.desk:
            return models.Q(state__in=UNFINISHED)
        if self.own is None:
            return models.Q(pk__in=[])
        entered = Change.objects.entered_by(self.own).values("subject")
        return models.Q(state__in=UNFINISHED, pk__in=entered)

    def sees(self, entry) -> bool:
        if self.sealed or self._sees_unfinished(entry):
            return True
        if self.desk:
            return entry.state in FINISHED and entry.access in self.accesses
        now = entry.embargo_until is None or entry.embargo_until <= timezone.now().date()
        return now and entry.state == State.PUBLISHED and entry.access in self.accesses and not entry.is_closed()

    def sees_whole(self, entry) -> bool:
        """Whether nothing of a record that is seen is withheld."""
        return self.sealed or self._sees_unfinished(entry) or (self.desk and not entry.is_protected())

    def _sees_unfinished(self, entry) -> bool:
        if entry.state not in UNFINISHED or not (self.desk or self.own):
            return False
        return self.desk or Change.objects.entered_by(self.own).filter(subject_id=entry.pk).exists()


def opened() -> models.Q:
    """The condition that no embargo is upon a row today."""
    return models.Q(embargo_until__isnull=True) | models.Q(embargo_until__lte=timezone.now().date())


ANYONE = Sight(frozenset({Access.PUBLIC}))
RESEARCHER = Sight(frozenset({Access.PUBLIC, Access.RESEARCHERS}))
DESK = Sight(RESEARCHER.accesses, desk=True)
STEWARD = Sight(frozenset(Access.values), desk=True, sealed=True)


def sight_of(user) -> Sight:
    """The sight of ``user``; of anyone who is not signed in, where ``user`` is ``None`` or anonymous.

    A sight is its own: whoever asks a question of many readers alike tells it in place of one.
    """
    if isinstance(user, Sight):
        return user
    if user is None or not user.is_authenticated or not user.is_active:
        return ANYONE
    if Role.STEWARD in user.roles:
        return STEWARD
    if user.roles & {Role.CURATOR, Role.REVIEWER}:
        return DESK
    accesses = (RESEARCHER if user.is_researcher else ANYONE).accesses
    return Sight(accesses, own=user.pk if Role.CONTRIBUTOR in user.roles else None)


class VisibleQuerySet(TrackedQuerySet):
    """Rows that are seen or hidden by their own state and access."""

    def visible_to(self, user):
        sight = sight_of(user)
        rows = self.filter(sight.row_filter())
        closed = None if sight.desk else self.model.closed_rows()
        return rows if closed is None else rows.exclude(pk__in=closed)

    def seen_among(self, references: Sequence[str], user) -> list:
        """Those of ``references`` that ``user`` may see, in no order."""
        return _seen_among(references, self.model, sight_of(user))


class HangingQuerySet(TrackedQuerySet):
    """Rows that are seen only together with the records in the model's ``seen_with``."""

    def visible_to(self, user):
        return self._seen_with(self.model.seen_with, user)

    def on(self, rows, user):
        """Those that hang on ``rows``, which are all ones that ``user`` may see: only the rest is asked."""
        others = tuple(path for path in self.model.seen_with if path != self.model.hangs_on)
        hanging = self.filter(**{f"{self.model.hangs_on}__in": rows.order_by().values("pk")})
        return hanging._seen_with(others, user, rows.model)

    def hanging_on(self, references: Sequence[str], subject: type[models.Model], user) -> list:
        """Those on the rows of ``subject`` with ``references``, all seen by ``user``, in the order of their numbers."""
        return _hanging_on(references, self.model, subject, sight_of(user))

    def _seen_with(self, paths: tuple[str, ...], user, subject: type[models.Model] | None = None):
        """Those whose ``paths`` lead to what ``user`` may see; all hang on rows of ``subject``, where that is told."""
        rows = self
        if sight_of(user).sealed:
            return rows
        for path in paths:
            seen = _at_the_end_of(path, self.model).objects.visible_to(user)
            rows = rows.filter(**{f"{path}__in": seen.values("pk")})
        for path in self.model.hidden_with:
            seen = _at_the_end_of(path, self.model).objects.visible_to(user)
            rows = rows.filter(models.Q((f"{path}__isnull", True)) | models.Q((f"{path}__in", seen.values("pk"))))
        return rows


@prepared
def _seen_among(references, model, sight):
    return model.objects.visible_to(sight).filter(pk__in=references)


@prepared
def _hanging_on(references, part, model, sight):
    hanging = part.objects.on(model.objects.filter(pk__in=references), sight)
    return hanging.order_by("accession__number")


def _at_the_end_of(path: str, model: type[models.Model]) -> type[models.Model]:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


_HERE = "REFERENCE"  # where the reference stands in an address that is asked for once


class Shown:
    """A row as one reader may see it. Only its fields can be read, each through the rule; links lead to `Shown`."""

    def __init__(self, row, user):
        self._row, self._user = row, user
        self._sight = sight_of(user)
        self.withheld = frozenset(row.withheld_from(self._sight))

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        field = self._row._meta.get_field(name)
        if field.many_to_many:
            return [] if name in self.withheld else self._linked(getattr(self._row, name).all())
        if name in self.withheld:
            return None
        value = getattr(self._row, name)
        if isinstance(field, ProseField):
            return in_words(value, self._user)
        if not field.is_relation or value is None:
            return value
        return next(iter(self._linked([value])), None)

    def _linked(self, rows) -> list["Shown"]:
        seen = dict.fromkeys(one for row in rows if (one := self._seen_of(row)) is not None)
        return [row.shown_to(self._user) for row in seen]

    def _seen_of(self, row):
        """``row``, or what is shown in its stead; ``None`` where the reader may see neither."""
        if row.is_visible_to(self._user):
            return row
        other = row.stand_in()
        return other if other is not None and other.is_visible_to(self._user) else None

    def as_written(self, name: str):
        """The value as an export writes it: persons in texts stay references, off the desk only those who are seen."""
        if name not in self.withheld and isinstance(self._row._meta.get_field(name), ProseField):
            text = getattr(self._row, name)
            return text if self._sight.desk else without_hidden(text, self._user)
        return getattr(self, name)

    def choice(self, name: str) -> str:
        """The words for a field with fixed choices, in the language of the page."""
        value = getattr(self, name)
        return str(dict(self._row._meta.get_field(name).flatchoices).get(value, value or ""))

    @property
    def heading_language(self) -> str:
        """The language of what it is called; "" where that is the language of the page."""
        return self._row.language_of("title")

    @property
    def reference(self) -> str:
        return self._row.reference

    @property
    def noun(self) -> str:
        return self._row.noun

    @property
    def heading(self) -> str:
        return self._row.heading_without(self.withheld)

    @property
    def page(self) -> str:
        """The address of the row's own page."""
        return self._row.get_absolute_url()

    def __str__(self):
        return self.heading

    def __eq__(self, other):
        return isinstance(other, Shown) and (self._row, self._sight) == (other._row, other._sight)

    def __hash__(self):
        return hash(self._row)


@cache
def _address_of(noun: str, language: str, prefix: str) -> str:
    """The address of the pages of ``noun``: a list names a hundred of them, and to find each by itself takes long."""
    return reverse(f"{noun}-detail", args=[_HERE])


def declared_label(model: type[models.Model], name: str) -> str:
    """What a page calls the field, in English: that is what translations of the interface begin from."""
    return model.labels.get(name) or field_in_english(model, name)


class Seen(models.Model):
    """A row that the two rules apply to."""

    labels: dict[str, str] = {}  # what a page calls a field, where its name does not say it

    class Meta:
        abstract = True

    @classmethod
    def called(cls) -> str:
        """What one of them is called in the language of the page."""
        return str(cls._meta.verbose_name)

    @classmethod
    def called_together(cls) -> str:
        """What several of them are called in the language of the page."""
        return str(cls._meta.verbose_name_plural)

    def is_visible_to(self, user) -> bool:
        """The rule of rows, for a row that is already at hand."""
        return sight_of(user).sees(self)

    def stand_in(self):
        """The row that is shown in its stead to those who may not see it, if one is."""
        return None

    def entry(self):
        """The record or authority that this row is, or hangs on."""
        raise NotImplementedError

    def withheld_from(self, sight: Sight) -> set[str]:
        """The names of the fields that a reader with ``sight`` is not shown."""
        return set()

    def shown_to(self, user) -> Shown:
        return Shown(self, user)

    def heading_without(self, withheld: frozenset[str]) -> str:
        """What the row is called by a reader from whom the fields in ``withheld`` are kept."""
        return self.title

    @classmethod
    def label_of(cls, name: str) -> str:
        """What a page calls the field, in its language."""
        return _(declared_label(cls, name))

    def written_in(self, name: str) -> str:
        """The language (BCP 47 code) that the field is written in; "" where it is not known."""
        return ENGLISH

    def language_of(self, name: str) -> str:
        """The language that the field is marked with on a page; "" where it is that of the page, or is not known."""
        return beside_page(self.written_in(name))

    def get_absolute_url(self) -> str:
        return _address_of(self.noun, get_language(), get_script_prefix()).replace(_HERE, self.reference)
