"""The log of who came in and how their account changed: for those who answer for the accounts, and for nobody else."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.vocabularies import SignInEvent


class SignInQuerySet(models.QuerySet["SignIn"]):
    def update(self, **values):
        raise TypeError("The log of sign-ins is only ever added to.")

    def delete(self):
        raise TypeError("The log of sign-ins is only ever added to.")


class SignIn(models.Model):
    """One thing that happened to an account. It keeps no address, and no name that no account has."""

    created_at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    event = models.CharField(_("event"), max_length=20, choices=SignInEvent)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")

    def __str__(self):
        return f"{self.user or gettext('an unknown account')}: {self.get_event_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The log of sign-ins is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The log of sign-ins is only ever added to.")
