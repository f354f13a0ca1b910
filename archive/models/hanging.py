"""What the rows that hang on a record share: they are seen only with it, and are part of its state."""

from django.db import models
from django.db.models import Exists, OuterRef

from archive.models.accessions import Accession
from archive.models.tracked import Tracked
from archive.models.visibility import HangingQuerySet, Seen, sight_of


class Hanging(Seen, Tracked):
    """A row that is part of one record, and is seen only with the records in ``seen_with``."""

    seen_with: tuple[str, ...]
    labels: dict[str, str] = {}

    objects = HangingQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_visible_to(self, user) -> bool:
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()

    def heading_without(self, withheld: frozenset[str]) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        raise TypeError(f"{type(self).__name__} has no page of its own: it stands on that of its record.")


class SubjectQuerySet(HangingQuerySet):
    """Rows that hang on any record or authority; what would identify a protected person is left out."""

    def _seen_with(self, paths, user):
        rows = super()._seen_with(paths, user)
        if sight_of(user).desk:
            return rows
        people = self.model._meta.apps.get_model("archive", "Person").objects
        protected = Exists(people.filter(pk=OuterRef("subject_id"), named_publicly=False))
        rows = rows.annotate(of_a_protected_person=protected)
        return rows.exclude(of_a_protected_person=True) if self.model.identifies else rows


class OnAnything(Hanging):
    """A row that hangs on any record or authority, by its reference."""

    hangs_on = "subject"
    seen_with = ("subject",)
    identifies = True  # whether a row of this kind could tell who a protected person is

    subject = models.ForeignKey(
        Accession,
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
        help_text="The record or authority that this is about.",
    )

    objects = SubjectQuerySet.as_manager()

    class Meta:
        abstract = True
