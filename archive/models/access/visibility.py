"""The two rules of protection: `visible_to(user)` chooses rows, `shown_to(user)` chooses values.

Every door goes through them. What is hidden is absent: a hidden record is not found, not counted and not linked; a
withheld value reads as if it had never been entered, and its name stands in ``Shown.withheld``.
"""

from collections.abc import Sequence
from functools import cache

from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.languages import ENGLISH, beside_page
from archive.models.access.masking import Shown
from archive.models.access.viewers import Sight, sight_of
from archive.models.base.compiled_queries import prepared
from archive.models.base.labels import field_in_english
from archive.models.log.audited import TrackedQuerySet


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
