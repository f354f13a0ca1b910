"""Likely duplicates at the desk: offered as one types, and on the form of a record that is there."""

from django.http import Http404, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from archive.domain.duplicates import Likely, like, likely
from archive.domain.permissions import may_some
from archive.models import AUTHORITIES, RECORDS
from archive.models.access.viewers import sight_of
from archive.models.archive_object import Entry
from archive.models.base.accessions import is_reference
from archive.vocabularies import DeskAction

LONGEST = 500  # characters that are asked about
MOST = 4  # texts or addresses


@require_POST
def likely_ones(request):
    """As JSON, the records of the type ``noun`` that may be what ``text`` calls or what stands at ``address``.

    What is typed may be a name that is protected, so it is sent, and not written into an address that a server logs.
    """
    model = next((model for model in (*RECORDS, *AUTHORITIES) if model.noun == request.POST.get("noun")), None)
    if model is None or not any(may_some(request.user, a, model.noun) for a in (DeskAction.ADD, DeskAction.READ)):
        raise Http404
    texts, addresses = (
        [one[:LONGEST].replace("\x00", "") for one in request.POST.getlist(name)[:MOST]] for name in ("text", "address")
    )
    of = request.POST.get("of", "")
    found = likely(model, request.user, texts=texts, addresses=addresses)
    told = [_told(one, of if is_reference(of) else "", request.user) for one in found if one.row.pk != of]
    return JsonResponse({"likely": told})


def panel_of(row: Entry, user) -> list[dict]:
    """What the form of ``row`` offers as likely duplicates."""
    return [_told(one, row.pk, user) for one in like(row, user)]


def _told(one: Likely, of: str, user) -> dict:
    return {
        "reference": one.row.pk,
        "title": one.row.shown_to(user).heading,
        "because": "; ".join(one.because),
        "page": _page(one.row, user),
        "compare": reverse("desk:pair", args=[one.row.pk, of]) if of else "",
    }


def _page(row: Entry, user) -> str:
    if sight_of(user).sees_whole(row):
        return reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk])
    return row.get_absolute_url()
