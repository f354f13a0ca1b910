"""Import and export at the desk: the way to the desk's page of imports, and django-import-export's page of exports."""

import io

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import JSON, TSV, Format, TablibFormat, TextFormat
from import_export.forms import SelectableFieldsExportForm
from odfdo import Cell, Document, Row, Table

from archive.imports.files import workbooks
from archive.imports.files.tables import write_lines
from archive.imports.types import SHEETS
from archive.models.base.labels import field_label


class SheetCSV(TextFormat):
    """CSV as the archive reads and writes it."""

    TABLIB_MODULE = "tablib.formats._csv"
    CONTENT_TYPE = "text/csv; charset=utf-8"

    def export_data(self, dataset, **kwargs) -> str:
        out = io.StringIO()
        write_lines(out, [dataset.headers, *dataset])
        return out.getvalue()


class SheetXLSX(TablibFormat):
    """A workbook as the archive reads and writes it, in which each cell is text."""

    TABLIB_MODULE = "tablib.formats._xlsx"
    CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def export_data(self, dataset, **kwargs) -> bytes:
        out = io.BytesIO()
        workbooks.write(out, {dataset.title: [dataset.headers, *dataset]})
        return out.getvalue()


class SheetODS(Format):
    """A table of OpenDocument, in which each cell is text."""

    CONTENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

    def get_title(self) -> str:
        return "ods"

    get_extension = get_title

    def get_content_type(self) -> str:
        return self.CONTENT_TYPE

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset, **kwargs) -> bytes:
        document, table = Document("spreadsheet"), Table(dataset.title)
        for line in (dataset.headers, *dataset):
            row = Row()
            row.extend_cells([Cell(text or None, cell_type="string") for text in line])
            table.append_row(row, clone=False)
        document.body.clear()
        document.body.append(table)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


class ExportForm(SelectableFieldsExportForm):
    """Which format, and which columns; all of them, unless somebody says otherwise."""

    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        del self.fields["export_items"]  # the list's own search and filters say which records
        titles = [(str(number), kind().get_title().upper()) for number, kind in enumerate(formats)]
        self.fields["format"].choices, self.fields["format"].initial = titles, "0"
        self.fields["format"].label = _("Format")
        for box in self.column_fields:
            del box.field.widget.attrs["resource-id"]  # no attribute that HTML knows

    def _get_field_label(self, resource, field_name: str) -> str:
        return field_label(resource.noun, field_name)

    def _validate_any_field_selected(self, resource) -> None:
        if not any(self.cleaned_data.get(name) for name in resource.names):
            raise ValidationError(_("No column is chosen. Expected one or more."))

    @property
    def column_fields(self) -> list:
        """The boxes of the columns, in the order of the file."""
        return [self[name] for names in self.resource_fields.values() for name in names]


class SheetsMixin(ImportExportMixin):
    """The import and export pages of one noun."""

    export_form_class = ExportForm
    export_template_name = "admin/archive/export.html"

    def get_export_formats(self):
        return [SheetCSV, TSV, SheetXLSX, SheetODS, JSON]

    def get_resource_classes(self, request):
        return [SHEETS[self.model.noun]]

    def get_resource_kwargs(self, request, *args, **kwargs):
        return {"user": request.user}

    def get_export_filename(self, request, queryset, file_format) -> str:
        return f"{self.model.noun}.{file_format.get_extension()}"

    def get_valid_export_item_pks(self, request):
        """The records that a form may name one by one: what is hidden answers as what is not there."""
        return self.get_queryset(request).values_list("pk", flat=True)

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
        """The page on which format and columns are chosen, and their file.

        It has the rows that the list shows with its search and filters, as far as whoever asks is shown them.
        """
        if not self.has_export_permission(request):
            return self.admin_site.login(request)
        try:
            return super().export_action(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            messages.error(
                request, _("The address contains a filter that this list does not have. Nothing was exported.")
            )
            return HttpResponseRedirect(reverse(f"admin:archive_{self.opts.model_name}_changelist"))

    def get_export_data(self, file_format, request, queryset, **kwargs):
        # a program reads JSON, and no spreadsheet that would run what a cell begins with
        return super().get_export_data(
            file_format, request, queryset, for_spreadsheet=not isinstance(file_format, JSON), **kwargs
        )

    @admin.action(description=gettext_lazy("Export as CSV"), permissions=["view"])
    def export_selected(self, request, rows):
        return self._do_file_export(SheetCSV(), request, rows)

    def _do_file_export(self, file_format, request, queryset, export_form=None) -> HttpResponse:
        response = super()._do_file_export(file_format, request, queryset, export_form=export_form)
        response["Cache-Control"] = "private, no-store"
        return response
