"""Parties: who stands on which side of a legal proceeding."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.models.base.protection import PartProtection
from archive.models.parts.part import Part
from archive.vocabularies import PartyRole


class Party(Part):
    """One party to one proceeding: an organisation, a person, or a described group."""

    noun = "parties"
    prefix = "PTY"
    parent_field = "proceeding"
    protection = PartProtection(
        shown=("proceeding", "role", "organisation", "person", "group"),
        seen_with=("proceeding",),
        hidden_with=("organisation", "person"),
    )

    proceeding = models.ForeignKey(
        "archive.LegalProceeding", verbose_name=_("proceeding"), on_delete=models.PROTECT, related_name="parties"
    )
    role = models.CharField(_("role"), max_length=20, choices=PartyRole, help_text=_("Their part in the proceeding."))
    organisation = models.ForeignKey(
        "archive.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parties",
        help_text=_("The body, if the party is one."),
    )
    person = models.ForeignKey(
        "archive.Person",
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parties",
        help_text=_("The person, if the party is one."),
    )
    group = models.CharField(
        _("group"), max_length=200, blank=True, help_text=_("A description in place of a person or body.")
    )

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["accession__number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, person__isnull=True, group="")
                | Q(organisation__isnull=True, person__isnull=False, group="")
                | (Q(organisation__isnull=True, person__isnull=True) & ~Q(group="")),
                name="a_party_is_one_body_person_or_group",
                violation_error_message=_("Choose an organisation, a person or a described group, one of the three."),
            )
        ]

    def __str__(self):
        return f"{self.organisation_id or self.person_id or self.group}, {self.proceeding_id}"
