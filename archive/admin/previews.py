"""The public page of a record before it is published: as it would be read by anyone, or by a registered researcher."""

import copy
from typing import cast

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.audience import who_sees
from archive.admin.whole import get_record_or_404
from archive.domain.versions import row_of
from archive.models import User
from archive.models.access.viewers import UNFINISHED, viewer_for
from archive.models.archive_object import ArchiveObject
from archive.models.base.states import read_state
from archive.models.log.changes import last_change
from archive.views.records import ArchiveObjectDetail
from archive.vocabularies import State

READERS = {  # what the page says on top, and what is said where there is none
    "anyone": (
        gettext_lazy("Not published. This is how anyone would read it."),
        gettext_lazy("Published as it is, it could not be read by everyone."),
    ),
    "researcher": (
        gettext_lazy("Not published. This is how a registered researcher would read it."),
        gettext_lazy("Published as it is, it could not be read by registered researchers."),
    ),
}


def preview_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The page as `READERS` would read it if what the desk has were published now; or that they would not."""
    whole, reader = get_record_or_404(request, reference), request.GET.get("as", "anyone")
    if reader not in READERS:
        raise Http404
    if whole.state not in UNFINISHED:  # its page says it itself
        return HttpResponseRedirect(whole.get_absolute_url())
    row, user = _as_published(whole), User(is_researcher=True) if reader == "researcher" else AnonymousUser()
    if row is None or not viewer_for(user).sees(row):
        return _nobody_sees(request, whole, row or whole, reader)
    sent = copy.copy(request)
    sent.user = user
    page = cast(type[ArchiveObjectDetail], vars(resolve(whole.get_absolute_url()).func)["view_class"])()
    page.setup(sent, reference=whole.pk)
    return page.previewed(row, str(READERS[reader][0]))


def _as_published(whole: ArchiveObject) -> ArchiveObject | None:
    """The record as the desk has it, in a row that is not saved and says that it is published."""
    row = row_of(read_state(last_change(whole.pk).state), whole)
    if row is not None:
        row.state = State.PUBLISHED
    return row


def _nobody_sees(request: HttpRequest, whole: ArchiveObject, row: ArchiveObject, reader: str) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Preview of {reference}").format(reference=whole.pk),
        "row": whole,
        "told": READERS[reader][1],
        "why": who_sees(row),
    }
    return render(request, "admin/archive/preview.html", context)
