"""Redirects: the reference of a record that was merged leads to what it was merged into, in pages and in imports."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.access.visibility import PartQuerySet
from archive.models.base.accessions import Accession, is_reference
from archive.models.base.protection import PartProtection
from archive.models.base.registry import registered_models
from archive.models.log.changes import recording
from archive.models.parts.part import GenericPart


class RedirectQuerySet(PartQuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        with recording():
            register_references(redirect.old for redirect in objs)
            return super().bulk_create(objs, *args, **kwargs)

    def destinations_of(self, references: Iterable[str]) -> dict[str, str]:
        """Where each of ``references`` that leads anywhere leads."""
        return dict(self.filter(old__in=references).order_by().values_list("old", "subject"))


class Redirect(GenericPart):
    """One reference that a record had before it was merged into another. Merging writes it, and nobody by hand."""

    noun = "redirects"
    prefix = "RED"
    protection = PartProtection(shown=("subject", "old"), seen_with=("subject",))
    user_editable = False

    old = models.CharField(
        _("old reference"), max_length=16, unique=True, help_text=_("The old reference that now leads to this record.")
    )

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["accession__number"]

    def __str__(self):
        return gettext("{old} leads to {reference}").format(old=self.old, reference=self.subject_id)

    def clean(self):
        super().clean()
        prefix = (self.subject_id or "").split("-")[0]
        if not is_reference(self.old) or self.old.split("-")[0] != prefix:
            raise ValidationError(
                {
                    "old": gettext("Expected a reference of the same kind, beginning with {prefix}-.").format(
                        prefix=prefix
                    )
                }
            )
        if Accession.objects.with_a_record([self.old]).exists():
            raise ValidationError(
                {
                    "old": gettext("{old} is a record of its own. Expected one that no longer exists.").format(
                        old=self.old
                    )
                }
            )

    @classmethod
    def extra_references(cls, states: list[dict]) -> list[str]:
        return [state["old"] for state in states]

    def save(self, *args, **kwargs):
        with recording():
            register_references([self.old])
            super().save(*args, **kwargs)


def register_references(references: Iterable[str]) -> None:
    """Enter ``references`` in the register, where an import brings ones that it never gave out itself."""
    missing = set(references)
    missing -= set(Accession.objects.filter(pk__in=missing).values_list("pk", flat=True))
    for reference in sorted(missing):
        prefix, number = reference.split("-")
        Accession.objects.create(pk=reference, noun=_noun_of(prefix), number=int(number))


def _noun_of(prefix: str) -> str:
    return next(model.noun for model in registered_models() if model.prefix == prefix)
