"""Editorial notes: what the archive itself remarks, and says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.base.protection import PartProtection
from archive.models.log.mentions import ProseField
from archive.models.parts.part import GenericPart


class EditorialNote(GenericPart):
    """A sum, a doubt or an inference of the archive's own, signed and dated."""

    noun = "editorial-notes"
    prefix = "NOT"
    protection = PartProtection(  # a remark on a field tells that something is there
        shown=("subject",),
        seen_with=("subject",),
        identifies=("subject",),
        masked_with_field=("field", "text", "signed", "noted_on"),
    )

    field = models.CharField(
        _("field"),
        max_length=40,
        blank=True,
        help_text=_("The field that this note is about, such as date. Empty for the whole record."),
    )
    text = ProseField(_("text"), help_text=_("The note."))
    signed = models.CharField(_("signed"), max_length=100, help_text=_("Who makes the note: a name or an office."))
    noted_on = models.DateField(_("noted on"), help_text=_("The day of the note."))

    class Meta:
        verbose_name = _("editorial note")
        verbose_name_plural = _("editorial notes")
        ordering = ["accession__number"]

    def __str__(self):
        return f"{self.reference}, {self.subject_id}"
