"""Import and export at the desk: django-import-export's pages over the one pipeline in `archive.imports`."""

import io
import uuid
from pathlib import Path

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import Format
from import_export.resources import Resource
from import_export.results import Result
from import_export.tmp_storages import TempFolderStorage

from archive.imports import SHEETS, tables
from archive.imports.loading import CHANGED, NEW, REFUSED, SAME, Report, load
from archive.imports.sheets import Sheet
from archive.imports.shown import shown_states
from archive.imports.tables import TableError


class Upload:
    """The bytes of an uploaded file; the pipeline reads them row by row."""

    def __init__(self, data: bytes):
        self.data = data


class SheetCSV(Format):
    """CSV as the archive reads and writes it."""

    CONTENT_TYPE = "text/csv"

    def __init__(self, encoding=None):
        super().__init__()

    def get_title(self):
        return "CSV"

    def create_dataset(self, in_stream):
        return Upload(in_stream)

    def get_extension(self):
        return "csv"

    def get_content_type(self):
        return self.CONTENT_TYPE

    def is_binary(self):
        return True

    def get_read_mode(self):
        return "rb"

    def can_import(self):
        return True

    def can_export(self):
        return True


class SheetResult(Result):
    """What the pipeline reports, as django-import-export's pages ask for it."""

    def __init__(self, report: Report, problem: str = ""):
        super().__init__()
        self.report, self.problem = report, problem
        self.counts = [(outcome, report.counts[outcome]) for outcome in (NEW, CHANGED, SAME, REFUSED)]

    def has_errors(self):
        return bool(self.problem or self.report.refusals)

    def has_validation_errors(self):
        return False


class SheetResource(Resource):
    """Leads django-import-export to the pipeline."""

    sheet: Sheet

    @classmethod
    def get_display_name(cls):
        return cls.sheet.noun

    def get_user_visible_fields(self):
        return []  # the page tells the columns itself, with what they mean

    def import_data(self, dataset, dry_run=False, user=None, file_name="", **kwargs):
        try:
            table = tables.read(io.BytesIO(dataset.data), self.sheet)
            report = load(
                self.sheet, table, by=user, why=f"import of {file_name}", batch=file_name or "", dry_run=dry_run
            )
        except TableError as error:
            return SheetResult(Report(self.sheet.noun), str(error))
        return SheetResult(report)


class UploadStorage(TempFolderStorage):
    """Uploaded tables wait for their confirmation in the archive's own folder, open to its owner alone."""

    def get_full_path(self):
        return str(_uploads() / Path(self.name).name)

    def _open(self, mode="r"):
        if not self.name:
            self.name = f"{uuid.uuid4().hex}.csv"
            path = Path(self.get_full_path())
            path.touch(mode=0o600)
        return open(self.get_full_path(), "wb" if mode == "w" else "rb")


def _uploads() -> Path:
    folder = Path(settings.ARCHIVE_DATA) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


class SheetsMixin(ImportExportMixin):
    """The import and export pages of one noun."""

    import_template_name = "admin/archive/import.html"
    tmp_storage_class = UploadStorage

    def get_resource_classes(self, request):
        return [type("Sheet", (SheetResource,), {"sheet": SHEETS[self.model.noun]})]

    get_import_resource_classes = get_export_resource_classes = get_resource_classes

    def get_import_formats(self):
        return [SheetCSV]

    get_export_formats = get_import_formats

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_import_context_data(self, **kwargs):
        sheet = SHEETS[self.model.noun]
        return {"columns": sheet.columns, "noun": sheet.noun}

    def process_import(self, request, **kwargs):
        try:
            return super().process_import(request, **kwargs)
        except (OSError, IndexError, ValueError):
            messages.error(
                request, "The uploaded file is no longer there: it was imported, or is too old. Upload it anew."
            )
            return HttpResponseRedirect(reverse(f"admin:archive_{self.opts.model_name}_import"))

    def process_result(self, result, request):
        name = f"admin:archive_{self.opts.model_name}"
        if result.has_errors():
            problem = result.problem or f"{len(result.report.refusals)} cells or rows can no longer be taken."
            messages.error(request, f"Nothing was imported. {problem} Please upload the file again.")
            return HttpResponseRedirect(reverse(f"{name}_import"))
        messages.success(request, f"Imported. {result.report.line()}.")
        return HttpResponseRedirect(reverse(f"{name}_changelist"))

    def export_action(self, request):
        """The rows that the list shows with its search and filters, as far as whoever asks is shown them."""
        if not self.has_export_permission(request):
            return self.admin_site.login(request)
        try:
            return self._file_of(request, self.get_export_queryset(request))
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            messages.error(request, "The address asks for a filter that this list does not have. Nothing was exported.")
            return HttpResponseRedirect(reverse(f"admin:archive_{self.opts.model_name}_changelist"))

    @admin.action(description="Export as CSV", permissions=["view"])
    def export_selected(self, request, rows):
        return self._file_of(request, rows)

    def _file_of(self, request, rows) -> HttpResponse:
        sheet = SHEETS[self.model.noun]
        out = io.StringIO()
        tables.write(out, sheet, shown_states(sheet, rows, request.user))
        response = HttpResponse(out.getvalue().encode(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{sheet.noun}.csv"'
        response["Cache-Control"] = "private, no-store"
        return response
