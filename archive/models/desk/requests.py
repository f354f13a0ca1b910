"""Requests from readers: a fact disputed, a removal asked for; without an account and, if they wish, without a name."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.access.users import roles_of
from archive.models.access.viewers import viewer_for
from archive.models.base.accessions import Accession
from archive.vocabularies import RequestKind, RequestStatus, Role

HANDLING = frozenset({Role.CURATOR, Role.REVIEWER, Role.STEWARD})


def new_receipt() -> str:
    """What a reader can quote later: eight letters and digits that are not mistaken for each other."""
    return "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(8))


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, user):
        """Those that ``user`` may handle: removals are with the stewards, the rest with whoever knows of the record."""
        if not roles_of(user) & HANDLING:
            return self.none()
        if viewer_for(user).sees_everything:
            return self
        seen = Accession.objects.visible_to(user).values("pk")
        return self.filter(subject__in=seen, put_aside=False).exclude(kind=RequestKind.REMOVAL)

    def waiting_aside(self) -> int:
        """How many that came in a flood nobody has answered yet."""
        return self.filter(put_aside=True, status=RequestStatus.OPEN).count()


class Request(models.Model):
    """What one reader asks of one record, and what came of it."""

    subject = models.ForeignKey(Accession, verbose_name=_("subject"), on_delete=models.PROTECT, related_name="requests")
    part = models.CharField(
        pgettext_lazy("field", "about"), max_length=60, blank=True, help_text=_("The field or claim that it is about.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RequestKind, help_text=_("What is asked for."))
    text = models.TextField(
        _("text"), max_length=5000, help_text=_("What is wrong, or why it should be removed, and how we can check it.")
    )
    contact = models.CharField(
        _("contact"), max_length=200, blank=True, help_text=_("How to answer, if an answer is wanted.")
    )
    receipt = models.CharField(_("receipt"), max_length=8, unique=True, default=new_receipt, editable=False)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    put_aside = models.BooleanField(
        _("put aside"),
        default=False,
        editable=False,
        help_text="Whether it came in a flood of others: it is with the stewards alone.",
    )
    status = models.CharField(_("standing"), max_length=8, choices=RequestStatus, default=RequestStatus.OPEN)
    outcome = models.TextField(
        _("outcome"), blank=True, help_text=_("What was done, or why nothing was. For colleagues.")
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["received_at"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.subject_id}"
