"""Participations: who was part of a case."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.models.base.protection import PartProtection
from archive.models.parts.part import Part
from archive.vocabularies import ParticipationRole


class Participation(Part):
    """One person in one case, or a described, counted group such as "eight other soldiers"."""

    noun = "participations"
    prefix = "PAR"
    parent_field = "case"
    protection = PartProtection(
        shown=("case", "person", "group", "count", "role"), seen_with=("case",), hidden_with=("person",)
    )

    case = models.ForeignKey(
        "archive.Case", verbose_name=_("case"), on_delete=models.PROTECT, related_name="participations"
    )
    person = models.ForeignKey(
        "archive.Person",
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
        help_text=_("The person, if there is a record of them. Otherwise describe the group."),
    )
    group = models.CharField(
        _("group"),
        max_length=200,
        blank=True,
        help_text=_("A description in place of a person: “eight other soldiers”."),
    )
    count = models.PositiveIntegerField(
        _("count"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many the group is, if a source counts."),
    )
    role = models.CharField(_("role"), max_length=20, choices=ParticipationRole, help_text=_("Their part in the case."))

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["accession__number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, group="", count__isnull=True)
                | (Q(person__isnull=True) & ~Q(group="")),
                name="a_person_or_a_described_group",
                violation_error_message=_("Choose a person or describe a group, one of the two."),
            ),
            models.CheckConstraint(condition=Q(count__isnull=True) | Q(count__gte=1), name="a_group_counts_someone"),
            models.UniqueConstraint(fields=["case", "person", "role"], name="a_person_has_a_role_in_a_case_once"),
        ]

    def __str__(self):
        return f"{self.person_id or self.group}, {self.case_id}"
