"""The register of references: every accession number that was ever given out."""

import re
from collections.abc import Callable, Collection
from typing import Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from archive.models.base.registry import RegisteredModel, model_for, registered_models
from archive.models.base.types import Rows

REFERENCE = re.compile(r"([A-Z]{3})-([0-9]{4,9})")
PERSON_PREFIX = "PER"  # of persons, whom running text names by reference


class AccessionQuerySet(models.QuerySet["Accession"]):
    def next_number(self, noun: str) -> int:
        """The number after the highest ever given to ``noun``. Call it inside a transaction.

        SQLite's immediate transactions let one writer in at a time; on PostgreSQL a lock that lasts as long as
        the transaction does the same for each noun.
        """
        advisory_lock(f"accession {noun}")
        highest = self.filter(noun=noun).aggregate(highest=models.Max("number"))["highest"]
        return (highest or 0) + 1

    def visible_to(self, user: object, among: Collection[str] | None = None) -> Self:
        """The references of the records and authorities that ``user`` may see; only those ``among``, if given."""
        return self._of(lambda model: model.objects.visible_to(user), among)

    def with_a_record(self, among: Collection[str] | None = None) -> Self:
        """The references of the records and authorities that are there, seen or not; only those ``among``, if given."""
        return self._of(lambda model: model.objects.all(), among)

    def _of(self, rows_of: Callable[[type[RegisteredModel]], Rows], among: Collection[str] | None) -> Self:
        """Ask each table of records; where references are given, only the tables that they can stand in."""
        prefixes = among if among is None else {prefix_of(reference) for reference in among}
        wanted = models.Q(pk__in=[])
        for model in registered_models():
            if not model.parent_field and (prefixes is None or model.prefix in prefixes):
                wanted |= models.Q(noun=model.noun, pk__in=rows_of(model).values("pk"))
        return self.filter(wanted) if among is None else self.filter(wanted, pk__in=among)


class Accession(models.Model):
    """One reference that was given out once and is never given out again, whatever becomes of its record."""

    reference = models.CharField(pgettext_lazy("field", "reference"), primary_key=True, max_length=16)
    noun = models.CharField(_("noun"), max_length=24)
    number = models.PositiveIntegerField(_("number"))

    objects = AccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("accession")
        verbose_name_plural = _("accessions")
        constraints = [models.UniqueConstraint(fields=["noun", "number"], name="one_reference_a_number")]
        ordering = ["noun", "number"]

    def __str__(self) -> str:
        return self.reference

    def resolve(self) -> RegisteredModel:
        """The record or authority of this reference, or that which it was merged into since.

        Raise `DoesNotExist` where it is gone.
        """
        model = model_for(self.noun)
        row = model._base_manager.filter(pk=self.pk).first()
        if row is None:
            led = apps.get_model("archive", "Redirect")._base_manager.filter(old=self.pk).values("subject")
            row = model._base_manager.get(pk__in=led)
        return row


def prefix_of(reference: str) -> str:
    """What a reference begins with, such as PER: it tells the kind of record."""
    return reference.partition("-")[0]


def is_reference(text: str) -> bool:
    """Whether ``text`` has the form of a reference, of whatever kind."""
    return bool(REFERENCE.fullmatch(text))


def reference_for(prefix: str, number: int) -> str:
    return f"{prefix}-{number:04d}"


def number_in(reference: str, prefix: str) -> int:
    """The number in ``reference``; raise `ValidationError` unless it is exactly how ``prefix`` writes that number."""
    match = REFERENCE.fullmatch(reference)
    if not match or not int(match[2]) or reference != reference_for(prefix, int(match[2])):
        raise ValidationError(
            gettext(
                "“{reference}” is not a reference of this kind. Expected {prefix}- and a number of four digits "
                "or more, such as {example}."
            ).format(reference=reference, prefix=prefix, example=reference_for(prefix, 1))
        )
    return int(match[2])


def advisory_lock(name: str) -> None:
    """Hold the lock called ``name`` until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
