"""What the eight types of record share: a date, places, a verification and a content warning."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.models.archive_object import ArchiveObject, ArchiveObjectQuerySet, Obj
from archive.models.base.fields import ImpreciseDateField
from archive.models.parts.claims import Claim
from archive.vocabularies import ClaimField, ContentWarning, Verification


class RecordQuerySet(ArchiveObjectQuerySet[Obj]):
    def during(self, first, last, user=None):
        """Those whose date, or one that a source shown to ``user`` claims, may fall from ``first`` to ``last``.

        Both days are included and ``None`` is open. A date without bounds (none given, no year) is never found.
        """
        claims = Claim.objects.belonging_to(self.model.objects.visible_to(user), user)
        claimed = claims.filter(overlapping("date", first, last), field=ClaimField.DATE)
        return self.filter(overlapping("date", first, last) | Q(pk__in=claimed.values("subject")))


def overlapping(field: str, first, last) -> Q:
    """The condition that the imprecise date ``field`` may fall from ``first`` to ``last``."""
    condition = Q((f"{field}_earliest__isnull", False)) | Q((f"{field}_latest__isnull", False))
    if last is not None:
        condition &= Q((f"{field}_earliest__isnull", True)) | Q((f"{field}_earliest__lte", last))
    if first is not None:
        condition &= Q((f"{field}_latest__isnull", True)) | Q((f"{field}_latest__gte", first))
    return condition


class Record(ArchiveObject):
    """One of the eight types of record: dated, placed, verified, and perhaps hard to bear."""

    date = ImpreciseDateField(
        _("date"),
        help_text=_("As the source gives it, empty if it gives none."),
    )
    places = models.ManyToManyField(
        "archive.Place",
        verbose_name=_("places"),
        blank=True,
        related_name="%(class)s_set",
        help_text=_("Where it happened, as far as is said."),
    )
    verification = models.CharField(
        _("verification"),
        max_length=24,
        choices=Verification,
        default=Verification.UNVERIFIED,
        help_text=_("Two bodies reported by one article are not yet corroboration."),
    )
    content_warning = models.CharField(
        _("content warning"),
        max_length=20,
        choices=ContentWarning,
        blank=True,
        help_text=_("What a reader should know before opening it. If empty, it is treated as not yet assessed."),
    )

    protection = ArchiveObject.protection.extended(shown=("date", "places", "verification", "content_warning"))
    editorial_fields = frozenset({"verification", "content_warning", "cases", "may_be_same_as"})

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
