"""What is typed into a form is kept as it is typed, offered again where it is opened, and gone once it is saved."""

import copy
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from archive.accounts.kept_forms import fields_of, last_signed_in_user
from archive.admin.mixins import ModelAdminMixin
from archive.models import UnsavedForm, User
from archive.models.access.users import roles_of
from archive.models.archive_object import archive_object_models
from archive.models.desk.kept_forms import MAX_FORM_BYTES
from archive.models.desk.unsaved_forms import plain_address, size_of

ADDRESS, OPENED = "_address", "_opened"  # what is sent with the fields of the form
AGAIN = "typed"  # in an address: the form with what was typed into it when it was opened that time


class _TypedBefore(forms.ModelForm):
    """A form that is only to be looked at: it has what was typed before, and is not asked whether it is finished."""

    _errors: ErrorDict

    def is_valid(self) -> bool:
        return False

    def full_clean(self) -> None:
        super().full_clean()
        said = self._errors.get(NON_FIELD_ERRORS)  # that the record changed meanwhile
        self._errors = ErrorDict({NON_FIELD_ERRORS: said} if said else {})


class UnsavedMixin(ModelAdminMixin):
    """The form of a record or an authority."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        opened = request.POST.get(OPENED, "") if request.method == "POST" else ""
        before = self._asked_for(request)
        if before:
            request = _as_if_sent(request, before)
        context = {"opened": opened or (before.opened if before else uuid4().hex), "typed_before": before}
        if request.method == "GET":
            context["unsaved"] = list(UnsavedForm.objects.of(request.user).at(request.path)[:5])
        response = super().changeform_view(request, object_id, form_url, context | (extra_context or {}))
        if opened and isinstance(response, HttpResponseRedirect):
            UnsavedForm.objects.of(request.user).at(request.path).filter(opened=opened).delete()
        return response

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (_TypedBefore, form), {}) if hasattr(request, "typed_before") else form

    @staticmethod
    def _asked_for(request: HttpRequest) -> UnsavedForm | None:
        if request.method != "GET" or AGAIN not in request.GET:
            return None
        return UnsavedForm.objects.of(request.user).at(request.path).filter(opened=request.GET[AGAIN]).first()


def _as_if_sent(request: HttpRequest, before: UnsavedForm) -> HttpRequest:
    """``request`` as if ``before`` had been sent with it: so that the form has its rows and values, and no more."""
    sent = copy.copy(request)
    fields = QueryDict(mutable=True)
    for name, value in before.fields:
        fields.appendlist(name, value)
    sent.method = "POST"
    vars(sent).update(_post=fields, _files=MultiValueDict(), typed_before=before)
    return sent


@require_POST
def keep_words(request: HttpRequest) -> JsonResponse:
    """Keep what stands in a form, for whoever is signed in, or was on this device until their session ended."""
    user = request.user if request.user.is_authenticated else last_signed_in_user(request)
    address, opened = request.POST.get(ADDRESS, ""), request.POST.get(OPENED, "")
    if user is None or not roles_of(user) or _form_at(address) is None or not (opened.isalnum() and len(opened) <= 32):
        return JsonResponse({"problem": _("Not kept: sign in again in another window.")}, status=403)
    fields = [(name, value) for name, value in fields_of(request) if name != ADDRESS]
    try:
        kept = UnsavedForm.objects.keep(user, address, opened, fields)
    except ValueError:
        problem = _("Not kept: a form of up to {most} bytes is kept, and this one has {size}.")
        return JsonResponse({"problem": problem.format(most=MAX_FORM_BYTES, size=size_of(fields))}, status=413)
    moment = date_format(timezone.localtime(kept.typed_at), "H:i")
    return JsonResponse({"kept": _("Kept as you type, last at {moment}").format(moment=moment)})


@require_POST
def drop_words(request: HttpRequest, pk: int) -> HttpResponse:
    unsaved = get_object_or_404(UnsavedForm.objects.of(request.user), pk=pk)
    unsaved.delete()
    messages.success(request, _("Discarded."))
    return HttpResponseRedirect(reverse("admin:index"))


def unsaved_forms_of(user: User) -> list[tuple[str, UnsavedForm]]:
    """What ``user`` typed and did not save, each with what it is in words."""
    return [(_in_words(one), one) for one in UnsavedForm.objects.of(user)]


def _in_words(unsaved: UnsavedForm) -> str:
    found = _form_at(unsaved.address)
    if found and "object_id" in found.kwargs:
        return str(found.kwargs["object_id"])
    kinds = {f"archive_{model._meta.model_name}_add": model for model in archive_object_models()}
    model = kinds.get(found.url_name or "") if found else None
    return _("new: {kind}").format(kind=model._meta.verbose_name) if model else unsaved.address


def _form_at(address: str) -> ResolverMatch | None:
    """The form of a record that stands at ``address``; ``None`` where none does."""
    try:
        with override(settings.LANGUAGE_CODE):
            found = resolve(plain_address(address))
    except Resolver404:
        return None
    return found if (found.url_name or "").endswith(("_add", "_change")) else None
