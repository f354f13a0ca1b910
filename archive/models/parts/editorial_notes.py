"""Editorial notes: what the archive itself remarks, and says so."""

from django.db import models

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
        max_length=40, blank=True, help_text="The field that this remarks on, such as date. Empty for the whole record."
    )
    text = ProseField(help_text="The remark.")
    signed = models.CharField(max_length=100, help_text="Who remarks: a name or an office.")
    noted_on = models.DateField(help_text="The day of the remark.")

    class Meta:
        ordering = ["accession__number"]

    def __str__(self):
        return f"{self.reference}, {self.subject_id}"
