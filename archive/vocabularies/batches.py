"""Where a batch stands, and what its rows make."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchStatus(TextChoices):
    """Where a batch of tables stands. The worker takes on what is being done; the rest waits for a person."""

    ASKING = "asking", _("waits for its columns to be confirmed")
    CHECKING = "checking", _("is being checked")
    READY = "ready", _("waits to be applied")
    APPLYING = "applying", _("is being applied")
    APPLIED = "applied", _("applied")
    UNDOING = "undoing", _("is being undone")
    UNDONE = "undone", _("undone")
    DROPPED = "dropped", _("discarded")
    STOPPED = "stopped", _("can't be read")


class RowOutcome(TextChoices):
    """What a row of a table makes of the record that it speaks of."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    SAME = "same", _("same")
    REFUSED = "refused", _("rejected")
