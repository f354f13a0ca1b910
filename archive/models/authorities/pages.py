"""Pages: what an archive says of itself, such as its method, in each language that somebody has written it in."""

from collections.abc import Iterable

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.languages import ENGLISH, base_of
from archive.models.access.viewers import viewer_for
from archive.models.archive_object import ArchiveObject, ArchiveObjectQuerySet
from archive.models.base.compiled_queries import compiled
from archive.models.base.validators import validate_language
from archive.models.log.mentions import ProseField

_ORDER = ("position", "accession__number")


class PageQuerySet(ArchiveObjectQuerySet):
    def best_in(self, language: str) -> list["Page"]:
        """Each page once, in their order: in ``language`` where it has been written in it, else in English."""
        return _best_in(language, self.order_by(*_ORDER))

    def named_in(self, language: str, user) -> list["Page"]:
        """`best_in` of all that ``user`` may see, without what they say: every page of the site names them."""
        return _best_in(language, _named.of_all(viewer_for(user)))


@compiled
def _named(_references, viewer):
    return Page.objects.visible_to(viewer).only("slug", "language", "title", "position").order_by(*_ORDER)


def _best_in(language: str, rows: Iterable["Page"]) -> list["Page"]:
    found: dict[str, Page] = {}
    for row in rows:
        spoken = base_of(row.language)
        if spoken == language or (spoken == ENGLISH and row.slug not in found):
            found[row.slug] = row
    return list(found.values())


class Page(ArchiveObject):
    """One page in one language; the same page in another is a row of its own with the same ``slug``."""

    noun = "pages"
    prefix = "PAG"
    protection = ArchiveObject.protection.extended(shown=("slug", "language", "position", "text"))
    labels = {"slug": _("Short form"), "position": _("Place")}
    editorial_fields = frozenset({"slug", "language", "position", "text"})
    search_fields = ("title", "summary", "text")

    slug = models.SlugField(
        _("slug"), max_length=60, help_text=_("The end of its address, such as method. The same in every language.")
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        default=ENGLISH,
        validators=[validate_language],
        help_text=_("The language that it is written in (BCP 47 code)."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=100,
        validators=[MaxValueValidator(32767)],
        help_text=_("Its place among the others: smaller numbers come first."),
    )
    text = ProseField(
        _("text"),
        help_text=_(
            "Separate paragraphs by empty lines. ## makes a heading, - an item of a list, "
            "[words](/address/) a link (CommonMark)."
        ),
    )

    objects = PageQuerySet.as_manager()

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

    @classmethod
    def translatable(cls) -> tuple[str, ...]:
        """None: a page in another language is a page of its own."""
        return ()

    def written_in(self, name: str) -> str:
        return self.language
