"""User settings and saved lists."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.languages import in_language
from archive.models import SavedList, User


class SettingsForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("full_name", "keeps_covered")


class SavedListForm(forms.ModelForm):
    class Meta:
        model = SavedList
        fields = ("title", "address")


def settings_page(request):
    """Settings of one's own, and the lists that one saved."""
    form = SettingsForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    context = {**admin.site.each_context(request), "title": _("Your settings"), "form": form}
    return render(request, "admin/archive/settings.html", context | {"lists": request.user.saved_lists.all()})


@require_POST
def save_list(request):
    """Keep the list at ``address`` under ``title``; one of that name is replaced."""
    address = in_language(settings.LANGUAGE_CODE, request.POST.get("address", ""))
    form = SavedListForm({"title": request.POST.get("title"), "address": address})
    if form.is_valid():
        SavedList.objects.update_or_create(
            owner=request.user, title=form.cleaned_data["title"], defaults={"address": form.cleaned_data["address"]}
        )
        messages.success(
            request,
            _("Saved as “{title}”. You will find it on your start page.").format(title=form.cleaned_data["title"]),
        )
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return HttpResponseRedirect(reverse("admin:index") if "address" in form.errors else SavedList(address=address).page)


@require_POST
def drop_list(request, pk: int):
    SavedList.objects.filter(owner=request.user, pk=pk).delete()
    return HttpResponseRedirect(reverse("desk:settings"))
