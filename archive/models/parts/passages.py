"""Passages: the paragraphs of a feature, each with its source and perhaps a record that it shows.

A passage that shows or names what a reader may not see, or whom the archive protects from them, is hidden from that
reader as a whole: without its subject, the rest of it would tell of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Self, cast

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.access.viewers import Reader, Viewer, viewer_for
from archive.models.access.visibility import PartQuerySet
from archive.models.base.accessions import REFERENCE, prefix_of
from archive.models.base.protection import PartProtection
from archive.models.base.registry import RegisteredModel, registered_models
from archive.models.base.types import Rows
from archive.models.base.validators import validate_list_address
from archive.models.log.mentions import ProseField, mentioned_in
from archive.models.parts.part import Part
from archive.vocabularies import PassageView


class PassageQuerySet(PartQuerySet["Passage"]):
    def children_of(self, references: Sequence[str], subject: type[RegisteredModel], user: Reader) -> list[Passage]:
        """As for any part, but asked anew each time: which are hidden depends on other records."""
        rows = self.belonging_to(subject._base_manager.filter(pk__in=references), user)
        return list(rows.order_by("position", "accession__number"))

    def hidden_from(self, user: Reader) -> list[str]:
        """The references of those that show or name somebody or something that ``user`` may not see."""
        viewer = viewer_for(user)
        if viewer.sees_everything:
            return []
        spoken_of = {row.pk: row.speaks_of() for row in self.model._base_manager.all()}
        told = told_to(viewer, {reference for references in spoken_of.values() for reference in references})
        return [pk for pk, references in spoken_of.items() if references - told]

    def _seen_with(self, paths: tuple[str, ...], viewer: Viewer, subject: type[models.Model] | None = None) -> Self:
        rows = super()._seen_with(paths, viewer, subject)
        hidden = self.hidden_from(viewer)
        return rows.exclude(pk__in=hidden) if hidden else rows


class Passage(Part):
    """One paragraph of a feature."""

    noun = "passages"
    prefix = "PSG"
    parent_field = "feature"
    protection = PartProtection(
        shown=("feature", "position", "subheading", "text", "citation", "record", "view", "list_address"),
        seen_with=("feature",),
        hidden_with=("citation__source",),
    )

    feature = models.ForeignKey(
        "archive.Feature", verbose_name=_("feature"), on_delete=models.PROTECT, related_name="passages"
    )
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=100,
        validators=[MaxValueValidator(32767)],
        help_text=_("Its place in the feature: smaller numbers come first."),
    )
    subheading = models.CharField(
        _("subheading"), max_length=200, blank=True, help_text=_("A heading above it, if any.")
    )
    text = ProseField(
        _("text"),
        blank=True,
        help_text=_("The paragraph, in CommonMark. People are named as [[PER-0001]]."),
    )
    citation = models.ForeignKey(
        "archive.Citation",
        verbose_name=_("citation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="passages",
        help_text=_("The source, and where it says so."),
    )
    record = models.ForeignKey(
        "archive.Accession",
        verbose_name=_("record"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="passages",
        help_text=_("A record to show below the paragraph: as a card, a published figure as a sentence."),
    )
    view = models.CharField(
        _("view"),
        max_length=10,
        choices=PassageView,
        blank=True,
        help_text=_("How the list below is shown: as cards, on a timeline or on a map."),
    )
    list_address = models.CharField(
        _("list address"),
        max_length=500,
        blank=True,
        validators=[validate_list_address],
        help_text=_("The address of a list, with its filters, of which a part is shown."),
    )

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["position", "accession__number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="", record__isnull=True, list_address=""),
                name="a_passage_says_or_shows_something",
                violation_error_message=_("Enter a text, a record to show or a list: one of the three."),
            )
        ]

    def __str__(self):
        return f"{self.feature_id}, {self.position}"

    def speaks_of(self) -> set[str]:
        """The references of what it shows, of whom it names, and of whatever else its words refer to."""
        own = {self.record_id} if self.record_id else set()
        return own | {match[0] for match in re.finditer(REFERENCE.pattern, f"{self.subheading} {self.text}")}

    def is_seen_beside(self, obj, user) -> bool:
        return self.pk not in hidden_in(obj, user) and super().is_seen_beside(obj, user)

    def clean(self):
        """A link in the text would tell of a record without its being hidden with it in time."""
        super().clean()
        if (self.speaks_of() - mentioned_in(self.text)) - {self.record_id}:
            raise ValidationError(
                gettext(
                    "Expected no reference of a record in the words: show it below, or name people as [[PER-0001]]."
                )
            )
        if self.view and not self.list_address:
            raise ValidationError({"list_address": gettext("Expected the list that is to be shown so.")})

    def written_in(self, name: str) -> str:
        feature = self.archive_object()
        return feature.language if name in {"text", "subheading"} else super().written_in(name)


def hidden_in(feature, user: Reader) -> set[str]:
    """The references of the passages of an earlier state of ``feature`` that ``user`` may not see today."""
    viewer = viewer_for(user)
    if viewer.sees_everything:
        return set()
    known = vars(feature).setdefault("_hidden_passages", {})
    if viewer not in known:
        spoken_of = {row.pk: row.speaks_of() for row in feature.all_parts(Passage)}
        told = told_to(viewer, {reference for references in spoken_of.values() for reference in references})
        known[viewer] = {pk for pk, references in spoken_of.items() if references - told}
    return known[viewer]


def told_to(viewer: Viewer, references: Iterable[str]) -> set[str]:
    """Those of ``references`` that lead to something that ``viewer`` may see and from whom nobody is withheld."""
    wanted = set(references)
    led = apps.get_model("archive", "Redirect").objects.destinations_of(wanted)
    leading: dict[str, set[str]] = {}
    for reference in wanted:
        leading.setdefault(led.get(reference, reference), set()).add(reference)
    told: set[str] = set()
    for model in registered_models():
        mine = [one for one in leading if prefix_of(one) == model.prefix and not model.parent_field]
        for row in cast(Rows, model.objects.visible_to(viewer).filter(pk__in=mine)) if mine else ():
            if not viewer.withholds(row):
                told |= leading[row.pk]
    return told
