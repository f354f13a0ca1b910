"""Likely duplicates at the desk: offered as one types, and on the form of a record that is there."""

from django.http import Http404, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from archive.domain.duplicates import DuplicateCandidate, duplicates_of, duplicates_of_text
from archive.domain.permissions import has_permission_for_any
from archive.models import AUTHORITIES, RECORDS
from archive.models.access.viewers import viewer_for
from archive.models.archive_object import ArchiveObject
from archive.models.base.accessions import is_reference
from archive.vocabularies import DeskAction

MAX_TEXT_LENGTH = 500  # characters that are asked about
MAX_TEXTS = 4  # texts or addresses


@require_POST
def likely_ones(request):
    """As JSON, the records of the type ``noun`` that may be what ``text`` calls or what stands at ``address``.

    What is typed may be a name that is protected, so it is sent, and not written into an address that a server logs.
    """
    model = next((model for model in (*RECORDS, *AUTHORITIES) if model.noun == request.POST.get("noun")), None)
    if model is None or not any(
        has_permission_for_any(request.user, a, model.noun) for a in (DeskAction.ADD, DeskAction.READ)
    ):
        raise Http404
    texts, addresses = (
        [one[:MAX_TEXT_LENGTH].replace("\x00", "") for one in request.POST.getlist(name)[:MAX_TEXTS]]
        for name in ("text", "address")
    )
    of = request.POST.get("of", "")
    found = duplicates_of_text(model, request.user, texts=texts, addresses=addresses)
    candidates = [_as_json(one, of if is_reference(of) else "", request.user) for one in found if one.row.pk != of]
    return JsonResponse({"likely": candidates})


def panel_of(row: ArchiveObject, user) -> list[dict]:
    """What the form of ``row`` offers as likely duplicates."""
    return [_as_json(one, row.pk, user) for one in duplicates_of(row, user)]


def _as_json(one: DuplicateCandidate, of: str, user) -> dict:
    return {
        "reference": one.row.pk,
        "title": one.row.masked_for(user).heading,
        "because": "; ".join(one.because),
        "page": _page(one.row, user),
        "compare": reverse("desk:pair", args=[one.row.pk, of]) if of else "",
    }


def _page(row: ArchiveObject, user) -> str:
    if viewer_for(user).sees_unmasked(row):
        return reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk])
    return row.get_absolute_url()
