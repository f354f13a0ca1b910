"""Pictures and originals: never from a public folder, always through the two rules."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.domain.originals import may_have
from archive.domain.pictures import PICTURED, shown_picture
from archive.media import copies, images, storage
from archive.models import Person, VideoEvidence
from archive.models.base.accessions import is_reference
from archive.views.request_lock import request_lock_released


@dataclass(frozen=True)
class Still:
    """A picture on a page: covered until the reader asks for it, and not requested before."""

    address: str
    covered: bool


def still_of(shown, asked: bool) -> Still | None:
    if not shown_picture(shown):
        return None
    return Still(reverse("picture", args=[shown.noun, shown.reference, PICTURED[shown.noun], "large"]), not asked)


@require_safe
def picture(request, noun: str, reference: str, name: str, size: str):
    """The public copy of a picture that the reader may see; anything else never was."""
    model = next((model for model in (VideoEvidence, Person) if model.noun == noun), None)
    if model is None or name != PICTURED[noun] or size not in images.WIDTHS:
        raise Http404
    row = model.objects.visible_to(request.user).filter(pk=reference).first() if is_reference(reference) else None
    original = shown_picture(row.masked_for(request.user)) if row else None
    if not original:
        raise Http404
    try:
        with request_lock_released():
            copy = copies.public_copy_of(original, size).read_bytes()
    except ValidationError as error:  # an original that was taken in before its kind was bounded
        raise Http404 from error
    response = HttpResponse(copy, content_type="image/jpeg")
    response["ETag"] = f'"{hashlib.sha256(copy).hexdigest()}"'  # of the copy: that of the original is the desk's
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, noimageindex"
    return response


@require_safe
def original(request, name: str):
    """An original as it was given, for those who may read its record at the desk, to be saved and not to be run."""
    originals = storage.originals()
    if not storage.is_name(name) or not may_have(request.user, name) or not originals.exists(name):
        raise Http404
    response = FileResponse(originals.open(name), as_attachment=True, filename=name.rsplit("/", 1)[-1])
    response["Cache-Control"] = "private, no-store"
    return response
