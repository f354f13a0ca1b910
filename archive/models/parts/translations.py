"""Translations: what a record says, in another language, by whom; they stand beside the original and never for it."""

import json

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.languages import base_of
from archive.models.access.viewers import Viewer
from archive.models.base.protection import PartProtection
from archive.models.base.validators import validate_language
from archive.models.log.changes import Change
from archive.models.log.mentions import ProseField, in_words, mentioned_in
from archive.models.parts.part import GenericPart


def reworded_since(obj, rows: list["Translation"], user) -> set[str]:
    """The references of those among ``rows``, translations of ``obj``, whose original reads otherwise since.

    The log tells, also that of records which were merged into it: each row is followed back to where it was first
    worded so, and the original there is held beside today's, both as ``user`` reads them.
    """
    waiting, firsts = {row.pk: row for row in rows}, {}
    if not waiting:
        return set()
    merged = apps.get_model("archive", "Merge").objects.filter(kept_id=obj.pk, unmerged_at=None)
    changes = Change.objects.filter(subject_id__in=[obj.pk, *merged.values_list("absorbed_id", flat=True)])
    for state in changes.order_by("-sequence").values_list("state", flat=True).iterator():
        logged = json.loads(state)
        for one in logged.get("hanging", {}).get(Translation.noun, []):
            if row := waiting.get(one["reference"]):
                if one["text"] == row.text:
                    firsts[row.pk] = logged.get(row.field, "")
                else:
                    del waiting[row.pk]
    now = {row.pk: getattr(obj, row.field) for row in rows}
    return {pk for pk, first in firsts.items() if in_words(first, user) != in_words(now[pk], user)}


class Translation(GenericPart):
    """One text of a record in one other language."""

    noun = "translations"
    prefix = "TRA"
    protection = PartProtection(
        shown=("subject", "field", "language", "translated_by"),
        seen_with=("subject",),
        identifies=("subject",),
        masked_with_field=("text",),
    )

    field = models.CharField(
        _("field"), max_length=40, help_text=_("The field that this says in another language: title, summary, text.")
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        validators=[validate_language],
        help_text=_("The language that it is translated into (BCP 47 code)."),
    )
    text = ProseField(_("text"), help_text=_("The translation, saying no more and no less than the original."))
    translated_by = models.CharField(
        _("translated by"), max_length=200, help_text=_("Who translated it: a name or an office.")
    )

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["accession__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "field", "language"],
                name="a_text_is_translated_once_into_each_language",
                violation_error_message=_("This text already has a translation into this language."),
            )
        ]

    def __str__(self):
        return f"{self.reference}, {self.subject_id}"

    def clean(self):
        super().clean()
        obj = self.archive_object() if self.subject_id else None
        if obj is None:
            return
        known = obj.translatable()
        if not known:
            raise ValidationError(
                {"subject": gettext("A page in another language is a page of its own. Expected another record.")}
            )
        if self.field not in known:
            message = gettext("“{field}” is not a text of this record. Expected one of: {known}.").format(
                field=self.field, known=", ".join(known)
            )
            raise ValidationError({"field": message})
        if not getattr(obj, self.field):
            raise ValidationError(
                {"field": gettext("There is no {field} here. Expected the original first.").format(field=self.field)}
            )
        if mentioned_in(self.text) and not isinstance(obj._meta.get_field(self.field), ProseField):
            raise ValidationError(
                {"text": gettext("A {field} can’t contain [[ ]]. Expected plain words.").format(field=self.field)}
            )
        if base_of(self.language) == base_of(obj.written_in(self.field)):
            raise ValidationError({"language": gettext("This is the language of the original. Expected another one.")})

    def masked_fields_for(self, viewer: Viewer) -> set[str]:
        """As declared; and where the original is not there any more, neither is what it says in another language."""
        gone = not getattr(self.archive_object(), self.field, "")
        return super().masked_fields_for(viewer) | ({"text"} if gone else set())

    def written_in(self, name: str) -> str:
        return self.language if name == "text" else super().written_in(name)
