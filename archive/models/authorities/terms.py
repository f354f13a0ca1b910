"""Terms: the controlled vocabularies that an archive fills for itself."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy

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
    labels = {"title": "Term", "scheme": "Vocabulary", "notation": "Short form"}

    scheme = models.CharField(max_length=16, choices=Scheme, help_text="The vocabulary that it belongs to.")
    notation = models.SlugField(
        max_length=60,
        validators=[
            RegexValidator(
                rf"^(?!({'|'.join(RESERVED)})$)", gettext_lazy("This word has a meaning of its own in filters.")
            )
        ],
        help_text="The short form used in addresses and files, such as beating.",
    )
    broader = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower",
        help_text="The wider term of the same vocabulary.",
    )
    exact_match = AddressField(blank=True, help_text="The same notion in another vocabulary.")
    provision = models.CharField(
        max_length=300,
        blank=True,
        help_text="For an act: the provision it would breach (Geneva Conventions III and IV, Rome Statute article 8).",
    )

    objects = TermQuerySet.as_manager()

    class Meta:
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
        if self.earlier is None:
            return translated_term_titles().by_reference.get(self.pk, "")
        then = (one for one in self.earlier.get(Translation, ()) if one.field == "title")
        return next((one.text for one in then if not one.language_of("text")), "")
