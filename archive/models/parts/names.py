"""Names: how a person, a place or an organisation is called, in which language and script."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.letters import fold
from archive.models.base.fields import PhoneticKeyField, SearchTextField
from archive.models.base.protection import PartProtection
from archive.models.base.validators import validate_language
from archive.models.parts.part import GenericPart
from archive.vocabularies import NameKind


class Name(GenericPart):
    """One name or spelling; none of them is "the" name."""

    noun = "names"
    prefix = "NAM"
    protection = PartProtection(
        shown=("subject", "text", "language", "script", "kind"), seen_with=("subject",), identifies=("subject",)
    )

    text = models.CharField(_("text"), max_length=200, help_text=_("The name as it is written."))
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        validators=[validate_language],
        help_text=_("Language code (BCP 47), such as hy, az, ru or en."),
    )
    script = models.CharField(
        _("script"), max_length=4, blank=True, help_text=_("Script code (ISO 15924), such as Armn, Latn or Cyrl.")
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=NameKind, default=NameKind.NAME, help_text=_("What sort of name it is.")
    )
    search_text = SearchTextField()
    phonetic_keys = PhoneticKeyField()

    name_field = "text"

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["accession__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "text", "language", "kind"], name="a_name_is_entered_once_for_each_language_and_kind"
            )
        ]

    def __str__(self):
        return self.text

    def written_in(self, name: str) -> str:
        return self.language if name == "text" else super().written_in(name)

    def public_search_text(self) -> str:
        return fold(self.text)
