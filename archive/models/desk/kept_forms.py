"""Forms that were sent when their session had ended: kept a day for whoever typed them, and for nobody else."""

import json
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

MAX_FORM_BYTES = 1024 * 1024  # bytes of one form
MAX_FORMS = 20  # forms of one person
KEPT_FOR = timedelta(hours=24)
Fields = list[tuple[str, str]]  # names and values, in the order in which they were sent


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    def of(self, user):
        """Those of ``user`` that are not too old, the latest first."""
        return self.filter(user=user.pk, kept_at__gt=timezone.now() - KEPT_FOR).order_by("-pk")

    def keep(self, user, address: str, fields: Fields) -> "KeptForm | None":
        """Keep what ``user`` sent to ``address``; `None` where it is too long to be kept."""
        content = json.dumps(fields, ensure_ascii=False)
        if len(content.encode()) > MAX_FORM_BYTES or len(address) > 500:
            return None
        self.drop_old()
        there = self.filter(user=user.pk, address=address, content=content).first()
        kept = there or self.create(user=user, address=address, content=content)
        last = self.of(user).values_list("pk", flat=True)[:MAX_FORMS]
        self.filter(user=user.pk).exclude(pk__in=list(last)).delete()
        return kept

    def drop_old(self) -> int:
        """Delete those that were kept for a day; return how many that were."""
        return self.filter(kept_at__lte=timezone.now() - KEPT_FOR).delete()[0]


class KeptForm(models.Model):
    """What one person sent to one address, without files and passwords."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_forms")
    address = models.CharField(max_length=500)
    content = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now, db_index=True)
    sent_at = models.DateTimeField(null=True, help_text="When it was sent again.")

    objects = KeptFormQuerySet.as_manager()

    def __str__(self):
        return self.address

    @property
    def fields(self) -> Fields:
        return [(name, value) for name, value in json.loads(self.content)]
