"""Editing at the desk: a draft is written to; of a published record, a revision is proposed that stands beside it.

Whoever saves a form that has become out of date is told what changed meanwhile, and keeps what they entered.
"""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.admin.history import parse_change_number
from archive.admin.mixins import ModelAdminMixin
from archive.domain.locking import ActionRefused, lock_record
from archive.domain.permissions import has_permission
from archive.domain.restoring import StateNotApplicable, apply_state
from archive.domain.revisions import propose
from archive.models import Change, Revision, recording
from archive.models.base.dry_run import dry_run
from archive.models.base.states import read_state, states_of
from archive.models.log.changes import last_change, last_state
from archive.models.log.differences import apply_differences, compare
from archive.vocabularies import DeskAction

SEEN = "_seen"  # what the form was made on: the number of the last change, and the proposal that waits


class ProposingMixin(ModelAdminMixin):
    """The change form of records and authorities."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        outdated = getattr(request, "outdated", "")

        class Checked(form):
            def clean(self):
                cleaned = super().clean()
                if outdated:
                    raise ValidationError(outdated)
                return cleaned

        Checked.__name__ = form.__name__
        return Checked

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        row = self.get_object(request, unquote(object_id)) if object_id else None
        if row is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if has_permission(request.user, DeskAction.PROPOSE, row):
            return self._proposal_form(request, row, form_url, extra_context or {})
        seen = {"seen": _token(row.pk)}
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, seen | (extra_context or {}))
        with recording(request.user, gettext_noop("changed at the desk")):
            try:
                there = lock_record(row.pk)
            except ActionRefused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return HttpResponseRedirect(request.path)
            if not has_permission(request.user, DeskAction.EDIT, there):
                raise PermissionDenied
            request.outdated = self._outdated(request, row.pk)
            return super().changeform_view(request, object_id, form_url, seen | (extra_context or {}))

    def _outdated(self, request, reference: str) -> str:
        """What changed since the form was made, in words; "" if nothing did."""
        seen = request.POST.get(SEEN, "")
        if seen == _token(reference):
            return ""
        number, last = parse_change_number(seen.split(".")[0]), last_change(reference)
        made_on = Change.objects.filter(subject_id=reference, pk=number).first()
        what = _("it changed")
        if made_on and made_on != last:
            labels = [one.label for one in compare(read_state(made_on.state), read_state(last.state))]
            who = last.user.get_full_name() if last.user else _("the command line")
            what = _("{who} changed {labels}").format(who=who, labels=", ".join(labels) or _("its state"))
        elif made_on:
            what = _("somebody proposed something else")
        return _(
            "Nothing was saved: {what} since you opened this form. What you entered is below. Look at "
            "the record’s history; save again to replace it with yours."
        ).format(what=what)

    def _proposal_form(self, request, row, form_url, extra_context):
        """The form as it would be with the revision that waits, which everything written through it goes into."""
        waiting = Revision.objects.waiting_for(row.pk)
        context = extra_context | {"proposing": True, "waiting": waiting, "seen": _token(row.pk)}
        response = proposed = None
        try:
            with recording(request.user), dry_run():
                if request.method == "POST":
                    request.outdated = self._outdated(request, row.pk)
                if waiting:
                    apply_state(apply_differences(last_state(row.pk), waiting.differences()))
                request.proposing = True
                response = super().changeform_view(request, row.pk, form_url, context)
                if isinstance(response, HttpResponseRedirect):
                    proposed = states_of([row.pk])[row.pk]
                elif hasattr(response, "render"):
                    response.render()
            request.proposing = False
        except StateNotApplicable as error:
            message = _("The open proposal no longer fits the record. {error}").format(error=error)
            self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(reverse("desk:revision", args=[waiting.pk]))
        if proposed is None:
            return response
        try:
            revision = propose(request.user, proposed, request.POST.get("_note", ""))
        except ActionRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.path)
        if revision is None:
            self.message_user(
                request, _("Nothing differs from what is published, so nothing was proposed."), messages.INFO
            )
            return HttpResponseRedirect(reverse(f"admin:archive_{self.opts.model_name}_change", args=[row.pk]))
        self.message_user(
            request,
            _("Proposed. {pk} stays as it is until somebody else has reviewed it.").format(pk=row.pk),
            messages.SUCCESS,
        )
        return HttpResponseRedirect(reverse("desk:revision", args=[revision.pk]))

    def message_user(self, request, message, *args, **kwargs):
        """What Django says of a form that was only tried out is not so."""
        if not getattr(request, "proposing", False):
            super().message_user(request, message, *args, **kwargs)


def _token(reference: str) -> str:
    """Changes with the record, and with what is proposed of it."""
    waiting = Revision.objects.waiting_for(reference)
    number = last_change(reference).pk
    return f"{number}.{waiting.proposed_at.timestamp()}" if waiting else str(number)
