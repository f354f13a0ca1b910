"""The source that somebody at the desk works from: what they enter is cited to it, until they choose another."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.access.users import RequestUser
from archive.models.parts.citations import Citation


class WorkingSourceQuerySet(models.QuerySet["WorkingSource"]):
    def of(self, user: RequestUser) -> "WorkingSource | None":
        """That of ``user``, as long as they may see its source."""
        found = user and self.filter(user=user.pk).select_related("source").first()
        if not found or not type(found.source).objects.visible_to(user).filter(pk=found.source_id).exists():
            return None
        return found


class WorkingSource(models.Model):
    """One person's working source, and the place in it that they are at."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="working_source")
    source = models.ForeignKey(
        "archive.Source",
        verbose_name=_("source"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("What you enter from now on is cited to it, until you choose another or stop."),
    )
    locator = models.CharField(
        _("locator"),
        max_length=Citation._meta.get_field("locator").max_length,
        blank=True,
        help_text=_("Where in the source: a page, a section, a row, a minute. You can change it at each form."),
    )

    objects = WorkingSourceQuerySet.as_manager()

    def __str__(self):
        return f"{self.source_id}, {self.locator}" if self.locator else str(self.source_id)
