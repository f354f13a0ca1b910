"""Collections: what was given or gathered together."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.archive_object import ArchiveObject
from archive.models.base.fields import ImpreciseDateField
from archive.models.log.mentions import ProseField


class Collection(ArchiveObject):
    """What was given or gathered together, by whom and on which terms."""

    noun = "collections"
    prefix = "COL"
    protection = ArchiveObject.protection.extended(shown=("given_by", "terms", "date"))

    given_by = models.CharField(_("given by"), max_length=200, blank=True, help_text=_("Who gave or gathered it."))
    terms = ProseField(
        pgettext_lazy("field", "terms"), blank=True, help_text=_("The terms on which it may be kept, shown and used.")
    )
    date = ImpreciseDateField(verbose_name=_("received on"), help_text=_("When it was received or gathered."))

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
