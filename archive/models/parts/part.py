"""What the rows that belong to a record share: they are seen only with it, and are part of its state."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.utils.translation import gettext as _

from archive.models.access.viewers import viewer_for
from archive.models.access.visibility import PartQuerySet, VisibilityMixin
from archive.models.base.accessions import Accession
from archive.models.base.registry import accessioned_models
from archive.models.log.audited import AuditedModel


class Part(VisibilityMixin, AuditedModel):
    """A row that is part of one record, and is seen only with the records in ``seen_with``."""

    seen_with: tuple[str, ...]
    hidden_with: tuple[str, ...] = ()  # links that may be empty, and hide the row where they are not and are hidden

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_visible_to(self, user) -> bool:
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()

    def is_seen_beside(self, obj, user) -> bool:
        """The rule of rows for a row of an earlier state, which no table holds; ``archive_object`` is seen."""
        if viewer_for(user).sees_everything:
            return True
        needed = [_follow(self, path) for path in self.seen_with if path != self.parent_field]
        optional = [link for path in self.hidden_with if (link := _follow(self, path)) is not None]
        return all(link is not None and link.is_visible_to(user) for link in (*needed, *optional))

    def archive_object(self):
        return getattr(self, self.parent_field)

    def display_title(self, masked_fields: frozenset[str]) -> str:
        return str(self)

    def clean(self):
        """The parts of a record rests on a citation of that same record."""
        super().clean()
        if getattr(self, "citation_id", None) and self.citation.subject_id != self.subject_reference:
            raise ValidationError(
                {"citation": _("Expected a citation of {reference}.").format(reference=self.subject_reference)}
            )

    def get_absolute_url(self) -> str:
        raise TypeError(f"{type(self).__name__} has no page of its own: it stands on that of its record.")


def _follow(row, path: str):
    for name in path.split("__"):
        row = getattr(row, name) if row is not None else None
    return row


class GenericPartQuerySet(PartQuerySet):
    """Rows that belong to any record or authority; what would tell of a protected subject is left out.

    A subject is protected by its model's ``protected_when``: a person not publicly named, an account without consent.
    """

    def _seen_with(self, paths, user, subject=None):
        rows, viewer = super()._seen_with(paths, user, subject), viewer_for(user)
        if viewer.sees_everything:
            return rows
        protected = Q()
        for model in accessioned_models() if subject in (None, Accession) else (subject,):
            if rule := getattr(model, "protected_when", None):
                protected |= Q(Exists(model.objects.filter(rule, viewer.masked_rows(), pk=OuterRef("subject_id"))))
        is_protected = ExpressionWrapper(protected, BooleanField()) if protected else Value(False)
        rows = rows.annotate(of_a_protected_subject=is_protected)
        return rows.exclude(of_a_protected_subject=True) if self.model.identifies else rows


class GenericPart(Part):
    """A row that belongs to any record or authority, by its reference."""

    parent_field = "subject"
    seen_with = ("subject",)
    identifies = True  # whether to hide the row while its subject is protected

    subject = models.ForeignKey(
        Accession,
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
        help_text="The record or authority that this is about.",
    )

    objects = GenericPartQuerySet.as_manager()

    known_object = None  # what it belongs to, where that is at hand

    def archive_object(self):
        return self.known_object or self.subject.resolve()

    def is_seen_beside(self, obj, user) -> bool:
        told_of = self.identifies and obj.is_protected() and not viewer_for(user).sees_unmasked(obj)
        return not told_of and super().is_seen_beside(obj, user)

    def validate_constraints(self, exclude=None):
        """Besides the table's own rules: what this belongs to is there."""
        super().validate_constraints(exclude=exclude)
        if self.subject_id and not Accession.objects.with_a_record().filter(pk=self.subject_id).exists():
            raise ValidationError({"subject": _("Expected the reference of a record or authority that is there.")})

    class Meta:
        abstract = True
