"""Testimonies: each one account by one person."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.base.protection import Masked
from archive.models.base.strictness import last_in
from archive.models.base.validators import validate_language
from archive.models.log.mentions import ProseField
from archive.models.parts.consents import Consent
from archive.models.records.record import Record
from archive.vocabularies import ConsentBasis, ConsentUse, Medium, Scheme

MAY_BE_READ = models.Q(consent__in=(ConsentBasis.PUBLISHED_ELSEWHERE, ConsentBasis.TO_PUBLISH))
TELLING = ("summary", "text", "translation")  # what nobody reads without consent


def _consent_was_taken_back() -> models.Q:
    """The condition that a consent without which nobody off the desk sees the account was taken back by today."""
    return models.Q(models.Exists(Consent.objects.taken_back().filter(testimony=models.OuterRef("pk"))))


class Testimony(Record):
    """One account by one person; its date is when it was collected. Accounts are never counted as people."""

    noun = "testimonies"
    prefix = "TES"
    protection = Record.protection.extended(
        shown=(
            "told_by",
            "told_by_label",
            "collected_by",
            "medium",
            "original_language",
            "acts",
            "cases",
            "consent",
            "may_be_same_as",
        ),
        masked=(Masked(TELLING, unless=MAY_BE_READ),),
        protects=lambda: ~MAY_BE_READ | _consent_was_taken_back(),
        closed=_consent_was_taken_back,
        guards={"consent": last_in(ConsentBasis.values)},
    )
    labels = {
        "date": _("Collected on"),
        "told_by": _("Told by"),
        "told_by_label": _("Described as"),
        "original_language": _("Language"),
        "places": _("Places spoken of"),
        "acts": _("Acts described"),
    }
    search_fields = ("title", "summary", "told_by_label", "text", "translation")

    told_by = models.ForeignKey(
        "archive.Person",
        verbose_name=_("told by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="testimonies",
        help_text=_("The narrator, if there is a record of them."),
    )
    told_by_label = models.CharField(
        _("narrator described as"),
        max_length=200,
        blank=True,
        help_text=_("How the source describes the narrator: “prisoner, 19”."),
    )
    collected_by = models.ForeignKey(
        "archive.Organisation",
        verbose_name=_("collected by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="collected_testimonies",
        help_text=_("Who took the account down."),
    )
    medium = models.CharField(_("medium"), max_length=12, choices=Medium, blank=True, help_text=_("How it was given."))
    original_language = models.CharField(
        _("original language"),
        max_length=12,
        blank=True,
        validators=[validate_language],
        help_text=_("The language it was given in (BCP 47 code), if a source says so."),
    )
    text = ProseField(_("text"), blank=True, help_text=_("The account as it was given. Shown only with consent."))
    translation = ProseField(
        _("translation"), blank=True, help_text=_("The account in English. Shown only with consent.")
    )
    acts = models.ManyToManyField(
        "archive.Term",
        verbose_name=_("acts"),
        blank=True,
        related_name="testimonies",
        limit_choices_to={"scheme": Scheme.ACTS},
        help_text=_("What the account describes."),
    )
    cases = models.ManyToManyField(
        "archive.Case",
        verbose_name=_("cases"),
        blank=True,
        related_name="testimonies",
        help_text=_("The cases that it speaks of."),
    )
    consent = models.CharField(
        _("consent"),
        max_length=20,
        choices=ConsentBasis,
        default=ConsentBasis.UNKNOWN,
        help_text=_("What allows the archive to show the text. Where it is not known, the text is not shown."),
    )
    may_be_same_as = models.ManyToManyField(
        "self",
        verbose_name=_("possibly the same narrator as"),
        blank=True,
        symmetrical=False,
        related_name="may_be_same_from",
        help_text=_("Other accounts that may be by the same person. The archive concludes nothing from it."),
    )

    class Meta:
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")

    def publish_blocker(self) -> str:
        given = self.consents.filter(use=ConsentUse.PUBLISH, withdrawn_on=None)
        if self.consent != ConsentBasis.TO_PUBLISH or given.exists():
            return ""
        return gettext("consent to publish is marked as given. Expected it among the consents, with its day and scope")

    def written_in(self, name: str) -> str:
        return self.original_language if name == "text" else super().written_in(name)
