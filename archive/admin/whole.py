"""Whether a desk page shows everything of a record, and the record of one that does."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from archive.domain.permissions import has_permission
from archive.models import Accession
from archive.models.access.wholeness import is_fully_visible_to
from archive.models.archive_object import ArchiveObject, archive_object_of
from archive.vocabularies import DeskAction


def get_record_or_404(request, reference: str) -> ArchiveObject:
    """The record of ``reference``, for whoever may read the whole of it; to anyone else there is none."""
    accession = get_object_or_404(Accession.objects.with_a_record([reference]))
    row = archive_object_of(accession)
    if not has_permission(request.user, DeskAction.READ, row) or not is_fully_visible_to(request.user, row):
        raise Http404
    return row


def is_shown_whole(request, obj: ArchiveObject) -> bool:
    """`is_fully_visible_to` for whoever asks, found out once a request: a form asks for each of its parts."""
    known = request.__dict__.setdefault("shown_whole", {})
    if obj.pk not in known:
        known[obj.pk] = is_fully_visible_to(request.user, obj)
    return known[obj.pk]


def clear_visibility_cache(request) -> None:
    """Forget what was found out before the transaction in which something is written."""
    request.__dict__.pop("shown_whole", None)
