"""Terms: the controlled vocabularies that an archive fills for itself."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.archive_object import ArchiveObject, ArchiveObjectQuerySet
from archive.models.authorities.term_titles import translated_term_titles
from archive.models.base.fields import AddressField
from archive.models.parts.translations import Translation
from archive.vocabularies import Scheme

RESERVED = ("not-stated", "sources-disagree")


class TermQuerySet(ArchiveObjectQuerySet):
    def of(self, scheme: str):
        return self.filter(scheme=scheme).order_by("title")


class Term(ArchiveObject):
    """One entry of a vocabulary (SKOS). Its title is the preferred label, its summary the definition."""

    noun = "terms"
    prefix = "TER"
    protection = ArchiveObject.protection.extended(shown=("scheme", "notation", "broader", "exact_match", "provision"))
    editorial_fields = frozenset({"scheme", "notation", "broader", "exact_match", "provision"})
    labels = {"title": _("Term"), "scheme": _("Vocabulary"), "notation": _("Short form")}

    scheme = models.CharField(
        _("scheme"), max_length=16, choices=Scheme, help_text=_("The vocabulary that it belongs to.")
    )
    notation = models.SlugField(
        _("notation"),
        max_length=60,
        validators=[
            RegexValidator(rf"^(?!({'|'.join(RESERVED)})$)", _("This word has a meaning of its own in filters."))
        ],
        help_text=_("The short form used in addresses and files, such as beating."),
    )
    broader = models.ForeignKey(
        "self",
        verbose_name=_("broader"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower",
        help_text=_("The wider term of the same vocabulary."),
    )
    exact_match = AddressField(_("exact match"), blank=True, help_text=_("The same concept in another vocabulary."))
    provision = models.CharField(
        _("provision"),
        max_length=300,
        blank=True,
        help_text=_(
            "For an act: the provision it would breach (Geneva Conventions III and IV, Rome Statute article 8)."
        ),
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "notation"], name="a_notation_stands_once_in_its_scheme"),
            models.CheckConstraint(condition=~models.Q(broader=models.F("pk")), name="no_term_is_broader_than_itself"),
        ]

    def __str__(self):
        return self.title

    def display_title(self, masked_fields: frozenset[str]) -> str:
        """What the term is called in the language of the page, where somebody has translated it."""
        return self._translated_title() or self.title

    def language_of(self, name: str) -> str:
        return "" if name == "title" and self._translated_title() else super().language_of(name)

    def _translated_title(self) -> str:
        """Its title in the language of the page; of an earlier state, what it was then."""
        if self.historical_parts is None:
            return translated_term_titles().by_reference.get(self.pk, "")
        then = (one for one in self.historical_parts.get(Translation, ()) if one.field == "title")
        return next((one.text for one in then if not one.language_of("text")), "")
