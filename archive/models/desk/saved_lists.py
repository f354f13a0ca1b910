"""Lists that somebody saved for themselves: a list of the desk with its filters, under a name of their own."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import get_script_prefix
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from archive.languages import in_language

_A_LIST = re.compile(r"admin/archive/[a-z]+/(\?[^\s#]*)?")


def validate_address(address: str) -> None:
    """Raise `ValidationError` unless ``address`` is that of a list of the desk."""
    if not _A_LIST.fullmatch(address.removeprefix(get_script_prefix())):
        raise ValidationError(gettext("Expected the address of a list of the desk, with its filters."))


class SavedList(models.Model):
    """One list of one person."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="saved_lists"
    )
    title = models.CharField(_("title"), max_length=100, help_text=_("Your name for it."))
    address = models.CharField(_("address"), max_length=1000, validators=[validate_address])

    class Meta:
        verbose_name = _("saved list")
        verbose_name_plural = _("saved lists")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["owner", "title"], name="a_list_is_saved_once_under_a_name")]

    def __str__(self):
        return self.title

    @property
    def page(self) -> str:
        """Its address in the language that is read; it is kept as it is in that of the archive."""
        return in_language(get_language(), self.address)
