"""The way of a record at the desk: one page that shows what a step would do, to one record or to many, and takes it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.audience import state_and_audience
from archive.admin.history import parse_change_number
from archive.admin.mixins import ModelAdminMixin
from archive.domain.locking import ActionRefused
from archive.domain.permissions import has_permission_for_any
from archive.domain.protected_names import NameMatch, find_possible_names
from archive.domain.workflow import MAX_TOLD, TRANSITIONS, Transition, blocker, denial_reason, perform_transition
from archive.languages import capitalised
from archive.models import Change, Citation
from archive.models.base.accessions import is_reference
from archive.vocabularies import Access, DeskAction, WithdrawalGround

MAX_RECORDS = 500  # records that one step is taken with


def cautions_of(found: list[NameMatch]) -> list[str]:
    """What whoever makes it public is asked about each place where a protected name may stand."""
    template = _("This may be a protected name, a part of one or another spelling: {found}. Is it?")
    return [template.format(found=one) for one in found[:MAX_TOLD]]


class StepForm(forms.Form):
    """The note that goes into the log, and what a tombstone says."""

    note = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("For your colleagues, in the history of the record. Name nobody who is protected."),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("choose one")), *WithdrawalGround.choices],
        help_text=gettext_lazy("What the page at its address will say. It reveals nothing of what the record said."),
    )

    def __init__(self, step: Transition, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = step.needs_note
        if step.action != DeskAction.WITHDRAW:
            del self.fields["ground"]


class StepsMixin(ModelAdminMixin):
    """The pages and actions by which records go their way."""

    def get_urls(self):
        address = path(
            "step/<str:action>/",
            self.admin_site.admin_view(self.step_view),
            name=f"archive_{self.opts.model_name}_step",
        )
        return [address, *super().get_urls()]

    def step_address(self, step: Transition, *references: str) -> str:
        asked = "&".join(f"of={reference}" for reference in references)
        return f"{reverse(f'admin:archive_{self.opts.model_name}_step', args=[step.action])}?{asked}"

    def step_view(self, request, action: str):
        """Show what the step would do with the records named by ``of``; take it when it is confirmed."""
        step = next((step for step in TRANSITIONS.values() if step.action == action), None)
        if step is None:
            raise Http404
        if not has_permission_for_any(request.user, step.action, self.model.noun):
            raise PermissionDenied
        asked = [reference for reference in request.GET.getlist("of")[:MAX_RECORDS] if is_reference(reference)]
        rows = list(self.get_queryset(request).filter(pk__in=asked))
        form = StepForm(step, request.POST or None)
        if request.method == "POST" and form.is_valid():
            self._take(request, step, rows, form.cleaned_data)
            return HttpResponseRedirect(self._back(self.get_queryset(request).filter(pk__in=asked)))
        reasons = [(row, denial_reason(request.user, step.action, row) or blocker(step.action, row)) for row in rows]
        considered = [(row, reason, [] if reason else self._cautions(step, row)) for row, reason in reasons]
        changes = Change.objects.filter(subject__in=[row.pk for row in rows]).order_by()
        last = changes.values("subject").annotate(last=Max("sequence"))
        context = {
            "seen": [(one["subject"], one["last"]) for one in last],
            **self.admin_site.each_context(request),
            "title": _("{step}: {number} of {nouns}").format(
                step=capitalised(step.action.label),
                number=len(rows),
                nouns=self.opts.verbose_name_plural,
            ),
            "opts": self.opts,
            "step": step,
            "considered": considered,
            "able": sum(not reason for _, reason, _ in considered),
            "form": form,
            "back": self._back(rows),
        }
        return render(request, "admin/archive/step.html", context)

    def _back(self, rows) -> str:
        """Where to go on: the record, if there is one that is still open to whoever asks; else the list."""
        if len(rows) == 1:
            return reverse(f"admin:archive_{self.opts.model_name}_change", args=[rows[0].pk])
        return reverse(f"admin:archive_{self.opts.model_name}_changelist")

    def _take(self, request, step: Transition, rows, values: dict) -> None:
        done = []
        for row in rows:
            try:
                seen = parse_change_number(request.POST.get(f"seen {row.pk}", ""))
                perform_transition(
                    request.user, step.action, row, values["note"], values.get("ground", ""), expected_change=seen
                )
                done.append(row)
            except ActionRefused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        if len(done) > 1:
            message = _("{number} {what}.").format(number=len(done), what=step.logged_as.label)
            self.message_user(request, message, messages.SUCCESS)
        for row in done[:MAX_TOLD]:
            self.message_user(request, state_and_audience(row), messages.SUCCESS)

    def _cautions(self, step: Transition, row) -> list[str]:
        """What whoever takes the step should know, and decide upon."""
        if step.action != DeskAction.PUBLISH:
            return []
        cautions = []
        if row.access == Access.RESTRICTED:
            cautions.append(_("It is restricted: once published, stewards alone see it."))
        cautions += cautions_of(find_possible_names(row))
        if not Citation.objects.filter(subject=row.pk).exists():
            cautions.append(_("It cites no source yet."))
        return cautions

    def _go_to(self, request, action: DeskAction, rows):
        return HttpResponseRedirect(
            self.step_address(TRANSITIONS[action], *rows.values_list("pk", flat=True)[:MAX_RECORDS])
        )

    @admin.action(description=gettext_lazy("Send to review…"), permissions=["view"])
    def send_to_review(self, request, rows):
        return self._go_to(request, DeskAction.SUBMIT, rows)

    @admin.action(description=gettext_lazy("Send back from review…"), permissions=["view"])
    def send_back(self, request, rows):
        return self._go_to(request, DeskAction.RETURN, rows)

    @admin.action(description=gettext_lazy("Publish…"), permissions=["view"])
    def publish(self, request, rows):
        return self._go_to(request, DeskAction.PUBLISH, rows)

    @admin.action(description=gettext_lazy("Withdraw…"), permissions=["view"])
    def withdraw(self, request, rows):
        return self._go_to(request, DeskAction.WITHDRAW, rows)

    @admin.action(description=gettext_lazy("Make a draft again…"), permissions=["view"])
    def reopen(self, request, rows):
        return self._go_to(request, DeskAction.REOPEN, rows)
