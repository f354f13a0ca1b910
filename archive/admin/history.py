"""The history of a record at the desk: every change in words, and any earlier state put back."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin.mixins import ModelAdminMixin
from archive.admin.words import Words
from archive.domain.locking import ActionRefused
from archive.domain.permissions import has_permission
from archive.domain.revisions import restore
from archive.domain.unmerging import unmerged_from, unmerged_since
from archive.domain.versions import close_history
from archive.models import Accession, Change, HistoryClosure
from archive.models.access.wholeness import hidden_references, is_fully_visible_to, strip_references
from archive.models.archive_object import archive_object_of
from archive.models.base.states import read_state
from archive.models.log.differences import compare
from archive.vocabularies import DeskAction, State

MAX_NUMBER_LENGTH = 18  # digits


class HistoryMixin(ModelAdminMixin):
    """The page of all changes of one record, with its parts."""

    def history_view(self, request, object_id, extra_context=None):
        row = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        entry = row.archive_object()
        if request.method == "POST":
            return self._close(request, entry) if "close" in request.POST else self._put_back(request, entry)
        changes = self._changes(request.user, entry)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of {entry}").format(entry=entry),
            "opts": self.opts,
            "object": row,
            "changes": _describe_changes(changes, request.user),
            "may_restore": has_permission(request.user, DeskAction.RESTORE, entry)
            or has_permission(request.user, DeskAction.PROPOSE, entry),
            "may_close": has_permission(request.user, DeskAction.WITHDRAW, entry) and entry.state == State.PUBLISHED,
            "closings": HistoryClosure.objects.filter(subject_id=entry.pk).select_related("user"),
            "address": reverse(f"admin:archive_{self.opts.model_name}_change", args=[row.pk]),
        }
        return render(request, "admin/archive/history.html", context)

    def _changes(self, user, entry) -> list[Change]:
        """What ``user`` may know of: not what another record held while it was merged into this one."""
        merges = [one for one in unmerged_from(entry.pk) if not _may_know(user, one.absorbed_id)]
        return [change for change in Change.objects.about(entry.pk) if not unmerged_since(change, merges)]

    def _close(self, request, entry):
        """Let nobody off the desk read the earlier states any more."""
        note = request.POST.get("note", "").replace("\x00", "").strip()
        if not has_permission(request.user, DeskAction.WITHDRAW, entry) or entry.state != State.PUBLISHED:
            messages.error(request, _("This was not possible: your roles do not let you close its earlier states."))
        elif not note:
            messages.error(request, _("This was not possible: give a reason, for your colleagues."))
        else:
            close_history(request.user, entry.pk, note)
            messages.success(request, _("The earlier states are closed to the public."))
        return HttpResponseRedirect(request.path)

    def _put_back(self, request, entry):
        known = [change.pk for change in self._changes(request.user, entry)]
        asked = parse_change_number(request.POST.get("change", ""))
        change = get_object_or_404(Change, pk=asked if asked in known else 0)
        try:
            revision = restore(request.user, change, f"as it was after change {change.pk}")
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
        if revision:
            messages.success(
                request, _("Proposed: the record is published, so somebody else has to review the change first.")
            )
            return HttpResponseRedirect(reverse("desk:revision", args=[revision.pk]))
        messages.success(
            request,
            _("{reference} was put back to its state after change {change}.").format(
                reference=entry.pk, change=change.pk
            ),
        )
        return HttpResponseRedirect(request.path)


def _may_know(user, reference: str) -> bool:
    row = archive_object_of(Accession.objects.get(pk=reference))
    return has_permission(user, DeskAction.READ, row) and is_fully_visible_to(user, row)


def parse_change_number(text: str) -> int:
    """The number of a change that a form sends; 0, which no change has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MAX_NUMBER_LENGTH else 0


def _describe_changes(changes: list[Change], user) -> list[dict]:
    states = [read_state(change.state) for change in changes]
    states = strip_references(states, hidden_references(states, user))
    words = Words(user, states)
    return [
        {
            "change": change,
            "was_last": number == 0,
            "differences": [
                (one.label, *(words.of(value, one.noun, one.field) for value in (one.before, one.after)))
                for one in compare(before, after)
            ],
        }
        for number, (change, after, before) in enumerate(zip(changes, states, [*states[1:], {}], strict=True))
    ]
