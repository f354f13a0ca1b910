"""Diplomatic statements: what states and institutions said, called for, adopted or disputed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.log.mentions import ProseField
from archive.models.records.record import Record
from archive.vocabularies import Scheme


class DiplomaticStatement(Record):
    """One statement, resolution, motion, amendment or call; its date is when it was issued."""

    noun = "statements"
    prefix = "STA"
    protection = Record.protection.extended(
        shown=("issuer", "speaker", "speaker_label", "form", "text", "addressees", "positions", "cases")
    )
    labels = {
        "date": _("Issued on"),
        "issuer": _("Issued by"),
        "speaker_label": _("Spoken by"),
        "addressees": _("Addressed to"),
    }
    search_fields = ("title", "summary", "speaker_label", "text")

    issuer = models.ForeignKey(
        "archive.Organisation",
        verbose_name=_("issuer"),
        on_delete=models.PROTECT,
        related_name="statements",
        help_text=_("The body that issued it. Its country may be unknown."),
    )
    speaker = models.ForeignKey(
        "archive.Person",
        verbose_name=_("speaker"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        help_text=_("The person who spoke, in an office."),
    )
    speaker_label = models.CharField(
        _("speaker label"),
        max_length=200,
        blank=True,
        help_text=_("A described group or office in place of a person: “UN experts”."),
    )
    form = models.ForeignKey(
        "archive.Term",
        verbose_name=_("form"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements_of_this_form",
        limit_choices_to={"scheme": Scheme.FORMS},
        help_text=_("A statement, a resolution, a motion, an amendment, a call."),
    )
    addressees = models.ManyToManyField(
        "archive.Organisation",
        verbose_name=_("addressees"),
        blank=True,
        related_name="statements_received",
        help_text=_("Whom it is addressed to."),
    )
    positions = models.ManyToManyField(
        "archive.Term",
        verbose_name=_("positions"),
        blank=True,
        related_name="statements",
        limit_choices_to={"scheme": Scheme.POSITIONS},
        help_text=_("What it does: calls for release, condemns, welcomes, disputes the status."),
    )
    text = ProseField(_("text"), blank=True, help_text=_("Its own words, as far as the source quotes them."))
    cases = models.ManyToManyField(
        "archive.Case",
        verbose_name=_("cases"),
        blank=True,
        related_name="statements",
        help_text=_("The cases that it speaks of."),
    )

    class Meta:
        verbose_name = _("diplomatic statement")
        verbose_name_plural = _("diplomatic statements")
