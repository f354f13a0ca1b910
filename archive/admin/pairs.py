"""The page on which two records are compared, judged and merged; and the page on which a merge is taken back."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.history import parse_change_number
from archive.admin.whole import get_record_or_404
from archive.admin.words import Words
from archive.domain.backlinks import referring_to
from archive.domain.judgements import judge, may_judge
from archive.domain.locking import ActionRefused
from archive.domain.merging import ABSORBED, BOTH, KEPT, choosable, default_choice, merge, merge_denial_reason
from archive.domain.permissions import has_permission
from archive.domain.unmerging import unmerge
from archive.models import Judgement, Merge
from archive.models.access.users import roles_of
from archive.models.archive_object import ArchiveObject
from archive.models.base.labels import field_label, label_plural
from archive.models.base.states import WORKFLOW_FIELDS, states_of
from archive.models.log.changes import last_change
from archive.vocabularies import Comparison, DeskAction, DuplicateVerdict, Role


class JudgementForm(forms.Form):
    verdict = forms.ChoiceField(
        choices=DuplicateVerdict.choices, widget=forms.RadioSelect, label=gettext_lazy("They are")
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Your reason, or what would settle it. For your colleagues."),
    )


class MergeForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=500,
        help_text=gettext_lazy("Why they are the same. Kept in the history of both, for your colleagues."),
    )


def pair_page(request, first: str, second: str):
    """Compare ``first`` and ``second``; take a judgement, or merge the second into the first."""
    kept, absorbed = get_record_or_404(request, first), get_record_or_404(request, second)
    if type(kept) is not type(absorbed) or kept == absorbed:
        raise Http404
    reason = merge_denial_reason(request.user, kept, absorbed)
    judging = JudgementForm(request.POST if "judge" in request.POST else None)
    merging = MergeForm(request.POST if "merge" in request.POST else None)
    if "judge" in request.POST and may_judge(request.user) and judging.is_valid():
        judge(request.user, first, second, judging.cleaned_data["verdict"], judging.cleaned_data["reason"])
        messages.success(request, _("Noted."))
        return HttpResponseRedirect(request.path)
    if "merge" in request.POST and merging.is_valid():
        return _merge(request, kept, absorbed, merging.cleaned_data["note"])
    states = states_of([first, second])
    words = Words(request.user, list(states.values()))
    context = {
        **admin.site.each_context(request),
        "title": _("Are {first} and {second} the same?").format(first=first, second=second),
        "kept": kept,
        "absorbed": absorbed,
        "addresses": [_form_of(row) for row in (kept, absorbed)],
        "fields": list(_fields(type(kept), states[first], states[second], words)),
        "parts": list(_parts(states[first], states[second], words)),
        "links": [
            (model._meta.verbose_name_plural, [row.masked_for(request.user) for row in rows], more)
            for model, rows, more in referring_to(absorbed, request.user)
        ],
        "seen": [(pk, last_change(pk).pk) for pk in (first, second)],
        "judgements": Judgement.objects.of(first, second),
        "judging": judging if may_judge(request.user) else None,
        "merging": merging,
        "reason": reason,
        "swapped": reverse("desk:pair", args=[second, first]),
    }
    return render(request, "admin/archive/pair.html", context)


def merge_page(request, pk: int):
    """Tell what a merge wrote; take it back."""
    done = get_object_or_404(Merge.objects.select_related("user", "unmerged_by"), pk=pk)
    row = get_record_or_404(request, done.absorbed_id if done.unmerged_at else done.kept_id)
    if Role.STEWARD not in roles_of(request.user):  # the undo log holds what both held
        raise Http404
    if request.method == "POST":
        try:
            unmerge(request.user, done)
            messages.success(
                request,
                _("{absorbed} and {kept} are separate records again, as they were before.").format(
                    absorbed=done.absorbed_id, kept=done.kept_id
                ),
            )
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(request.path)
    context = {
        **admin.site.each_context(request),
        "title": _("{absorbed} was merged into {kept}").format(absorbed=done.absorbed_id, kept=done.kept_id),
        "done": done,
        "row": row,
        "address": _form_of(row),
        "writes": _writes(done, request.user),
        "may_part": not done.unmerged_at and has_permission(request.user, DeskAction.MERGE, row),
    }
    return render(request, "admin/archive/merge.html", context)


def _form_of(row: ArchiveObject) -> str:
    return reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk])


def _merge(request, kept: ArchiveObject, absorbed: ArchiveObject, note: str):
    choices = {field.name: request.POST.get(f"keep {field.name}", "") for field in choosable(type(kept))}
    seen = {pk: parse_change_number(request.POST.get(f"seen {pk}", "")) for pk in (kept.pk, absorbed.pk)}
    try:
        done = merge(request.user, kept.pk, absorbed.pk, choices, note, expected_change=seen)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.path)
    messages.success(
        request,
        _("{absorbed} was merged into {kept}. You can undo the merge here.").format(absorbed=absorbed.pk, kept=kept.pk),
    )
    return HttpResponseRedirect(reverse("desk:merge", args=[done.pk]))


def _fields(model: type[ArchiveObject], mine: dict, theirs: dict, words: Words):
    """Each field that one of the two fills in: how it reads in both, how they stand, and what can be kept of it."""
    asked = {field.name for field in choosable(model)}
    for name in (name for name in mine if name not in ("noun", "reference", "hanging", *WORKFLOW_FIELDS)):
        one, other = mine[name], theirs[name]
        if one in ("", None, []) and other in ("", None, []):
            continue
        alike = one == other
        yield {
            "name": name,
            "label": field_label(model.noun, name),
            "mine": words.of(one, model.noun, name),
            "theirs": words.of(other, model.noun, name),
            "standing": Comparison.SAME
            if alike
            else Comparison.ONE_ALONE
            if not (one and other)
            else Comparison.DIFFERENT,
            "choices": []
            if alike or name not in asked
            else [KEPT, ABSORBED, *([BOTH] if isinstance(one, list) else [])],
            "chosen": default_choice(one),
            "guarded": ""
            if alike or name in asked
            else words.of(model.protection.guards[name](one, other), model.noun, name) or _("nothing"),
        }


def _parts(mine: dict, theirs: dict, words: Words):
    """The parts of each of the two, side by side: what both say, where they differ, and what one alone says."""
    there, other = mine.get("hanging", {}), theirs.get("hanging", {})
    for noun in sorted({*there, *other}):
        left, right = ({words.of(row): row for row in state.get(noun, [])} for state in (there, other))
        lines = [(text, text, Comparison.SAME) for text in left if text in right]
        left, right = _without(left, right), _without(right, left)
        for text, row in left.items():
            rival = next((one for one, beside in right.items() if _speaks_of_the_same(row, beside)), "")
            right.pop(rival, None)
            lines.append((text, rival, Comparison.DIFFERENT if rival else Comparison.ONE_ALONE))
        lines += [("", text, Comparison.ONE_ALONE) for text in right]
        yield {"label": label_plural(noun), "lines": lines}


def _without(rows: dict[str, dict], also: dict[str, dict]) -> dict[str, dict]:
    return {words: row for words, row in rows.items() if words not in also}


def _speaks_of_the_same(row: dict, other: dict) -> bool:
    """Whether two claims are on one field of one person or thing: then they differ where they are not equal."""
    if row["noun"] != "claims":
        return False
    return (row["field"], row["of_whom"]) == (other["field"], other["of_whom"])


_DID = {
    "write": gettext_lazy("{field} of {references}: from “{before}” to “{after}”"),
    "link": gettext_lazy("{references}: now links to {target} ({field})"),
    "unlink": gettext_lazy("{references}: no longer links to {target} ({field})"),
    "remove": gettext_lazy("{reference} was removed, and is kept in the history"),
    "add": gettext_lazy("{reference} was added: {words}"),
}


def _writes(done: Merge, user) -> list[str]:
    """The undo log of a merge in words."""
    words = Words(user, done.entries)
    writes = []
    for obj in done.entries:
        values = {"field": field_label(obj["noun"], obj.get("field", "")), "target": words.of(obj.get("target"))}
        values["references"] = ", ".join(obj.get("references", []))
        if "state" in obj:
            values |= {"reference": obj["state"]["reference"], "words": words.of(obj["state"]).replace("\n", ", ")}
        for name in obj.get("after", [""]):
            if name:
                values |= {
                    side: words.of(obj[side][name], obj["noun"], name) or _("nothing") for side in ("before", "after")
                }
                values["field"] = field_label(obj["noun"], name)
            writes.append(_DID[obj["do"]].format(**values))
    return writes
