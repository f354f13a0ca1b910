"""The page on which a proposed revision is gone through, difference by difference, beside what the sources say."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.admin.steps import cautions_of
from archive.admin.words import Words
from archive.domain.locking import ActionRefused
from archive.domain.permissions import has_permission
from archive.domain.revisions import decide, may_decide, possible_names_in, take_back
from archive.domain.versions import close_history
from archive.models import Revision
from archive.models.access.wholeness import hidden_references
from archive.models.archive_object import archive_object_of
from archive.models.base.states import read_state
from archive.vocabularies import DeskAction, RevisionStatus, Verdict


def revision_page(request, pk: int):
    """Show one revision; take the verdicts of whoever may decide, or take it back for one of its authors.

    Where they are refused, the page keeps what was typed.
    """
    revision = get_object_or_404(Revision, pk=pk)
    row = archive_object_of(revision.subject)
    if not has_permission(request.user, DeskAction.READ, row) or hidden_references(
        [read_state(revision.base.state)], request.user
    ):
        raise Http404
    typed = {}
    if request.method == "POST":
        typed = _typed(request, revision)
        if _answer(request, revision, typed):
            return HttpResponseRedirect(reverse("desk:revision", args=[pk]))
        revision.refresh_from_db()
        typed = _kept(request, revision, typed)
    waits = revision in Revision.objects.waiting()
    own = revision.authors.filter(pk=request.user.pk).exists()
    decides = waits and may_decide(request.user, revision, row)
    context = {
        **admin.site.each_context(request),
        "title": _("Proposed revision of {row}").format(row=row),
        "revision": revision,
        "row": row,
        "differences": list(_describe_differences(revision, request.user, typed)),
        "closing": "close" in request.POST and _is_current(request, revision),
        "verdicts": Verdict.choices,
        "may_decide": decides,
        "cautions": cautions_of(possible_names_in(revision)) if decides else [],
        "may_take_back": waits and own,
        "form_address": reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk]),
        "may_edit": waits and has_permission(request.user, DeskAction.PROPOSE, row),
    }
    return render(request, "admin/archive/revision.html", context)


def _typed(request, revision: Revision) -> dict[str, dict]:
    """What was said of each difference, by its key."""
    return {
        one.key: {
            "verdict": request.POST.get(f"verdict {one.key}", ""),
            "remark": request.POST.get(f"remark {one.key}", "").replace("\x00", "")[:500],
        }
        for one in revision.differences()
    }


def _is_current(request, revision: Revision) -> bool:
    """Whether what was answered is the revision as it stands."""
    return request.POST.get("token") == revision.token()


def _kept(request, revision: Revision, typed: dict[str, dict]) -> dict[str, dict]:
    """What was typed; of a revision or a record that changed meanwhile the remarks alone: nobody judged that yet."""
    if _is_current(request, revision):
        return typed
    return {key: said | {"verdict": ""} for key, said in typed.items()}


def _answer(request, revision: Revision, verdicts: dict[str, dict]) -> bool:
    """Do what was asked, tell of it, and return whether it was done."""
    try:
        if "take_back" in request.POST:
            take_back(request.user, revision)
            messages.success(request, _("Proposal withdrawn."))
            return True
        decided = decide(request.user, revision, verdicts, request.POST.get("token", ""))
        if decided.status == RevisionStatus.APPLIED and request.POST.get("close"):
            close_history(request.user, revision.subject_id, gettext_noop("closed with a revision"))
        messages.success(request, _("The revision is {standing}.").format(standing=decided.get_status_display()))
        return True
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return False


def _describe_differences(revision: Revision, user, typed: dict[str, dict]):
    """Each difference in words, with what the sources on it say, what was said of it before, and what was typed now."""
    differences = revision.differences()
    meanwhile = revision.changed_meanwhile()
    words = Words(user, [read_state(revision.base.state), revision.proposed])
    citations = revision.proposed.get("hanging", {}).get("citations", [])
    for one in differences:
        on_it = [c for c in citations if one.field and c["field"] == one.field] or [
            c for c in citations if not c["field"]
        ]
        said = revision.verdicts.get(one.key, {})
        yield {
            "one": one,
            "before": words.of(one.before, one.noun, one.field),
            "after": words.of(one.after, one.noun, one.field),
            "meanwhile": words.of(meanwhile[one.key].after, one.noun, one.field) if one.key in meanwhile else None,
            "sources": [words.of(citation) for citation in on_it],
            "verdict_called": Verdict(said["verdict"]).label if said else "",
            "remark": said.get("remark", ""),
            "typed": typed.get(one.key, {}),
        }
