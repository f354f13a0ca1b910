"""Testimonies: each one account by one person."""

from django.db import models
from django.utils.functional import classproperty
from django.utils.translation import gettext as _

from archive.models.access.viewers import Viewer
from archive.models.base.validators import validate_language
from archive.models.log.mentions import ProseField
from archive.models.parts.consents import Consent
from archive.models.records.record import Record
from archive.vocabularies import ConsentBasis, ConsentUse, Medium, Scheme

MAY_BE_READ = (ConsentBasis.PUBLISHED_ELSEWHERE, ConsentBasis.TO_PUBLISH)
TELLING = ("summary", "text", "translation")  # what nobody reads without consent


class Testimony(Record):
    """One account by one person; its date is when it was collected. Accounts are never counted as people."""

    noun = "testimonies"
    prefix = "TES"
    labels = {
        "date": "Collected on",
        "told_by": "Told by",
        "told_by_label": "Described as",
        "original_language": "Language",
        "places": "Places spoken of",
        "acts": "Acts described",
    }
    protection_fields = Record.protection_fields | {"consent"}
    search_fields = ("title", "summary", "told_by_label", "text", "translation")

    told_by = models.ForeignKey(
        "archive.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="testimonies",
        help_text="The person who tells, if there is a record of them.",
    )
    told_by_label = models.CharField(
        max_length=200, blank=True, help_text="How the source describes who tells: “prisoner, 19”."
    )
    collected_by = models.ForeignKey(
        "archive.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="collected_testimonies",
        help_text="Who took the account down.",
    )
    medium = models.CharField(max_length=12, choices=Medium, blank=True, help_text="How it was given.")
    original_language = models.CharField(
        max_length=12,
        blank=True,
        validators=[validate_language],
        help_text="The language it was given in (BCP 47 code), if a source says so.",
    )
    text = ProseField(blank=True, help_text="The account as it was given. Shown only on a ground of consent.")
    translation = ProseField(blank=True, help_text="The account in English. Shown only on a ground of consent.")
    acts = models.ManyToManyField(
        "archive.Term",
        blank=True,
        related_name="testimonies",
        limit_choices_to={"scheme": Scheme.ACTS},
        help_text="What the account describes.",
    )
    cases = models.ManyToManyField(
        "archive.Case", blank=True, related_name="testimonies", help_text="The cases that it speaks of."
    )
    consent = models.CharField(
        max_length=20,
        choices=ConsentBasis,
        default=ConsentBasis.UNKNOWN,
        help_text="What allows the archive to show the text. Where it is not known, the text is not shown.",
    )
    may_be_same_as = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="may_be_same_from",
        help_text="Other accounts that may be by the same person. Nothing is concluded from it.",
    )

    class Meta:
        verbose_name_plural = "testimonies"

    @classproperty
    def protected_when(cls) -> models.Q:
        """Without consent to show it, and likewise once that was taken back."""
        taken_back = Consent.objects.taken_back().filter(testimony=models.OuterRef("pk"))
        return ~models.Q(consent__in=MAY_BE_READ) | models.Q(models.Exists(taken_back))

    @classmethod
    def closed_ids(cls) -> models.QuerySet:
        return Consent.objects.taken_back().order_by().values("testimony")

    def publish_blocker(self) -> str:
        given = self.consents.filter(use=ConsentUse.PUBLISH, withdrawn_on=None)
        if self.consent != ConsentBasis.TO_PUBLISH or given.exists():
            return ""
        return _("consent to publish is said to be given. Expected it among the consents, with its day and scope")

    def written_in(self, name: str) -> str:
        return self.original_language if name == "text" else super().written_in(name)

    def is_closed(self) -> bool:
        return self.consents.taken_back().exists()

    def is_protected(self) -> bool:
        return self.consent not in MAY_BE_READ or self.is_closed()

    def publicly_masked_fields(self) -> set[str]:
        return set() if self.consent in MAY_BE_READ else set(TELLING)

    def masked_fields_for(self, viewer: Viewer) -> set[str]:
        """As for anyone, who never sees one of which the consent was taken back; at the desk, of such a one, too."""
        if viewer.desk and not viewer.sees_unmasked(self):
            return set(TELLING)
        return super().masked_fields_for(viewer)
