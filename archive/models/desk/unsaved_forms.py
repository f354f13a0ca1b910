"""What somebody types into a form of the desk, kept as they type: for them alone, till it is saved or 30 days old.

It may name anyone, so it is destroyed with whom it names (`domain.erasing`), and belongs in no export and no backup.
"""

import json
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language

from archive.languages import in_language
from archive.models.access.users import RequestUser, User
from archive.models.desk.kept_forms import MAX_FORM_BYTES, Fields

KEPT_FOR = timedelta(days=30)
MAX_FORMS = 50  # forms of one person; the oldest give way


class UnsavedFormQuerySet(models.QuerySet["UnsavedForm"]):
    def of(self, user: RequestUser) -> "UnsavedFormQuerySet":
        """Those of ``user`` that are not too old, the latest first."""
        found = self.filter(user=user.pk) if user and user.pk else self.none()
        return found.filter(typed_at__gt=timezone.now() - KEPT_FOR).order_by("-typed_at", "-pk")

    def at(self, address: str) -> "UnsavedFormQuerySet":
        """Those typed at ``address``, in whatever language the desk was."""
        return self.filter(address=plain_address(address))

    def keep(self, user: User, address: str, opened: str, fields: Fields) -> "UnsavedForm":
        """Keep what stands in a form now; ``opened`` tells the one time that it was opened from others.

        Raise `ValueError` where it is longer than `MAX_FORM_BYTES`.
        """
        content = json.dumps(fields, ensure_ascii=False)
        if (size := size_of(fields)) > MAX_FORM_BYTES:
            raise ValueError(f"Expected at most {MAX_FORM_BYTES} bytes, and got {size}.")
        kept, _ = self.update_or_create(
            user=user,
            address=plain_address(address),
            opened=opened,
            defaults={"content": content, "typed_at": timezone.now()},
        )
        last = self.of(user).values_list("pk", flat=True)[:MAX_FORMS]
        self.filter(user=kept.user_id).exclude(pk__in=list(last)).delete()
        return kept

    def drop_old(self) -> int:
        """Delete those that are too old; return how many that were."""
        return self.filter(typed_at__lte=timezone.now() - KEPT_FOR).delete()[0]


class UnsavedForm(models.Model):
    """What stands in one form that one person opened, without files and passwords."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsaved_forms")
    address = models.CharField(max_length=500, help_text="That of the form, in the language of the archive.")
    opened = models.CharField(max_length=32, help_text="Random digits of the one time that the form was opened.")
    content = models.TextField()
    typed_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = UnsavedFormQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "address", "opened"], name="a_form_that_was_opened_is_kept_once")
        ]

    def __str__(self):
        return self.address

    @property
    def fields(self) -> Sequence[tuple[str, str]]:
        return [(name, value) for name, value in json.loads(self.content)]

    @property
    def page(self) -> str:
        """The address of the form with these words in it, in the language that is read."""
        return f"{in_language(get_language(), self.address)}?typed={self.opened}"


def size_of(fields: Fields) -> int:
    """How many bytes it takes to keep ``fields``."""
    return len(json.dumps(fields, ensure_ascii=False).encode())


def plain_address(address: str) -> str:
    """``address`` in the language of the archive, and without what is asked of it."""
    return in_language(settings.LANGUAGE_CODE, address.partition("?")[0])
