"""What every desk page shares: one recording a request, history from the log of changes, import and export."""

import json

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from archive.admin.importing import SheetsMixin
from archive.imports import SHEETS
from archive.models import Change, Citation, recording
from archive.models.changes import differences
from archive.vocabularies import Access, State

VISIBILITY = ("collection", "access", "state")


class TrackedAdmin(SheetsMixin, admin.ModelAdmin):
    """A desk page whose writes are logged on behalf of whoever is signed in."""

    list_per_page = 50
    show_full_result_count = False
    actions = ["export_selected"]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with recording(request.user, "changed at the desk" if object_id else "entered at the desk"):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with recording(request.user, "changed together at the desk"):
            return super().changelist_view(request, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        with recording(request.user, "removed at the desk"):
            return super().delete_view(request, object_id, extra_context)

    def history_view(self, request, object_id, extra_context=None):
        row = get_object_or_404(self.model, pk=unquote(object_id))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        changes = list(Change.objects.about(row.subject_reference))
        states = [json.loads(change.state) for change in changes]
        told = [
            {"change": change, "differences": differences(before, after)}
            for change, after, before in zip(changes, states, [*states[1:], {}], strict=True)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {row}",
            "opts": self.opts,
            "object": row,
            "told": told,
            "address": reverse(f"admin:archive_{self.opts.model_name}_change", args=[row.pk]),
        }
        return render(request, "admin/archive/history.html", context)

    @admin.display(description="reference", ordering="accession__number")
    def own_reference(self, row):
        return row.reference

    @admin.display(description="date", ordering="date_earliest")
    def date_in_words(self, row):
        return row.date.words if row.date else "–"


class EntryAdmin(TrackedAdmin):
    """The desk page of a record or an authority. Its form has the fields of its sheet, in the sheet's order."""

    columns: tuple[str, ...] = ()
    search_fields = ("accession__reference__istartswith", "title", "search_text")
    ordering = ("accession__number",)
    readonly_fields = ("own_reference",)
    list_display_links = ("own_reference", "title")
    actions = ["publish", "send_to_review", "withdraw", "export_selected"]

    assessed = ("verification", "content_warning")

    def get_list_display(self, request):
        return ("own_reference", "title", *self.columns, "state", "access")

    def get_list_filter(self, request):
        own = {field.name for field in self.opts.get_fields()}
        return ("state", "access", *(name for name in ("kind", "scheme", "verification") if name in own), "collection")

    def get_autocomplete_fields(self, request):
        links = [*self.opts.concrete_fields, *self.opts.many_to_many]
        return [f.name for f in links if f.is_relation and not f.primary_key]

    def get_fieldsets(self, request, obj=None):
        own = {field.name for field in self.opts.get_fields()}
        assessed = [name for name in self.assessed if name in own]
        first = ("own_reference", "title", "summary") if obj else ("title", "summary")
        shared = {"reference", *first, *assessed, *VISIBILITY}
        told = [name for name in SHEETS[self.model.noun].names if name not in shared]
        groups = [(None, {"fields": first}), ("What the sources say", {"fields": told})]
        if assessed:
            groups.append(("How sure, and how hard to bear", {"fields": assessed}))
        return [*groups, ("Who may see it", {"fields": VISIBILITY})]

    def view_on_site(self, row):
        return row.get_absolute_url()

    def has_delete_permission(self, request, obj=None):
        """Nothing is lost: what should no longer be seen is withdrawn."""
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if obj.state == State.PUBLISHED and obj.access == Access.RESTRICTED:
            self.message_user(
                request,
                f"{obj.reference} is published, but restricted to the desk: nobody else sees it.",
                messages.WARNING,
            )

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request, rows):
        self._set_state(request, rows, State.PUBLISHED)
        cited = Citation.objects.filter(subject__in=rows.values("pk")).values("subject")
        hidden, silent = rows.filter(access=Access.RESTRICTED).count(), rows.exclude(pk__in=cited).count()
        if hidden:
            self.message_user(
                request, f"{hidden} of them are restricted to the desk and stay unseen.", messages.WARNING
            )
        if silent:
            self.message_user(request, f"{silent} of them cite no source yet.", messages.WARNING)

    @admin.action(description="Send to review", permissions=["change"])
    def send_to_review(self, request, rows):
        self._set_state(request, rows, State.IN_REVIEW)

    @admin.action(description="Withdraw", permissions=["change"])
    def withdraw(self, request, rows):
        self._set_state(request, rows, State.WITHDRAWN)

    def _set_state(self, request, rows, state: State):
        with recording(request.user, f"made {state.label} at the desk"):
            changed = rows.exclude(state=state).update(state=state)
        self.message_user(request, f"{changed} made {state.label}.", messages.SUCCESS)


class HangingAdmin(TrackedAdmin):
    """The desk page of what hangs on records, for searching, importing and exporting it as a whole."""

    ordering = ("accession__number",)
    list_display_links = ("own_reference",)

    def get_list_display(self, request):
        return ("own_reference", self.model.hangs_on, *self.columns)

    def get_autocomplete_fields(self, request):
        links = [*self.opts.concrete_fields, *self.opts.many_to_many]
        return [f.name for f in links if f.is_relation and not f.primary_key]

    def get_search_fields(self, request):
        return ("accession__reference__istartswith", f"{self.model.hangs_on}__pk__istartswith", *self.searched)

    columns: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
