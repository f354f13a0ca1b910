"""Steps with the accounts of stewards, for whoever is told of them and whoever has to agree."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.accounts.second_person import decide, may_decide
from archive.domain.locking import ActionRefused
from archive.models import SignIn, StewardChange
from archive.models.access.users import roles_of
from archive.models.desk.steward_changes import TOLD, TOLD_FOR

MAX_EVENTS = 8  # of what was done with one account


def accounts_page(request):
    """What was asked for with the accounts of stewards of late, and what waits for whoever looks."""
    changes = [
        (change, may_decide(request.user, change), _recent_sign_ins(change.account))
        for change in StewardChange.objects.told_to(request.user)
    ]
    if not changes and not roles_of(request.user) & TOLD:
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": _("Accounts of stewards"), "changes": changes}
    return render(request, "admin/archive/accounts.html", context)


def _recent_sign_ins(account) -> list[SignIn]:
    """What others did with an account of late: whoever agrees should know."""
    late = SignIn.objects.filter(user=account, created_at__gt=timezone.now() - TOLD_FOR).exclude(actor=None)
    return list(late.exclude(actor=account).select_related("actor")[:MAX_EVENTS])


@require_POST
def decide_on_account(request, pk: int):
    change = get_object_or_404(StewardChange.objects.told_to(request.user), pk=pk)
    try:
        decide(request, change, agrees=request.POST.get("do") == "agree")
        messages.success(request, _("Saved. The person concerned and all stewards have been informed."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("desk:accounts"))
