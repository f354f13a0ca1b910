"""The desk's pages of imports: handing in, confirming how a file is read, looking through, applying and undoing."""

import csv
import json
from dataclasses import replace

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from archive import encodings
from archive.admin.words import Words
from archive.imports import SHEETS, batches, mapping, tables, workbooks
from archive.imports.applying import may_apply
from archive.imports.errors import TableError
from archive.imports.loading import Refusal
from archive.imports.permission import entries_of, may_import
from archive.imports.shown import shown_states
from archive.imports.tables import QUOTES, SEPARATORS
from archive.imports.undoing import may_undo
from archive.imports.watch import cancel, progress_of
from archive.imports.working import ask_for
from archive.models import Batch, BatchFile, Mapping
from archive.models.holding import Refused
from archive.models.roles import may, roles_of
from archive.vocabularies import BatchStanding, DeskAction, Role, RowOutcome

PAGE = 50  # rows of one page
LISTED = 30  # batches on the list
SAMPLES = 3  # cells that show what a column holds
CONSTANTS = 3  # fields that one value fills for all rows, on the form
IMPORTERS = frozenset({Role.CONTRIBUTOR, Role.CURATOR, Role.REVIEWER, Role.STEWARD})


class UploadForm(forms.Form):
    file = forms.FileField(help_text="CSV, TSV or XLSX; or a ZIP with one table a kind, and the pictures they name.")
    noun = forms.ChoiceField(required=False, label="What the rows are")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        open_ones = [noun for noun in SHEETS if may_import(user, noun)]
        self.fields["noun"].choices = [("", "as the headings tell"), *((noun, noun) for noun in open_ones)]


def imports_page(request):
    """Hand in a file, and see what became of those handed in before."""
    if not roles_of(request.user) & IMPORTERS:
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        given, noun = form.cleaned_data["file"], form.cleaned_data["noun"]
        batch = batches.receive(given, given.name, by=request.user, noun=noun)
        closed = [table.noun for table in batch.files.all() if table.noun and not may_import(request.user, table.noun)]
        if closed:
            batches.stop(batch, TableError(f"Your roles let you import no {', '.join(closed)}."))
        return HttpResponseRedirect(reverse("desk:batch", args=[batch.pk]))
    seen = Batch.objects.visible_to(request.user).prefetch_related("files")[:LISTED]
    nouns = [noun for noun, _ in form.fields["noun"].choices if noun]
    context = {"title": "Imports", "form": form, "batches": seen, "nouns": nouns}
    return _page(request, "imports.html", context)


def batch_page(request, pk: int):
    """One batch, as it stands."""
    batch = _batch(request, pk)
    files = list(batch.files.all())
    context = {"title": f"Import of {batch.name}", "batch": batch, "files": files, "progress": progress_of(pk)}
    context["totals"] = [(one, batch.count(one), f"{batch.count(one):,}") for one in RowOutcome.values]
    context["may_apply"] = may_apply(request.user, batch)
    context["may_undo"] = may_undo(request.user, batch)
    context["own"] = batch.by == request.user
    if batch.standing == BatchStanding.ASKING:
        context["forms"] = [_ReadingForm(table) for table in files]
        context["mappings"] = Mapping.objects.filter(noun__in=[table.noun for table in files])
    elif batch.standing in (BatchStanding.READY, BatchStanding.APPLIED, BatchStanding.UNDONE, BatchStanding.DROPPED):
        context |= _rows_page(request, batch, files)
    return _page(request, "batch.html", context)


@require_POST
def batch_step(request, pk: int):
    """What somebody asks to be done with a batch."""
    batch = _batch(request, pk)
    try:
        _STEPS[request.POST.get("do", "")](request, batch)
    except KeyError as error:
        raise Http404 from error
    except (TableError, Refused) as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("desk:batch", args=[pk]))


def batch_progress(request, pk: int):
    """How far the work on a batch is, for the page to show as it goes."""
    batch = _batch(request, pk)
    return JsonResponse({"standing": batch.standing, "words": batch.get_standing_display(), **progress_of(pk)})


def batch_file(request, pk: int):
    """A file as it was handed in."""
    table = get_object_or_404(BatchFile, pk=pk, batch__in=Batch.objects.visible_to(request.user))
    if not table.stored:
        raise Http404
    return _private(FileResponse(batches.opened(table), as_attachment=True, filename=table.name.split("/")[-1]))


def batch_refused(request, pk: int):
    """The rows of a file that are refused, with one more column that says why, to be mended and sent again."""
    table = get_object_or_404(BatchFile, pk=pk, batch__in=Batch.objects.visible_to(request.user))
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=_attached(f"refused-{table.noun}.csv"))
    response.write("\ufeff")
    out = csv.writer(response)
    out.writerow([*table.headings, "why it was refused"])
    for cells, problems in (
        table.rows.filter(outcome=RowOutcome.REFUSED).order_by("number").values_list("cells", "problems")
    ):
        out.writerow([*json.loads(cells), " | ".join(_words_of(one) for one in json.loads(problems))])
    return _private(response)


def _words_of(problem: list[str]) -> str:
    refusal = Refusal(0, *problem)
    where = f"{refusal.column}: " if refusal.column else ""
    nearest = f" Nearest: {refusal.nearest}." if refusal.nearest else ""
    return f"{where}“{refusal.value[:80]}”. Expected {refusal.expected}.{nearest}"


def import_template(request, noun: str, kind: str):
    """A table of one noun to start from: empty, with what each column takes, or filled with what there is."""
    if noun not in SHEETS or kind not in (tables.CSV, tables.XLSX) or not may_import(request.user, noun):
        raise Http404
    sheet, filled = SHEETS[noun], "filled" in request.GET
    rows = shown_states(sheet, sheet.model.objects.all(), request.user) if filled else ()
    lines = list(tables.lines_of(sheet, rows))
    if kind == tables.CSV:
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=_attached(f"{noun}.csv"))
        tables.write_lines(response, lines)
        return _private(response)
    response = HttpResponse(
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers=_attached(f"{noun}.xlsx"),
    )
    help_lines = [["column", "required", "meaning", "allowed"]]
    help_lines += [[c.name, "yes" if c.required else "", c.meaning, c.allowed] for c in sheet.columns]
    workbooks.write(response, {noun: lines, "help": help_lines})
    return _private(response)


# Steps


def _confirm(request, batch: Batch) -> None:
    """Read the files as the form says; where that changes how one is read, ask again with what it holds then."""
    if batch.by != request.user or batch.standing != BatchStanding.ASKING:
        raise Refused("Nothing was done: whoever handed it in says how it is read.")
    anew = [_ReadingForm(table).keep(request.POST, request.user) for table in batch.files.all()]
    if not any(anew):
        batches.confirm(batch)


def _check_again(request, batch: Batch) -> None:
    if batch.by != request.user or batch.standing != BatchStanding.READY:
        raise Refused("Nothing was done: only whoever handed it in has it checked again.")
    for table in batch.files.all():
        _keep_meanings(table, request.POST)
    batches.confirm(batch)


def _keep_meanings(table: BatchFile, posted) -> None:
    """Keep which words stand for which, as chosen beside the values that are not known."""
    for name, counts in table.unknown.items():
        for n, typed in enumerate(counts):
            if meant := posted.get(f"{table.position}-{name}-{n}", ""):
                table.mapping.setdefault("values", {}).setdefault(name, {})[typed] = meant
    table.save()


def _ask_again(request, batch: Batch) -> None:
    if batch.by != request.user or batch.standing not in (BatchStanding.READY, BatchStanding.DROPPED):
        raise Refused("Nothing was done: only whoever handed it in says how it is read.")
    Batch.objects.filter(pk=batch.pk).update(standing=BatchStanding.ASKING, told="")


def _apply(request, batch: Batch) -> None:
    if not may_apply(request.user, batch):
        raise Refused("Nothing was done: whoever handed it in applies it, or a reviewer.")
    refused = batch.count(RowOutcome.REFUSED)
    if refused and request.POST.get("without") != str(refused):
        raise Refused(f"Nothing was done: {refused} rows are refused. Say that the rest is to be applied without them.")
    ask_for(batch, BatchStanding.APPLYING, applied_by=request.user)


def _undo(request, batch: Batch) -> None:
    if not may_undo(request.user, batch):
        raise Refused("Nothing was done: whoever handed it in or applied it undoes it.")
    ask_for(batch, BatchStanding.UNDOING, undone_by=request.user)


def _cancel(request, batch: Batch) -> None:
    if batch.is_worked_on:
        cancel(batch.pk)


def _drop(request, batch: Batch) -> None:
    if batch.by != request.user or batch.standing not in (BatchStanding.READY, BatchStanding.ASKING):
        raise Refused("Nothing was done: only whoever handed it in drops it, and only before it is applied.")
    batches.drop(batch)


_STEPS = {
    "confirm": _confirm,
    "check-again": _check_again,
    "ask-again": _ask_again,
    "apply": _apply,
    "undo": _undo,
    "cancel": _cancel,
    "drop": _drop,
}


# What the pages show


class _ReadingForm:
    """How one file is read, and what its columns mean, to be confirmed or corrected."""

    def __init__(self, table: BatchFile):
        self.table, self.sheet = table, SHEETS[table.noun]
        self.reading = tables.Reading(**table.reading)

    def name(self, what: str) -> str:
        return f"{self.table.position}-{what}"

    @property
    def ways(self) -> list[tuple]:
        """What a text can be read by: name of the input, label, choices, what is chosen."""
        if self.reading.kind != tables.CSV:
            return []
        return [
            (self.name("encoding"), "Encoding", list(encodings.NAMES.items()), self.reading.encoding),
            (self.name("separator"), "Cells are parted by", list(SEPARATORS.items()), self.reading.separator),
            (self.name("quote"), "Texts are quoted by", list(QUOTES.items()), self.reading.quote),
        ]

    @property
    def fields(self) -> list[tuple[str, str]]:
        own = [(c.name, f"{c.name}{' (required)' if c.required else ''}") for c in self.sheet.columns]
        return [("", "– not taken, kept with the row –"), (mapping.OWN_NUMBER, "its number in this file"), *own]

    @property
    def columns(self) -> list[tuple]:
        """For each heading: the input, the heading, what it is taken for, and some of its cells."""
        chosen = self.table.mapping.get("columns", {})
        samples = self.samples
        return [
            (self.name(f"column-{n}"), heading, chosen.get(heading, ""), [row[n] for row in samples if n < len(row)])
            for n, heading in enumerate(self.table.headings)
            if heading
        ]

    @property
    def samples(self) -> list[list[str]]:
        try:
            with batches.opened(self.table) as file:
                rows = tables.read(file, self.reading).rows
                return [cells for _, (_, cells) in zip(range(SAMPLES), rows, strict=False)]
        except TableError:
            return []

    @property
    def constants(self) -> list[tuple]:
        kept = [*self.table.mapping.get("constants", {}).items(), *[("", "")] * CONSTANTS][:CONSTANTS]
        return [
            (self.name(f"constant-{n}"), self.name(f"value-{n}"), name, cell) for n, (name, cell) in enumerate(kept)
        ]

    @property
    def days(self) -> list[tuple]:
        """For each field that is a date: the input, the field, and whether 03/04 is said to be 3 April."""
        said = self.table.mapping.get("day_first", {})
        dated = [c.name for c in self.sheet.columns if type(c).__name__ in ("Edtf", "Day")]
        filled = {*self.table.mapping.get("columns", {}).values()}
        words = {True: "day", False: "month"}
        return [(self.name(f"day-{name}"), name, words.get(said.get(name), "")) for name in dated if name in filled]

    def keep(self, posted, user) -> bool:
        """Keep what was posted; return whether the file is read otherwise now, and is to be looked at again."""
        wanted = {key: posted[self.name(key)] for key in ("encoding", "separator", "quote") if self.name(key) in posted}
        allowed = {"encoding": encodings.NAMES, "separator": SEPARATORS, "quote": QUOTES}
        wanted = {key: value for key, value in wanted.items() if value in allowed[key]}
        reading = replace(self.reading, **wanted)
        if reading != self.reading:
            batches.look_at(self.table, user, reading)
            return True
        if kept := Mapping.objects.filter(noun=self.table.noun, pk=posted.get(self.name("kept")) or None).first():
            batches.read_by(self.table, kept)
            return True
        self._keep_mapping(posted)
        if called := posted.get(self.name("keep-as"), "").strip()[:100]:
            Mapping.objects.update_or_create(
                noun=self.table.noun, name=called, defaults={"mapping": self.table.mapping, "by": user}
            )
            self.table.known_as = called
        self.table.save()
        return False

    def _keep_mapping(self, posted) -> None:
        known = {name for name, _ in self.fields}
        columns = {heading: posted.get(name, "") for name, heading, _, _ in self.columns}
        self.table.mapping["columns"] = {key: name for key, name in columns.items() if name in known}
        constants = [(posted.get(name, ""), posted.get(value, "")) for name, value, _, _ in self.constants]
        self.table.mapping["constants"] = {name: cell for name, cell in constants if name in known and name and cell}
        said = {name: posted.get(self.name(f"day-{name}"), "") for name in self.sheet.names}
        self.table.mapping["day_first"] = {
            name: word == "day" for name, word in said.items() if word in ("day", "month")
        }


def _rows_page(request, batch: Batch, files: list[BatchFile]) -> dict:
    """One page of the rows with one outcome, in one file; a page is found by the number that it follows."""
    wanted = next((one for one in files if str(one.position) == request.GET.get("file")), None)
    outcome = request.GET.get("outcome", "")
    if outcome not in RowOutcome.values:
        outcome = next((one for one in ("refused", "changed", "new", "same") if batch.count(one)), "new")
    table = wanted or next((one for one in files if one.counts.get(outcome)), files[0])
    after = int(request.GET.get("after", "0")) if request.GET.get("after", "0").isdigit() else 0
    found = list(table.rows.filter(outcome=outcome, number__gt=after).order_by("number")[: PAGE + 1])
    more = found[PAGE - 1].number if len(found) > PAGE else None
    rows = found[:PAGE]
    return {
        "outcome": outcome,
        "table": table,
        "more": more,
        "rows": [_told(row, table, *known) for row, known in zip(rows, _knowing(request.user, rows), strict=True)],
        "unmapped": [heading for heading, name in table.mapping.get("columns", {}).items() if not name],
        "unknown": _unknown_values(files) if batch.standing == BatchStanding.READY else [],
    }


def _knowing(user, rows):
    """For each row, whether its record is open to ``user``, and the words for what it links to."""
    entries = entries_of({row.subject for row in rows if row.subject})
    words = Words(user, [json.loads(state) for row in rows for state in (row.before, row.state) if state])
    for row in rows:
        entry = entries.get(row.subject)
        yield entry is None or may(user, DeskAction.READ, entry), words


def _told(row, table: BatchFile, is_open: bool, words: Words) -> dict:
    if not is_open:
        return {"number": row.number, "reference": row.reference, "closed": True}
    told = {"number": row.number, "reference": row.reference, "typed": _typed(row, table)}
    told["problems"] = [Refusal(row.number, *one) for one in json.loads(row.problems or "[]")]
    if row.state:
        before, after = json.loads(row.before or "{}"), json.loads(row.state)
        changed = {name: value for name, value in after.items() if before.get(name) != value} if before else after
        names = [
            name
            for name in SHEETS[table.noun].names
            if name in changed and (before or changed[name] not in ("", None, []))
        ]
        told["differences"] = [
            (name.replace("_", " "), words.of(before.get(name)), words.of(after[name])) for name in names
        ]
    return told


def _typed(row, table: BatchFile) -> list[tuple[str, str]]:
    cells = json.loads(row.cells)
    return [(heading, cell) for heading, cell in zip(table.headings, cells, strict=False) if cell]


def _unknown_values(files: list[BatchFile]) -> list[dict]:
    """Values that are not known, with what may be meant, to be said once for all rows that have them."""
    found = []
    for table in files:
        columns = SHEETS[table.noun].by_name()
        for name, counts in table.unknown.items():
            accepted = getattr(columns[name], "accepted", None)
            for n, (typed, count) in enumerate(counts.items()):
                found.append(
                    {
                        "input": f"{table.position}-{name}-{n}",
                        "column": name,
                        "typed": typed,
                        "count": count,
                        "choices": sorted(set(accepted.values())) if accepted else None,
                        "nearest": columns[name].nearest(typed),
                    }
                )
    return found


def _batch(request, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)


def _page(request, template: str, context: dict) -> HttpResponse:
    return _private(render(request, f"admin/archive/{template}", {**admin.site.each_context(request), **context}))


def _private(response):
    response["Cache-Control"] = "private, no-store"
    return response


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
