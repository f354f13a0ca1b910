"""Collections: what was given or gathered together."""

from django.db import models

from archive.models.archive_object import ArchiveObject
from archive.models.base.fields import ImpreciseDateField
from archive.models.log.mentions import ProseField


class Collection(ArchiveObject):
    """What was given or gathered together, by whom and on which terms."""

    noun = "collections"
    prefix = "COL"
    protection = ArchiveObject.protection.extended(shown=("given_by", "terms", "date"))

    given_by = models.CharField(max_length=200, blank=True, help_text="Who gave or gathered it.")
    terms = ProseField(blank=True, help_text="The terms on which it may be kept, shown and used.")
    date = ImpreciseDateField(verbose_name="received on", help_text="When it was received or gathered.")
