"""Relations: how one person is tied to another, as a source says it, and how sure the source is."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.base.protection import PartProtection
from archive.models.parts.part import Part
from archive.vocabularies import Certainty, RelationKind


class Relation(Part):
    """One tie between two persons, that one source tells of."""

    noun = "relations"
    prefix = "REL"
    parent_field = "person"
    protection = PartProtection(  # who is protected would be known by whom they are tied to
        shown=("person", "kind", "other", "certainty", "note", "citation"),
        seen_with=("person", "other", "citation__source"),
        identifies=("person", "other"),
    )

    person = models.ForeignKey(
        "archive.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="relations"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=RelationKind, help_text=_("How the two are related."))
    other = models.ForeignKey(
        "archive.Person",
        verbose_name=pgettext_lazy("field", "other"),
        on_delete=models.PROTECT,
        related_name="relations_from",
        help_text=_("The other person."),
    )
    certainty = models.CharField(
        _("certainty"), max_length=10, choices=Certainty, help_text=_("How certain it is, according to the source.")
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("What the source adds: “his elder brother”.")
    )
    citation = models.ForeignKey(
        "archive.Citation",
        verbose_name=_("citation"),
        on_delete=models.PROTECT,
        related_name="relations",
        help_text=_("The source, and where it says so."),
    )

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["accession__number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="nobody_is_tied_to_themselves",
                violation_error_message=_("Expected another person: nobody is related to themselves."),
            )
        ]

    def __str__(self):
        return f"{self.person_id} {self.get_kind_display()} {self.other_id}"
