"""What pages and features share: each is written in one language, and again in another under the same short form."""

from collections.abc import Iterable

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.languages import ENGLISH, base_of
from archive.models.access.viewers import viewer_for
from archive.models.archive_object import ArchiveObject, ArchiveObjectQuerySet
from archive.models.base.compiled_queries import compiled
from archive.models.base.validators import validate_language

ORDER = ("position", "accession__number")


class InLanguagesQuerySet(ArchiveObjectQuerySet):
    def best_in(self, language: str) -> list["InLanguages"]:
        """Each text once, in their order: in ``language`` where it has been written in it, else in English."""
        return _best_in(language, self.order_by(*ORDER))

    def named_in(self, language: str, user) -> list["InLanguages"]:
        """`best_in` of all that ``user`` may see, without what they say: every page of the site names them."""
        return _best_in(language, _named.of_all(self.model, viewer_for(user)))


@compiled
def _named(_references, model, viewer):
    return model.objects.visible_to(viewer).only("slug", "language", "title", "position").order_by(*ORDER)


def _best_in(language: str, rows: Iterable["InLanguages"]) -> list["InLanguages"]:
    found: dict[str, InLanguages] = {}
    for row in rows:
        spoken = base_of(row.language)
        if spoken == language or (spoken == ENGLISH and row.slug not in found):
            found[row.slug] = row
    return list(found.values())


class InLanguages(ArchiveObject):
    """One text in one language; the same in another is a row of its own with the same ``slug``."""

    protection = ArchiveObject.protection.extended(shown=("slug", "language", "position"))
    labels = {"slug": _("Short form"), "position": _("Place")}
    editorial_fields = frozenset({"slug", "language", "position"})

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

    objects = InLanguagesQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def translatable(cls) -> tuple[str, ...]:
        """None: a text in another language is a row of its own."""
        return ()

    def written_in(self, name: str) -> str:
        return self.language
