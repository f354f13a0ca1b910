"""Organisations: states and their bodies, parliaments, courts, armed forces, media and others who act or say."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.archive_object import ArchiveObject
from archive.vocabularies import OrganisationKind


class Organisation(ArchiveObject):
    """One body that acts, reports, mediates or decides. Its title is what it is called."""

    noun = "organisations"
    prefix = "ORG"
    protection = ArchiveObject.protection.extended(shown=("kind", "country", "part_of"))
    has_alternative_names = True

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind, help_text=_("What sort of body it is."))
    country = models.ForeignKey(
        "archive.Place",
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        help_text=_("Whose body it is. Empty if the source does not say."),
    )
    part_of = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text=_("The body that it belongs to."),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(part_of=models.F("pk")), name="no_organisation_is_part_of_itself"
            )
        ]
