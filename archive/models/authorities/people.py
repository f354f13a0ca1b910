"""People: who was held, who tells, who speaks; protected unless there is a ground for naming them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from archive.letters import fold
from archive.media import images, storage
from archive.models.archive_object import ArchiveObject
from archive.models.base.accessions import PERSON_PREFIX
from archive.models.base.fields import ImpreciseDateField, PerceptualHashField
from archive.models.base.protection import Masked
from archive.models.base.strictness import both, either, first_of_both
from archive.models.log.mentions import ProseField
from archive.vocabularies import NamingGround, Sex

IDENTIFYING = ("name", "summary", "sex", "born", "affiliation", "office", "naming_ground")  # by which they are known
FOR_THE_DESK = ("mother_tongue", "ethnicity", "document_numbers", "home_address", "health", "body")


class Person(ArchiveObject):
    """One person, called by their name where there is a ground for it, and by their label everywhere else."""

    noun = "people"
    prefix = PERSON_PREFIX
    protection = ArchiveObject.protection.extended(
        shown=("named_publicly",),
        masked=(
            Masked(IDENTIFYING, unless=Q(named_publicly=True)),
            Masked(("portrait", "portrait_redacted"), unless=Q(named_publicly=True) & ~Q(portrait_ground="")),
            Masked(("portrait",), unless=Q(portrait_redacted="")),
            Masked(("portrait_ground", *FOR_THE_DESK)),
        ),
        protects=Q(named_publicly=False),
        guards={
            "named_publicly": both,
            "naming_ground": first_of_both,
            "portrait_ground": first_of_both,
            "portrait_redacted": either,
        },
    )
    name_field = "name"
    has_alternative_names = True
    search_fields = ("title", "name", "summary")

    name = models.CharField(
        pgettext_lazy("field", "name"),
        max_length=200,
        blank=True,
        help_text=_("The name, shown only where the person is publicly named."),
    )
    sex = models.CharField(
        _("sex"), max_length=6, choices=Sex, blank=True, help_text=_("As the source gives it, empty if not.")
    )
    born = ImpreciseDateField(_("born"), help_text=_("Shown only where the person is publicly named."))
    mother_tongue = models.CharField(_("mother tongue"), max_length=100, blank=True, help_text=_("Staff only."))
    ethnicity = models.CharField(
        _("ethnicity"), max_length=100, blank=True, help_text=_("Self-identified. Staff only.")
    )
    document_numbers = models.CharField(
        _("document numbers"),
        max_length=300,
        blank=True,
        help_text=_("Passport or prisoner-card numbers. Staff only."),
    )
    home_address = models.CharField(
        _("home address"), max_length=300, blank=True, help_text=_("Home addresses. Staff only.")
    )
    health = ProseField(_("health"), blank=True, help_text=_("Wounds, illness, treatment. Staff only."))
    body = ProseField(
        _("distinguishing marks"), blank=True, help_text=_("Marks by which somebody can be recognised. Staff only.")
    )
    affiliation = models.ForeignKey(
        "archive.Organisation",
        verbose_name=_("affiliation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        help_text=_("The body that the person serves or speaks for."),
    )
    office = models.CharField(
        _("office"), max_length=200, blank=True, help_text=_("The office in which the person acts or speaks.")
    )
    named_publicly = models.BooleanField(
        _("named publicly"), default=False, help_text=_("Whether the name may be shown to everyone.")
    )
    naming_ground = models.CharField(
        _("reason for naming"),
        max_length=20,
        choices=NamingGround,
        blank=True,
        help_text=_("Why the person may be named."),
    )
    portrait = models.ImageField(
        _("portrait"),
        blank=True,
        storage=storage.originals,
        validators=[images.validate],
        help_text=_("A picture of the person. Hidden from the public until a reason is recorded."),
    )
    portrait_hash = PerceptualHashField(of="portrait")
    portrait_redacted = models.ImageField(
        _("portrait redacted"),
        blank=True,
        editable=False,
        storage=storage.originals,
        help_text="The picture with parts of it destroyed. Where there is one, the original is for the desk alone.",
    )
    portrait_ground = ProseField(
        _("reason for showing the portrait"),
        blank=True,
        help_text=_("Why the portrait may be shown (Geneva Convention III, article 13). Empty: it is not."),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(named_publicly=False) | (~Q(naming_ground="") & ~Q(name="")),
                name="nobody_is_named_without_a_ground",
                violation_error_message=_("To name a person publicly, enter the name and why it may be shown."),
            )
        ]

    def display_title(self, masked_fields: frozenset[str]) -> str:
        return self.title if "name" in masked_fields or not self.name else self.name

    def clean(self):
        super().clean()
        if not self.named_publicly and self.name and fold(self.name) in fold(self.title):
            raise ValidationError(
                {"title": gettext("The title is public, and this person is not publicly named. Use a label.")}
            )
