"""The desk's pages of imports: handing in, confirming how a file is read, looking through, applying and undoing."""

import csv
import json
from itertools import compress

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from archive.admin.batch_rows import rows_page
from archive.admin.batch_steps import BATCH_STEPS
from archive.admin.reading import TableMappingEditor, auto_create_fields
from archive.domain.locking import ActionRefused
from archive.imports.batch import batches, receiving, stored_files
from archive.imports.batch.loading import Refusal
from archive.imports.batch.permissions import IMPORTERS, may_apply, may_import, may_undo
from archive.imports.batch.progress import is_anybody_there, progress_of
from archive.imports.batch.visible_rows import are_all_rows_visible, some_rows, template_states, visible_row_flags
from archive.imports.batch.working import is_full
from archive.imports.files import tables, workbooks
from archive.imports.files.errors import TableError
from archive.imports.schema import cells
from archive.imports.schema.mapping import Columns
from archive.imports.schema.sheets import lines_of
from archive.imports.schema.widgets import NO_FORMULA
from archive.imports.types import SHEETS
from archive.languages import capitalised, in_each_language, number_in_words
from archive.models import Batch, BatchFile, BatchRow
from archive.models.access.users import roles_of
from archive.models.desk.revisions import WAITING
from archive.views.bodies import LARGEST_FILES
from archive.vocabularies import BatchStatus, RevisionStatus, RowOutcome

WHY = "why it was refused"  # the heading of the column that refused rows come down with
LISTED = 30  # batches on the list


class SeveralFiles(forms.FileField):
    """One file or several, as a list."""

    class Widget(forms.ClearableFileInput):
        allow_multiple_selected = True

    def __init__(self, **kwargs):
        super().__init__(widget=self.Widget(), **kwargs)

    def clean(self, data, initial=None):
        return [super(SeveralFiles, self).clean(one, initial) for one in data or [None]]


class UploadForm(forms.Form):
    files = SeveralFiles(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "One or several CSV, TSV or XLSX files, or one ZIP with a table for each kind and the "
            "pictures that they name. Tables that are uploaded together may link to each other’s rows."
        ),
    )
    noun = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Kind of records"),
        help_text=gettext_lazy("For one table. Of several, the file names or the headings decide."),
    )

    def clean_files(self):
        given = self.cleaned_data["files"]
        if (size := sum(one.size for one in given)) > LARGEST_FILES:
            raise forms.ValidationError(
                _("The upload has {size:,} bytes. Expected at most {largest:,}: upload it in parts.").format(
                    size=size, largest=LARGEST_FILES
                )
            )
        return given

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        open_ones = [noun for noun in SHEETS if may_import(user, noun)]
        self.fields["noun"].choices = [
            ("", _("detect from the headings")),
            *((noun, SHEETS[noun].words()) for noun in open_ones),
        ]


def tell_of_no_worker(request) -> None:
    """Say so where nobody is there to work on batches: they would wait for ever."""
    if not is_anybody_there():
        messages.warning(
            request,
            _("No worker is running, so batches wait. Tell the operator, who starts it with the archive."),
        )


def imports_page(request):
    """Hand in a file, and see what became of those handed in before."""
    if request.method == "GET":
        tell_of_no_worker(request)
    if not roles_of(request.user) & IMPORTERS:
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid() and (batch := _handed_in(request.user, form)):
        return HttpResponseRedirect(reverse("desk:batch", args=[batch.pk]))
    seen = [
        (batch, [f"{batch.count(one):,}" for one in RowOutcome.values])
        for batch in Batch.objects.visible_to(request.user).prefetch_related("files")[:LISTED]
    ]
    nouns = [(noun, words) for noun, words in form.fields["noun"].choices if noun]
    context = {"title": _("Imports"), "form": form, "batches": seen, "nouns": nouns, "outcomes": RowOutcome.labels}
    return _page(request, "imports.html", context)


def _handed_in(user, form: UploadForm) -> Batch | None:
    """The batch that the file in ``form`` becomes; ``None``, with the reason in the form, where it can't be kept."""
    given = form.cleaned_data["files"]
    noun = form.cleaned_data["noun"] if len(given) == 1 else ""
    try:
        batch = receiving.create_batch_from_files([(one, one.name, noun) for one in given], user=user)
    except (OSError, DatabaseError) as error:
        if not is_full(error):
            raise
        message = _(
            "The disk of the archive is full. Tell the operator, and upload the file again when there is space."
        )
        form.add_error("files", message)
        return None
    if closed := [table.noun for table in batch.files.all() if table.noun and not may_import(user, table.noun)]:
        batches.stop(
            batch, TableError(_("Your roles do not let you import {closed}.").format(closed=", ".join(closed)))
        )
    return batch


def batch_page(request, pk: int):
    """One batch, as it stands."""
    batch = _batch(request, pk)
    files = list(batch.files.all())
    if batch.is_worked_on:
        tell_of_no_worker(request)
    context = {
        "title": _("Import of {name}").format(name=batch.name),
        "batch": batch,
        "files": files,
        "progress": _progress(pk),
    }
    context["totals"] = [(one.value, one.label, batch.count(one), f"{batch.count(one):,}") for one in RowOutcome]
    context["may_apply"] = may_apply(request.user, batch)
    context["may_undo"] = may_undo(request.user, batch)
    context["own"] = batch.user == request.user
    context["written"] = f"{batch.count(RowOutcome.NEW, RowOutcome.CHANGED):,}"
    revisions = batch.revisions.values_list("status", flat=True)
    context["proposed"] = sum(status in WAITING for status in revisions)
    context["revised"] = sum(status == RevisionStatus.APPLIED for status in revisions)
    if batch.status == BatchStatus.ASKING:
        context["forms"] = [TableMappingEditor(table, request.user) for table in files if table.stored]
        context["makings"] = auto_create_fields(batch, request.user)
    elif batch.status in (BatchStatus.READY, BatchStatus.APPLIED, BatchStatus.UNDONE, BatchStatus.DROPPED):
        context |= rows_page(request, batch, files)
    return _page(request, "batch.html", context)


@require_POST
def batch_step(request, pk: int):
    """What somebody asks to be done with a batch."""
    batch = _batch(request, pk)
    step = BATCH_STEPS.get(request.POST.get("do", ""))
    if step is None:
        raise Http404
    try:
        step(request, batch)
    except (TableError, ActionRefused) as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("desk:batch", args=[pk]))


def batch_progress(request, pk: int):
    """How far the work on a batch is, for the page to show as it goes."""
    batch = _batch(request, pk)
    return JsonResponse({"status": batch.status, **_progress(pk)})


def _progress(pk: int) -> dict:
    """How far the work is, with a sentence that says so."""
    progress = progress_of(pk)
    if not progress:
        return {}
    doing = progress["what"]
    what = capitalised(_(doing).format(name=progress.get("name", "")))
    done = number_in_words(progress["done"])
    if progress["total"]:
        done = _("{done} of {total}").format(done=done, total=number_in_words(progress["total"]))
    words = _("{what}: {done} rows, {rate} a second").format(
        what=what, done=done, rate=number_in_words(progress["rate"])
    )
    left = "" if progress["left"] is None else _(", {seconds} s left").format(seconds=number_in_words(progress["left"]))
    return progress | {"words": f"{words}{left}."}


def batch_file(request, pk: int):
    """A file as it was handed in."""
    table = get_object_or_404(BatchFile, pk=pk, batch__in=Batch.objects.visible_to(request.user))
    if not table.stored:
        raise Http404
    if not are_all_rows_visible(request.user, table.batch, *table.batch.files.filter(stored=table.stored)):
        messages.error(
            request,
            _("The file {name} has rows that you may not see. The others are listed below.").format(name=table.name),
        )
        return HttpResponseRedirect(reverse("desk:batch", args=[table.batch_id]))
    return _private(
        FileResponse(stored_files.open_table(table), as_attachment=True, filename=table.name.split("/")[-1])
    )


def batch_refused(request, pk: int):
    """The rows of a file that are refused, with one more column that says why, to be mended and sent again."""
    table = get_object_or_404(BatchFile, pk=pk, batch__in=Batch.objects.visible_to(request.user))
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=_attached(f"refused-{table.noun}.csv"))
    response.write("\ufeff")
    out = csv.writer(response)
    places = [n for n, heading in enumerate(table.headings) if heading != WHY]  # a file may come and go several times
    out.writerow([*(cells.defuse(table.headings[n]) for n in places), WHY])
    columns = Columns(SHEETS[table.noun], table.headings, table.mapping)
    for rows in some_rows(table.rows.filter(outcome=RowOutcome.REFUSED)):
        for row in compress(rows, visible_row_flags(request.user, table.batch, rows)):
            out.writerow(_to_mend(row, columns, places, hints=table.batch.user == request.user))
    return _private(response)


def _to_mend(row: BatchRow, columns: Columns, places: list[int], *, hints: bool) -> list[str]:
    """The cells of a refused row, with why it was; a formula is left out, lest it be taken for a value."""
    problems = [[*one[:3], one[3] if hints else ""] for one in json.loads(row.problems)]
    typed = json.loads(row.cells)
    formula = in_each_language(NO_FORMULA)
    formulas = {columns.position(column) for column, _, expected, _ in problems if expected in formula}
    kept = ["" if n in formulas or n >= len(typed) else cells.defuse(typed[n]) for n in places]
    reason = _("Row {number}: {told}").format(number=row.number, told=" | ".join(_words_of(one) for one in problems))
    return [*kept, cells.defuse(reason), *map(cells.defuse, typed[columns.width :])]


def _words_of(problem: list[str]) -> str:
    refusal = Refusal(0, *problem)
    where = f"{refusal.column}: " if refusal.column else ""
    nearest = _(" Did you mean {nearest}?").format(nearest=refusal.nearest) if refusal.nearest else ""
    return _("{where}“{value}”. Expected {expected}.{nearest}").format(
        where=where, value=refusal.value[:80], expected=refusal.expected.rstrip(".։"), nearest=nearest
    )


def import_template(request, noun: str, kind: str):
    """A table of one noun to start from: empty, with what each column takes, or filled with what there is."""
    if noun not in SHEETS or kind not in (tables.CSV, tables.XLSX) or not may_import(request.user, noun):
        raise Http404
    sheet, filled = SHEETS[noun], "filled" in request.GET
    rows = template_states(sheet, request.user) if filled else ()
    lines = list(lines_of(sheet, rows))
    if kind == tables.CSV:
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=_attached(f"{noun}.csv"))
        tables.write_lines(response, lines)
        return _private(response)
    response = HttpResponse(
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers=_attached(f"{noun}.xlsx"),
    )
    help_lines = [[_("column"), _("required"), _("meaning"), _("allowed")]]
    help_lines += [
        [c.name, _("yes") if c.required else "", c.widget.meaning, str(c.widget.allowed)] for c in sheet.columns
    ]
    workbooks.write(response, {noun: lines, workbooks.HELP: help_lines})
    return _private(response)


def _batch(request, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)


def _page(request, template: str, context: dict) -> HttpResponse:
    return _private(render(request, f"admin/archive/{template}", {**admin.site.each_context(request), **context}))


def _private(response):
    response["Cache-Control"] = "private, no-store"
    return response


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
