"""Whether a desk page shows everything of a record, and the record of one that does."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from archive.domain.permissions import may
from archive.models import Accession
from archive.models.access.wholeness import is_whole_to
from archive.models.archive_object import Entry
from archive.vocabularies import DeskAction


def record_for(request, reference: str) -> Entry:
    """The record of ``reference``, for whoever may read the whole of it; to anyone else there is none."""
    accession = get_object_or_404(Accession.objects.with_a_record(), pk=reference)
    row = accession.entry()
    if not may(request.user, DeskAction.READ, row) or not is_whole_to(request.user, row):
        raise Http404
    return row


def is_shown_whole(request, entry: Entry) -> bool:
    """`is_whole_to` for whoever asks, found out once a request: a form asks for each of its parts."""
    known = request.__dict__.setdefault("shown_whole", {})
    if entry.pk not in known:
        known[entry.pk] = is_whole_to(request.user, entry)
    return known[entry.pk]


def look_again(request) -> None:
    """Forget what was found out before the transaction in which something is written."""
    request.__dict__.pop("shown_whole", None)
