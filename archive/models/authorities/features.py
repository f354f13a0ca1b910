"""Features: what the curators tell of the collection, paragraph by paragraph, with the records that it rests on."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.authorities.in_languages import InLanguages
from archive.models.base.validators import validate_list_address


class Feature(InLanguages):
    """One feature in one language. Its paragraphs are `Passage` rows; with a list it is the page of a topic."""

    noun = "features"
    prefix = "FEA"
    has_passages = True
    protection = InLanguages.protection.extended(shown=("list_address",))
    editorial_fields = InLanguages.editorial_fields | {"list_address"}

    list_address = models.CharField(
        _("list address"),
        max_length=500,
        blank=True,
        validators=[validate_list_address],
        help_text=_("For a topic: the address of the list that is shown below it, with its filters."),
    )

    class Meta:
        verbose_name = _("feature")
        verbose_name_plural = _("features")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "language"],
                name="a_feature_stands_once_in_each_language",
                violation_error_message=_("This feature already exists in this language. Expected another one."),
            )
        ]

    def publish_blocker(self) -> str:
        """What it says has a source, paragraph by paragraph."""
        if self.passages.filter(citation=None).exclude(text="").exists():
            return gettext("a paragraph has no source. Expected a citation of each")
        return ""
