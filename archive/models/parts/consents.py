"""Consents: what somebody who gave an account agreed to, use by use, and took back."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.access.visibility import PartQuerySet
from archive.models.base.protection import PartProtection
from archive.models.base.types import Values
from archive.models.base.validators import validate_language
from archive.models.parts.part import Part
from archive.vocabularies import ConsentUse

CLOSING = (ConsentUse.KEEP, ConsentUse.PUBLISH)  # uses without which an account is shown to nobody off the desk


class ConsentQuerySet(PartQuerySet):
    def taken_back(self) -> Self:
        """Those withdrawn by now without which their account is shown to nobody off the desk."""
        return self.filter(use__in=CLOSING, withdrawn_on__lte=timezone.now().date())


class Consent(Part):
    """What the teller of one account agreed to, for one use."""

    noun = "consents"
    prefix = "CNS"
    parent_field = "testimony"
    protection = PartProtection(
        shown=("testimony", "use", "given_on", "language", "scope", "withdrawn_on"),
        seen_with=("testimony",),
        identifies=("testimony",),
        desk_only=True,
        guards_record=True,
    )

    testimony = models.ForeignKey(
        "archive.Testimony", verbose_name=_("testimony"), on_delete=models.PROTECT, related_name="consents"
    )
    use = models.CharField(_("use"), max_length=8, choices=ConsentUse, help_text=_("What was agreed to."))
    given_on = models.DateField(
        _("given on"), null=True, blank=True, help_text=_("The day on which it was given, if it is known.")
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        validators=[validate_language],
        help_text=_("The language in which it was explained and given (BCP 47 code), such as hy."),
    )
    scope = models.TextField(
        _("scope"), blank=True, help_text=_("What it covers and what not, in the narrator’s own terms.")
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        help_text=_(
            "The day on which it was withdrawn. From that day on, without other consent to keep or to "
            "publish, the account is hidden from the public."
        ),
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["accession__number"]
        constraints = [
            models.UniqueConstraint(fields=["testimony", "use"], name="consent_is_recorded_once_for_each_use"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True)
                | models.Q(given_on__isnull=True)
                | models.Q(withdrawn_on__gte=models.F("given_on")),
                name="consent_is_withdrawn_after_it_was_given",
                violation_error_message=_("Consent can be withdrawn only on or after the day on which it was given."),
            ),
        ]

    @classmethod
    def changed_by_calendar(cls, after: date, until: date) -> Iterable[str]:
        ended = cls._base_manager.filter(withdrawn_on__gt=after, withdrawn_on__lte=until)
        return ended.order_by().values_list("testimony_id", flat=True)

    @classmethod
    def closes(cls, values: Values) -> bool:
        return values["use"] in CLOSING and bool(values["withdrawn_on"])

    def __str__(self):
        return gettext("consent of {testimony} to {use}").format(
            testimony=self.testimony_id, use=self.get_use_display()
        )
