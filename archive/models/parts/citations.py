"""Citations: where a source says what a record says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.access.viewers import Reader, Viewer
from archive.models.access.visibility import PartQuerySet
from archive.models.base.fields import ImpreciseDateField
from archive.models.base.protection import PartProtection
from archive.models.base.registry import RegisteredModel
from archive.models.log.mentions import ProseField
from archive.models.parts.part import GenericPart


class CitationQuerySet(PartQuerySet["Citation"]):
    """A citation is hidden with the passages that rest on it, where none that is seen does."""

    def children_of(self, references: Sequence[str], subject: type[RegisteredModel], user: Reader) -> list[Citation]:
        if not subject.has_passages:
            return super().children_of(references, subject, user)
        rows = self.belonging_to(subject._base_manager.filter(pk__in=references), user)
        return list(rows.order_by("accession__number"))  # asked anew: which are hidden depends on other records

    def _seen_with(self, paths: tuple[str, ...], viewer: Viewer, subject: type[models.Model] | None = None) -> Self:
        rows = super()._seen_with(paths, viewer, subject)
        if subject and issubclass(subject, RegisteredModel) and not subject.has_passages:
            return rows  # of an accession alone that is not known
        passages = apps.get_model("archive", "Passage").objects
        hidden = passages.hidden_from(viewer)
        if not hidden:
            return rows
        told = passages.exclude(pk__in=hidden).exclude(citation=None).values("citation")
        untold = passages.filter(pk__in=hidden).exclude(citation=None).exclude(citation__in=told).values("citation")
        return rows.exclude(pk__in=untold)


class Citation(GenericPart):
    """One place in one source on which a record, or one field of it, rests."""

    noun = "citations"
    prefix = "CIT"
    protection = PartProtection(  # the source of a protected subject is shown, its words are not
        shown=("subject", "source", "reported_by", "reported_on"),
        seen_with=("subject", "source"),
        masked_with={"subject": ("locator", "quotation")},
        masked_with_field=("field", "locator", "quotation"),
    )

    source = models.ForeignKey(
        "archive.Source",
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="citations",
        help_text=_("The publication that says it."),
    )
    locator = models.CharField(
        _("locator"),
        max_length=300,
        blank=True,
        help_text=_("Where in the source: a page, a section, a row, a minute."),
    )
    field = models.CharField(
        _("field"),
        max_length=40,
        blank=True,
        help_text=_("The field that this supports, such as date. Empty for the whole record."),
    )
    quotation = ProseField(_("quotation"), blank=True, help_text=_("The source's own words, kept short."))
    reported_by = models.ForeignKey(
        "archive.Organisation",
        verbose_name=_("reported by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="relayed_citations",
        help_text=_("Whose words or findings the source reports, if not its own."),
    )
    reported_on = ImpreciseDateField(
        _("reported on"), help_text=_("When they were first said or published, if the source says so.")
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["accession__number"]

    def is_seen_beside(self, obj, user) -> bool:
        """Of an earlier state: hidden with all the passages that rest on it."""
        if obj.has_passages:
            passages = [
                one for one in obj.all_parts(apps.get_model("archive", "Passage")) if one.citation_id == self.pk
            ]
            if passages and not any(one.is_seen_beside(obj, user) for one in passages):
                return False
        return super().is_seen_beside(obj, user)

    def __str__(self):
        return f"{self.reference}: {self.source_id}, {self.subject_id}"
