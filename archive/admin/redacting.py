"""Redaction at the desk: parts of a picture destroyed in a new file, which is shown in the stead of the original."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from archive.admin.whole import get_record_or_404
from archive.domain.locking import ActionRefused, lock_record
from archive.domain.permissions import has_permission
from archive.domain.pictures import PICTURED, has_picture
from archive.domain.revisions import propose
from archive.media import images, storage
from archive.models import recording
from archive.models.log.changes import last_state
from archive.vocabularies import DeskAction

MAX_REGIONS = 50  # parts of one picture
EXPECTED = gettext_lazy(
    "Expected, on each line, four numbers from 0 to 100: left, top, width, height, in percent of the picture."
)


class PartsForm(forms.Form):
    parts = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=format_lazy(
            "{} {} {}",
            gettext_lazy("The parts to destroy."),
            EXPECTED,
            gettext_lazy("Draw them on the picture, where it is shown."),
        ),
    )

    def clean_parts(self) -> list[tuple[float, ...]]:
        lines = [line.replace(",", " ").split() for line in self.cleaned_data["parts"].splitlines() if line.strip()]
        try:
            parts = [tuple(float(number) for number in line) for line in lines]
        except ValueError as error:
            raise ValidationError(EXPECTED) from error
        if not 0 < len(parts) <= MAX_REGIONS or any(not _is_part(part) for part in parts):
            raise ValidationError(EXPECTED)
        return parts


def _is_part(part: tuple[float, ...]) -> bool:
    if len(part) != len(("left", "top", "width", "height")) or not all(0 <= number <= 100 for number in part):
        return False
    return part[2] > 0 and part[3] > 0


def redacting_page(request, reference: str):
    """Show the original of a record's picture, where asked, and make a redacted one of it."""
    row = get_record_or_404(request, reference)
    writing = any(has_permission(request.user, action, row) for action in (DeskAction.EDIT, DeskAction.PROPOSE))
    if not has_picture(row) or not writing:
        raise Http404
    name = PICTURED[row.noun]
    form = PartsForm(request.POST or None)
    address = reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        try:
            done = _redact(request.user, row, name, form.cleaned_data["parts"])
            messages.success(request, done)
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(address)
    shown = "show" in request.GET or not request.user.keeps_covered
    context = {
        **admin.site.each_context(request),
        "title": _("Redact the picture of {pk}").format(pk=row.pk),
        "row": row,
        "form": form,
        "address": address,
        "picture": getattr(row, name).url if shown else "",
    }
    return render(request, "admin/archive/redact.html", context)


def _redact(user, row, name: str, parts) -> str:
    with getattr(row, name).open("rb") as original:
        made = ContentFile(images.redacted(original, parts), "redacted.jpg")
    kept = storage.originals().save("redacted.jpg", made)
    column = f"{name}_redacted"
    if has_permission(user, DeskAction.PROPOSE, row):
        propose(user, last_state(row.pk) | {column: kept}, "a part of the picture destroyed")
        return _("Proposed. {pk} stays as it is until somebody else has reviewed it.").format(pk=row.pk)
    with recording(user, gettext_noop("a part of the picture destroyed")):
        there = lock_record(row.pk)
        if not has_permission(user, DeskAction.EDIT, there):
            raise ActionRefused(_("{pk} stays as it is: your roles do not let you edit it.").format(pk=row.pk))
        setattr(there, column, kept)
        there.save()
    return _("The redacted picture is shown instead of the original. The original is kept, for staff only.")
