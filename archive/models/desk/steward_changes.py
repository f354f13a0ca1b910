"""What an administrator wants done with the account of a steward, or to make one: a second person has to agree."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from archive.models.access.users import roles_of
from archive.vocabularies import AccountChange, Role

WAITS_FOR = timedelta(days=7)
TOLD_FOR = timedelta(days=30)  # and so long an account is a steward's still, after the role was taken from it
TOLD = frozenset({Role.ADMINISTRATOR, Role.STEWARD})


class StewardChangeQuerySet(models.QuerySet["StewardChange"]):
    def waiting(self):
        return self.filter(decided_at=None, done_at=None, asked_at__gt=timezone.now() - WAITS_FOR)

    def of_stewards(self, account):
        """Those by which ``account`` is treated as a steward's: it was one of late, or is to be one."""
        late = self.filter(account=account.pk, asked_at__gt=timezone.now() - TOLD_FOR)
        return late.filter(what__in=(AccountChange.UNMAKE, AccountChange.MAKE_STEWARD))

    def told_to(self, user):
        """Those of late that ``user`` is told of: whoever keeps accounts or is a steward, and whom they are about."""
        late = self.filter(asked_at__gt=timezone.now() - TOLD_FOR).select_related("account", "asked_by", "decided_by")
        return late if roles_of(user) & TOLD else late.filter(account=user.pk)


class StewardChange(models.Model):
    """One such wish, who asked for it, and who agreed or did not."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=16, choices=AccountChange)
    value = models.CharField(max_length=254, blank=True, help_text="The new address, where one is asked for.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    objects = StewardChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | (~Q(decided_by=models.F("asked_by")) & ~Q(decided_by=models.F("account"))),
                name="nobody_agrees_with_themselves_on_an_account",
            )
        ]

    def __str__(self):
        return f"{self.account}: {self.get_what_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None and self.done_at is None and self.asked_at > timezone.now() - WAITS_FOR
