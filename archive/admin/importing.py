"""Import and export at the desk: the way to the desk's page of imports, and django-import-export's page of exports."""

import io

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import Format

from archive.imports.masked_states import masked_states
from archive.imports.schema.sheets import write
from archive.imports.types import SHEETS


class SheetCSV(Format):
    """CSV as the archive reads and writes it."""

    def __init__(self, encoding=None):
        super().__init__()

    def get_title(self):
        return "CSV"

    def get_extension(self):
        return "csv"

    def can_export(self):
        return True


class SheetsMixin(ImportExportMixin):
    """The import and export pages of one noun."""

    def get_export_formats(self):
        return [SheetCSV]

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def import_action(self, request, *args, **kwargs):
        """Tables of every kind come in at one page of the desk."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(f"{reverse('desk:imports')}?noun={self.model.noun}")

    process_import = import_action

    def export_action(self, request):
        """The rows that the list shows with its search and filters, as far as whoever asks is shown them."""
        if not self.has_export_permission(request):
            return self.admin_site.login(request)
        try:
            return self._file_of(request, self.get_export_queryset(request))
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            messages.error(
                request, _("The address asks for a filter that this list does not have. Nothing was exported.")
            )
            return HttpResponseRedirect(reverse(f"admin:archive_{self.opts.model_name}_changelist"))

    @admin.action(description=gettext_lazy("Export as CSV"), permissions=["view"])
    def export_selected(self, request, rows):
        return self._file_of(request, rows)

    def _file_of(self, request, rows) -> HttpResponse:
        sheet = SHEETS[self.model.noun]
        out = io.StringIO()
        write(out, sheet, masked_states(sheet, rows, request.user))
        response = HttpResponse(out.getvalue().encode(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{sheet.noun}.csv"'
        response["Cache-Control"] = "private, no-store"
        return response
