"""What the rows that belong to a record share: they are seen only with it, and are part of its state."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.access.viewers import Viewer, viewer_for
from archive.models.access.visibility import WITHHELD, PartQuerySet, VisibilityMixin
from archive.models.base.accessions import Accession
from archive.models.base.protection import PartProtection
from archive.models.base.registry import registered_models
from archive.models.base.types import Values
from archive.models.log.audited import AuditedModel


class Part(VisibilityMixin, AuditedModel):
    """A row that is part of one record, and is seen only with what its `PartProtection` names."""

    protection: PartProtection
    field: str  # of parts that speak of one field of their record
    citation: "GenericPart"  # of parts that rest on one
    known_object: VisibilityMixin | None = None  # what it belongs to, where that is at hand

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_visible_to(self, user) -> bool:
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()

    def is_seen_beside(self, obj, user) -> bool:
        """The rule of rows for a row of an earlier state, which no table holds; ``obj`` is seen."""
        viewer, protection = viewer_for(user), self.protection
        if protection.desk_only:
            return False  # a paper of the desk is no part of what could be read
        if viewer.sees_everything:
            return True
        known = (obj if path == self.parent_field else _follow(self, path) for path in protection.identifies)
        if any(viewer.withholds(one) for one in known):
            return False
        needed = [_follow(self, path) for path in protection.seen_with if path != self.parent_field]
        optional = [link for path in protection.hidden_with if (link := _follow(self, path)) is not None]
        return all(link is not None and link.is_visible_to(user) for link in (*needed, *optional))

    @classmethod
    def closes(cls, values: Values) -> bool:
        """Whether a row that had the plain ``values`` kept its record from everybody off the desk."""
        return False

    @property
    def citation_reference(self) -> str:
        """The reference of the citation that it rests on; "" where it rests on none."""
        return getattr(self, "citation_id", None) or ""

    def archive_object(self):
        return self.known_object or getattr(self, self.parent_field)

    def masked_fields_for(self, viewer: Viewer) -> set[str]:
        protection = self.protection
        masked: set[str] = set()
        for path, names in protection.masked_with.items():
            if self._is_withheld(path, viewer):
                masked.update(names)
        if (
            protection.masked_with_field
            and self.field
            and self.field in self.archive_object().masked_fields_for(viewer)
        ):
            masked.update(protection.masked_with_field)
        return masked

    def _is_withheld(self, path: str, viewer: Viewer) -> bool:
        """Whether what ``path`` leads to is protected from the reader; a query for all rows may have asked before."""
        asked = getattr(self, WITHHELD.format(path), None)
        if asked is not None:
            return asked
        return viewer.withholds(self.archive_object() if path == self.parent_field else _follow(self, path))

    def display_title(self, masked_fields: frozenset[str]) -> str:
        return str(self)

    def clean(self):
        """A part may rest on a citation of its own record alone."""
        super().clean()
        if self.citation_reference and self.citation.subject_id != self.subject_reference:
            raise ValidationError(
                {"citation": gettext("Expected a citation of {reference}.").format(reference=self.subject_reference)}
            )

    def get_absolute_url(self) -> str:
        raise TypeError(f"{type(self).__name__} has no page of its own: it stands on that of its record.")


def _follow(row, path: str):
    for name in path.split("__"):
        row = getattr(row, name) if row is not None else None
    return row


def part_models() -> list[type[Part]]:
    """The models whose rows are parts of records, by noun."""
    return [model for model in registered_models() if issubclass(model, Part)]


class GenericPart(Part):
    """A row that belongs to any record or authority, by its reference."""

    parent_field = "subject"

    subject = models.ForeignKey(
        Accession,
        verbose_name=_("subject"),
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
        help_text=_("The record or authority that this is about."),
    )

    def archive_object(self):
        return self.known_object or self.subject.resolve()

    def validate_constraints(self, exclude=None):
        """Besides the table's own rules: what this belongs to is there."""
        super().validate_constraints(exclude=exclude)
        if self.subject_id and not Accession.objects.with_a_record([self.subject_id]).exists():
            raise ValidationError(
                {"subject": gettext("Expected the reference of a record or authority that is there.")}
            )

    class Meta:
        abstract = True
