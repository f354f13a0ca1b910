"""What every desk page shares: who may open it, one recording a request, history from the log, import and export."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, OperationalError
from django.db.models import Q
from django.forms import Script
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from archive.admin.choices import SeenChoices
from archive.admin.citing import CitingMixin
from archive.admin.duplicates import panel_of
from archive.admin.form_errors import form_errors
from archive.admin.history import HistoryMixin
from archive.admin.importing import SheetsMixin
from archive.admin.list_filters import IncompleteFilter, VisibleRelatedFilter
from archive.admin.proposing import ProposingMixin
from archive.admin.steps import StepsMixin
from archive.admin.unsaved import UnsavedMixin
from archive.admin.whole import clear_visibility_cache, is_shown_whole
from archive.domain.conflicts import conflicts_on
from archive.domain.permissions import has_permission, has_permission_for_any
from archive.domain.pictures import has_picture
from archive.domain.workflow import steps_open_to
from archive.imports.types import SHEETS
from archive.models import BatchRow, Merge, Redirect, recording
from archive.models.access.users import roles_of
from archive.models.access.viewers import viewer_for
from archive.models.base.fields import AddressField
from archive.models.base.links import field_of
from archive.vocabularies import DeskAction, Role, State

PLAIN_LOOKUPS = frozenset({"exact", "isnull", "accession"})  # what the lists' own filters ask with
READING = frozenset({Role.CURATOR, Role.REVIEWER, Role.STEWARD})
WRITING = frozenset({Role.CURATOR, Role.STEWARD})
FORM_SCRIPTS = [Script(f"archive/{name}.js", type="module") for name in ("citing", "form_errors", "unsaved")]
VISIBILITY = ("collection", "access", "embargo_until")


class AuditedAdmin(SeenChoices, HistoryMixin, SheetsMixin, admin.ModelAdmin):
    """A desk page whose writes are logged on behalf of whoever is signed in.

    Lists have the rows that `visible_to` gives, and values that `masked_for` gives; a form, which shows all, opens only
    to those who may read the whole.
    """

    import_export_change_list_template = "admin/archive/change_list.html"
    list_per_page = 50
    show_full_result_count = False
    actions = ["export_selected"]

    def get_queryset(self, request):
        rows = self.model.objects.visible_to(request.user)
        return rows.order_by(*self.get_ordering(request))

    def lookup_allowed(self, lookup, value, request=None):
        """Only the filters that the list offers: any other would tell what is masked, letter by letter."""
        filters = [one for one in self.get_list_filter(request) if one is not IncompleteFilter]
        name, *how = lookup.split("__")
        offered = name in {one if isinstance(one, str) else one[0] for one in filters}
        return lookup == IncompleteFilter.parameter_name or (offered and set(how) <= PLAIN_LOOKUPS)

    def has_module_permission(self, request):
        return bool(roles_of(request.user))

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return has_permission_for_any(request.user, DeskAction.READ, self.object_noun)
        obj = obj.archive_object()
        return has_permission(request.user, DeskAction.READ, obj) and is_shown_whole(request, obj)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return has_permission_for_any(request.user, DeskAction.EDIT, self.object_noun)
        obj = obj.archive_object()
        return has_permission(request.user, DeskAction.EDIT, obj) and is_shown_whole(request, obj)

    def has_add_permission(self, request):
        return has_permission_for_any(request.user, DeskAction.ADD, self.object_noun)

    @property
    def object_noun(self) -> str:
        """The noun whose roles decide; "" where rows belong to records of several."""
        return self.model.noun

    def shown_column(self, request, name: str):
        """A column of the list, or a method of this page, shown through the rule of values."""
        if hasattr(self, name):
            return name
        field = field_of(self.model, name)
        is_yes_or_no = field.get_internal_type() == "BooleanField"
        shown_as = {"boolean": True} if is_yes_or_no else {"empty_value": "–"}

        @admin.display(description=field.verbose_name, **shown_as)
        def column(row):
            shown = row.masked_for(request.user)
            return shown.choice(name) if field.choices else getattr(shown, name)

        column.__name__ = name
        return column

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._write_form(request, object_id, form_url, extra_context)
        except (IntegrityError, OperationalError):  # what it links to went meanwhile: asked again, the form says so
            return self._write_form(request, object_id, form_url, extra_context)

    def _write_form(self, request, object_id, form_url, extra_context):
        with recording(
            request.user, gettext_noop("changed at the desk") if object_id else gettext_noop("entered at the desk")
        ):
            clear_visibility_cache(request)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with recording(request.user, gettext_noop("changed together at the desk")):
            return super().changelist_view(request, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        with recording(request.user, gettext_noop("removed at the desk")):
            return super().delete_view(request, object_id, extra_context)

    @admin.display(description=gettext_lazy("reference"), ordering="accession__number")
    def own_reference(self, row):
        return row.reference

    @admin.display(description=gettext_lazy("date"), ordering="date_earliest")
    def date_in_words(self, row):
        return row.date.words if row.date else "–"


def _led_from(reference: str):
    return Redirect.objects.filter(old=reference[:16]).values("subject")


class ArchiveObjectAdmin(UnsavedMixin, CitingMixin, ProposingMixin, StepsMixin, AuditedAdmin):
    """The desk page of a record or an authority. Its form has the fields of its sheet, in the sheet's order."""

    columns: tuple[str, ...] = ()
    whole_record_search_fields: tuple[str, ...] = ()  # fields that are searched for those who are shown the whole
    search_fields = ("accession__reference__istartswith",)  # that there is a search; `get_search_results` does it
    ordering = ("accession__number",)
    readonly_fields = ("own_reference", "state_in_words")
    list_display_links = ("own_reference", "title")
    actions = ["send_to_review", "send_back", "publish", "withdraw", "reopen", "export_selected"]

    assessed = ("verification", "content_warning")

    class Media:
        js = (
            "archive/likely.js",
            *(Script(f"archive/{name}.js", type="module") for name in ("citing", "form_errors", "unsaved")),
        )

    def get_list_display(self, request):
        shown = (self.shown_column(request, name) for name in self.columns)
        return ("own_reference", "title", *shown, "state", "access")

    def get_search_results(self, request, rows, words):
        """Those in whose words, as far as they are shown to whoever asks, each word stands; and by reference."""
        if not words.strip():
            return rows, False
        wanted = Q(pk__in=self.model.objects.filter_words(words, request.user).values("pk"))
        wanted |= Q(accession__reference__istartswith=words.strip())
        if self.whole_record_search_fields:
            protected = Q(
                *(Q((f"{name}__icontains", words.strip())) for name in self.whole_record_search_fields), _connector=Q.OR
            )
            wanted |= protected & ~viewer_for(request.user).withheld(self.model)
        return rows.filter(wanted), False

    def get_list_filter(self, request):
        own = {field.name for field in self.opts.get_fields()}
        lacking = (IncompleteFilter,) if "verification" in own else ()
        kinds = (name for name in ("kind", "scheme", "verification") if name in own)
        return ("state", "access", *lacking, *kinds, ("collection", VisibleRelatedFilter))

    def get_autocomplete_fields(self, request):
        links = [*self.opts.concrete_fields, *self.opts.many_to_many]
        return [f.name for f in links if f.is_relation and not f.primary_key]

    def get_fieldsets(self, request, obj=None):
        own = {field.name for field in self.opts.get_fields()}
        assessed = [name for name in self.assessed if name in own]
        first = ("own_reference", "title", "summary") if obj else ("title", "summary")
        shared = {"reference", "state", "withdrawn_on", "withdrawn_because", *first, *assessed, *VISIBILITY}
        written = {field.name for field in (*self.opts.concrete_fields, *self.opts.many_to_many) if field.editable}
        stated = [name for name in SHEETS[self.model.noun].names if name in written - shared]
        groups = [(None, {"fields": first}), (_("What the sources say"), {"fields": stated})]
        if assessed:
            groups.append((_("Verification and content warning"), {"fields": assessed}))
        return [*groups, (_("Who may see it"), {"fields": (*VISIBILITY, "state_in_words")})]

    @admin.display(description=gettext_lazy("State"))
    def state_in_words(self, row):
        """The state, which steps of the workflow change and a form does not."""
        return State(row.state).label

    def has_change_permission(self, request, obj=None):
        """Whoever may edit it, or propose a revision of it, is given the form."""
        if obj is None or super().has_change_permission(request, obj):
            return super().has_change_permission(request, obj)
        return has_permission(request.user, DeskAction.PROPOSE, obj) and is_shown_whole(request, obj)

    def view_on_site(self, row):
        return row.get_absolute_url()

    def has_delete_permission(self, request, obj=None):
        """Nothing is lost: what should no longer be seen is withdrawn."""
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form, with the steps that may be taken next. What is seen, but steward-only, is shown on its own page."""
        row = self.get_object(request, unquote(object_id))
        if row is None and (led := self.get_queryset(request).filter(pk__in=_led_from(unquote(object_id))).first()):
            self.message_user(
                request,
                _("{reference} was merged into {kept}. You have been redirected to it.").format(
                    reference=unquote(object_id), kept=led.pk
                ),
                messages.INFO,
            )
            return HttpResponseRedirect(reverse(f"admin:archive_{self.opts.model_name}_change", args=[led.pk]))
        if row is not None and not self.has_view_permission(request, row):
            message = _("You can’t edit {reference}. This is its page.").format(reference=row.reference)
            self.message_user(request, message, messages.INFO)
            return HttpResponseRedirect(row.get_absolute_url())
        steps = steps_open_to(request.user, row) if row else []
        ways = [(step.action.label, self.step_address(step, row.pk)) for step in steps]
        context = {"ways": ways, "alike": panel_of(row, request.user) if row else []}
        context["conflicts"] = conflicts_on(row, request.user) if row else []
        context["redactable"] = row is not None and has_picture(row)
        steward = Role.STEWARD in roles_of(request.user)
        context["came_from"] = BatchRow.objects.applied_to(row.pk)[:5] if row else ()
        context["merges"] = Merge.objects.filter(kept_id=unquote(object_id), unmerged_at=None) if steward else ()
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def render_change_form(self, request, context, *args, **kwargs):
        """The form, and where on it likely duplicates are offered as one types."""
        addresses = [f.name for f in self.opts.concrete_fields if isinstance(f, AddressField)]
        names = dict.fromkeys(("title", self.model.name_field))
        context["watched"] = {"names": list(names), "addresses": addresses}
        context["form_errors"] = form_errors(context["adminform"].form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **kwargs)


class PartAdmin(AuditedAdmin):
    """The desk page of parts of records, for searching, importing and exporting it as a whole."""

    view_on_site = False  # a part has no page of its own
    ordering = ("accession__number",)
    list_display_links = ("own_reference",)

    def get_list_display(self, request):
        return ("own_reference", self.model.parent_field, *(self.shown_column(request, name) for name in self.columns))

    def has_add_permission(self, request):
        """Parts are entered, changed and removed on the page of their record, which asks whether it is shown whole."""
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return bool(roles_of(request.user) & READING)
        return super().has_view_permission(request, obj)

    def has_import_permission(self, request):
        return bool(roles_of(request.user) & WRITING)

    def get_list_filter(self, request):
        return ()

    def get_search_results(self, request, rows, words):
        """By reference, of its own or of the record; and in its words, as far as they are shown to whoever asks."""
        words = words.strip()
        if not words:
            return rows, False
        names = (
            *self.search_text_fields,
            *(self.steward_search_fields if viewer_for(request.user).sees_everything else ()),
        )
        hook = "subject" if self.model.parent_field == "subject" else f"{self.model.parent_field}__accession"
        wanted = Q(accession__reference__istartswith=words) | Q((f"{hook}__reference__istartswith", words))
        for name in names:
            wanted |= Q((f"{name}__icontains", words))
        return rows.filter(wanted), False

    columns: tuple[str, ...] = ()
    search_fields = ("accession__reference__istartswith",)  # that there is a search; `get_search_results` does it
    search_text_fields: tuple[str, ...] = ()
    steward_search_fields: tuple[str, ...] = ()  # fields that are masked with a protected subject: searched by stewards
