"""Claims: what sources say of a record where they may differ."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.base.fields import ImpreciseDateField
from archive.models.base.protection import PartProtection
from archive.models.parts.part import GenericPart
from archive.vocabularies import ClaimField, InformationGrade, Scheme, SourceGrade

VALUE_COLUMN: dict[str, str] = {
    ClaimField.STANDING: "term",
    ClaimField.OUTCOME: "term",
    ClaimField.PLACE: "place",
    ClaimField.DATE: "date",
    ClaimField.AGE: "text",
    ClaimField.RANK: "text",
    ClaimField.IDENTITY: "text",
    ClaimField.NUMBER: "text",
    ClaimField.UNIT: "text",
    ClaimField.FAMILY_TOLD: "text",
}
CLAIMED_SCHEME: dict[str, str] = {ClaimField.STANDING: Scheme.STANDINGS, ClaimField.OUTCOME: Scheme.OUTCOMES}


def _filled(column: str) -> Q:
    return ~Q((column, "")) if column in ("date", "text") else Q((f"{column}__isnull", False))


def _only(column: str) -> Q:
    condition = _filled(column)
    for other in ("term", "place", "date", "text"):
        condition &= Q() if other == column else ~_filled(other)
    return condition


def _value_fits_field() -> Q:
    condition = Q()
    for column in ("term", "place", "date", "text"):
        fields = [str(field) for field, needed in VALUE_COLUMN.items() if needed == column]
        condition |= Q(field__in=fields) & _only(column)
    return condition


class Claim(GenericPart):
    """One value that one source gives for one field of a record; none of them is the archive's own."""

    noun = "claims"
    prefix = "CLM"
    protection = PartProtection(
        shown=(
            "subject",
            "field",
            "term",
            "place",
            "date",
            "text",
            "of_whom",
            "citation",
            "source_grade",
            "information_grade",
        ),
        seen_with=("subject", "citation__source"),
        hidden_with=("term", "place"),
        identifies=("subject",),
    )

    field = models.CharField(_("field"), max_length=12, choices=ClaimField, help_text=_("What the claim is about."))
    term = models.ForeignKey(
        "archive.Term",
        verbose_name=_("term"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims",
        help_text=_("The value, for a standing or an outcome."),
    )
    place = models.ForeignKey(
        "archive.Place",
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims",
        help_text=_("The value, for a place."),
    )
    date = ImpreciseDateField(_("date"), help_text=_("The value, for a date."))
    text = models.CharField(
        _("text"),
        max_length=300,
        blank=True,
        help_text=_(
            "The value in words, for an age, a rank, a unit, an identity, a number, or whether the family was "
            "notified, when and by whom."
        ),
    )
    of_whom = models.CharField(
        _("of whom"),
        max_length=200,
        blank=True,
        help_text=_("Of whom or what it is said, if not of the whole: “one of the two men”."),
    )
    citation = models.ForeignKey(
        "archive.Citation",
        verbose_name=_("citation"),
        on_delete=models.PROTECT,
        related_name="claims",
        help_text=_("The source, and where it says so."),
    )
    source_grade = models.CharField(
        _("source grade"),
        max_length=1,
        choices=SourceGrade,
        default=SourceGrade.F,
        help_text=_("How reliable the source is."),
    )
    information_grade = models.CharField(
        _("information grade"),
        max_length=1,
        choices=InformationGrade,
        default=InformationGrade.SIX,
        help_text=_("How credible this claim is."),
    )

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["accession__number"]
        constraints = [
            models.CheckConstraint(
                condition=_value_fits_field(),
                name="a_claim_has_one_value_of_its_fields_kind",
                violation_error_message=_("A claim has exactly one value, of the kind that its field takes."),
            )
        ]
        indexes = [models.Index(fields=["field", "subject"])]

    def __str__(self):
        return f"{self.reference}: {self.get_field_display()}, {self.subject_id}"

    @property
    def value_column(self) -> str:
        return VALUE_COLUMN[self.field]

    def clean(self):
        super().clean()
        if self.field not in VALUE_COLUMN:
            return
        for column in ("term", "place", "date", "text"):
            wanted = column == self.value_column
            given = bool(getattr(self, f"{column}_id" if column in ("term", "place") else column))
            if wanted != given:
                raise ValidationError(
                    {
                        column: gettext("A claim on {field} has its value in {column} alone.").format(
                            field=self.field, column=self.value_column
                        )
                    }
                )
        if self.term and self.term.scheme != CLAIMED_SCHEME[self.field]:
            raise ValidationError(
                {"term": gettext("Expected a term of the scheme {scheme}.").format(scheme=CLAIMED_SCHEME[self.field])}
            )
