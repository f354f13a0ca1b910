"""Pages: what an archive says of itself, such as its method, in each language that somebody has written it in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.authorities.in_languages import InLanguages
from archive.models.log.mentions import ProseField


class Page(InLanguages):
    """One page in one language; the same page in another is a row of its own with the same ``slug``."""

    noun = "pages"
    prefix = "PAG"
    protection = InLanguages.protection.extended(shown=("text",))
    editorial_fields = InLanguages.editorial_fields | {"text"}
    search_fields = ("title", "summary", "text")

    text = ProseField(
        _("text"),
        help_text=_(
            "Separate paragraphs by empty lines. ## makes a heading, - an item of a list, "
            "[words](/address/) a link (CommonMark)."
        ),
    )

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "language"],
                name="a_page_stands_once_in_each_language",
                violation_error_message=_("This page already exists in this language. Expected another one."),
            )
        ]
