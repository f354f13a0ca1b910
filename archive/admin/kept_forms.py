"""What one sent when one's session had ended: to be looked at, sent once more, or dropped."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.accounts.kept_forms import SENT_AGAIN
from archive.models import KeptForm


def kept_form_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of one form, with the way to send it once more."""
    kept = get_object_or_404(KeptForm.objects.of(request.user), pk=pk)
    context = {
        **admin.site.each_context(request),
        "title": _("What you typed before your session ended"),
        "kept": kept,
        "sent_again": SENT_AGAIN,
        "typed": [(name, value) for name, value in kept.fields if value and not _is_a_count(name)],
    }
    return render(request, "admin/archive/kept_form.html", context)


@require_POST
def drop_kept_form(request: HttpRequest, pk: int) -> HttpResponse:
    KeptForm.objects.of(request.user).filter(pk=pk).delete()
    messages.success(request, _("Discarded."))
    return HttpResponseRedirect(reverse("admin:index"))


def _is_a_count(name: str) -> bool:
    """Whether it says how many rows a form has."""
    return name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS"))
