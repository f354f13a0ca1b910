"""Choosing the source that one works from."""

from typing import cast

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from archive.admin.pickers import Picker
from archive.models import Source, User, WorkingSource
from archive.models.access.users import RequestUser


class WorkingSourceForm(forms.ModelForm):
    class Meta:
        model = WorkingSource
        fields = ("source", "locator")
        widgets = {"source": Picker(WorkingSource._meta.get_field("source"), admin.site)}

    def __init__(self, *args, user: RequestUser, **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["source"]).queryset = Source.objects.visible_to(user)


def working_source_page(request: HttpRequest) -> HttpResponse:
    """Choose a source to work from, or stop; then go on where one came from."""
    user = cast(User, request.user)  # nobody else comes in here
    now = WorkingSource.objects.of(user)
    after = _address_after(request)
    if request.method == "POST" and "stop" in request.POST:
        WorkingSource.objects.filter(user=user).delete()
        messages.success(request, _("What you enter is no longer cited by itself."))
        return HttpResponseRedirect(after)
    form = WorkingSourceForm(request.POST or None, instance=now, initial=_named(request), user=user)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        WorkingSource.objects.update_or_create(user=user, defaults=chosen)
        messages.success(
            request, _("What you enter is cited to {source} from now on.").format(source=chosen["source"].pk)
        )
        return HttpResponseRedirect(after)
    context = {**admin.site.each_context(request), "title": _("The source that you work from"), "form": form}
    return render(request, "admin/archive/working_source.html", {**context, "now": now, "after": after})


def _named(request: HttpRequest) -> dict[str, str]:
    """The source that the address names, as the page of a source does."""
    return {"source": request.GET["source"]} if "source" in request.GET else {}


def _address_after(request: HttpRequest) -> str:
    """Where one came from, if that is a page of this site; the start page otherwise."""
    address = request.POST.get("after") or request.GET.get("after", "")
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("admin:index")
