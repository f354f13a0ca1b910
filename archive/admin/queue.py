"""The desk's start page: what waits for whoever looks, what is theirs, and what the records still lack."""

from collections import Counter
from dataclasses import dataclass, field

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.accounts.second_person import may_decide as may_decide_on_account
from archive.admin.list_filters import COMPLETENESS_CHECKS, IncompleteFilter
from archive.admin.unsaved import unsaved_forms_of
from archive.dates.edtf import day_in_words
from archive.domain.permissions import grants
from archive.domain.revisions import may_decide
from archive.models import (
    AUTHORITIES,
    RECORDS,
    Accession,
    Change,
    CheckRun,
    Feature,
    KeptForm,
    Passage,
    Request,
    Revision,
    StewardChange,
)
from archive.models.access.users import roles_of
from archive.models.access.viewers import ANYONE, viewer_for
from archive.models.access.wholeness import fully_visible_to
from archive.models.base.compiled_queries import compiled
from archive.models.desk.revisions import WAITING
from archive.vocabularies import ChangeAction, DeskAction, RequestStatus, RevisionStatus, State

MAX_ITEMS = 8  # entries of one panel
MAX_CANDIDATES = 30  # candidates that are asked one by one


@dataclass
class DashboardPanel:
    """One list on the start page, with entries of words, what stands beside them, and an address."""

    title: str
    about: str
    entries: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def first(self):
        return self.entries[:MAX_ITEMS]

    @property
    def more(self) -> bool:
        return len(self.entries) > MAX_ITEMS


def start_page(request):
    context = {
        "queue": [panel for panel in queue_of(request.user) if panel.entries],
        "lacks": lacks_of(request.user),
        "news": news_for(request.user),
        "lists": request.user.saved_lists.all(),
        "told": StewardChange.objects.told_to(request.user).exists(),
        "kept": KeptForm.objects.of(request.user),
        "unsaved": unsaved_forms_of(request.user),
        "checked": checks_for(request.user),
        "title": _("The desk"),
    }
    return admin.site.index(request, context)


def queue_of(user) -> list[DashboardPanel]:
    return [
        DashboardPanel(_("Accounts of stewards"), _("Somebody else has to agree."), _accounts_to_decide_on(user)),
        DashboardPanel(
            _("Proposals to decide on"), _("To be reviewed field by field, by somebody else."), _to_decide(user)
        ),
        DashboardPanel(_("Ready to publish"), _("In review, and not written by you."), _to_publish(user)),
        DashboardPanel(
            _("Requests from readers"),
            _("Something is disputed, to be removed or to be added."),
            _asked_by_readers(user),
        ),
        DashboardPanel(
            _("Features with hidden paragraphs"),
            _("They show or name something that is withdrawn, restricted or protected now."),
            _features_with_hidden_paragraphs(user),
        ),
        DashboardPanel(_("Returned to you"), _("Sent back from review, or asked about."), _came_back(user)),
        DashboardPanel(_("Your drafts"), _("Not yet sent to review."), _own_drafts(user)),
        DashboardPanel(_("Your proposals"), _("Waiting for somebody else."), _own_proposals(user)),
    ]


def _accounts_to_decide_on(user) -> list:
    waiting = StewardChange.objects.told_to(user).waiting()
    mine = [change for change in waiting if may_decide_on_account(user, change)]
    return [(str(change), day_in_words(change.asked_at), reverse("desk:accounts")) for change in mine]


def _to_decide(user) -> list:
    waiting = Revision.objects.filter(status=RevisionStatus.OPEN).exclude(authors=user).order_by("proposed_at")
    entries = (
        (revision, revision.subject.resolve()) for revision in waiting.select_related("subject")[:MAX_CANDIDATES]
    )
    return [_revision(revision, row) for revision, row in entries if may_decide(user, revision, row)]


def _to_publish(user) -> list:
    """What is in review is never steward-only, so the one table and the log answer for all rows at once.

    What links to something that is not open to ``user`` waits for somebody who may read all of it.
    """
    written = [] if user.works_alone else Change.objects.written_by(user).values("subject")
    rows = [
        row
        for row in _rows(user, ~Q(pk__in=written), state=State.IN_REVIEW)
        if roles_of(user) & grants(DeskAction.PUBLISH, row.noun, row.state).keys()
    ]
    whole = fully_visible_to(user, [row.pk for row in rows])
    return [_record(row) for row in rows if row.pk in whole]


def _asked_by_readers(user) -> list:
    asked = Request.objects.visible_to(user).filter(status=RequestStatus.OPEN).order_by("put_aside", "received_at")
    return [
        (str(one), day_in_words(one.received_at), reverse("admin:archive_request_change", args=[one.pk]))
        for one in asked[: MAX_ITEMS + 1]
    ]


def _features_with_hidden_paragraphs(user) -> list:
    """For stewards: published features of which a paragraph is hidden from readers, with how many."""
    if not viewer_for(user).sees_everything:
        return []
    hidden = Passage.objects.filter(pk__in=Passage.objects.hidden_from(ANYONE), feature__state=State.PUBLISHED)
    counted = Counter(hidden.values_list("feature", flat=True))
    rows = Feature.objects.filter(pk__in=counted).in_order()[: MAX_ITEMS + 1]
    return [(row.title, f"{row.pk}, {counted[row.pk]}", _address(row)) for row in rows]


def _came_back(user) -> list:
    entries = _revisions(user, Revision.objects.filter(status=RevisionStatus.QUERIED, authors=user))
    written = Q(pk__in=Change.objects.written_by(user).values("subject"))
    steps = Change.objects.filter(subject=OuterRef("pk"), action__in=(ChangeAction.SUBMITTED, ChangeAction.RETURNED))
    last = steps.order_by("-sequence")
    sent_back = {"last_step": Subquery(last.values("action")[:1]), "last_note": Subquery(last.values("reason")[:1])}
    for model in (*RECORDS, *AUTHORITIES):
        rows = model.objects.visible_to(user).filter(written, state=State.DRAFT).annotate(**sent_back)
        for row in rows.filter(last_step=ChangeAction.RETURNED).in_order()[: MAX_ITEMS + 1]:
            entries.append((row.title, f"{row.pk}: {row.last_note}", _address(row)))
    return entries


def _own_drafts(user) -> list:
    entered = Change.objects.entered_by(user).values("subject")
    return [_record(row) for row in _rows(user, Q(pk__in=entered), state=State.DRAFT)]


def _own_proposals(user) -> list:
    return _revisions(user, Revision.objects.filter(status__in=WAITING, authors=user))


def lacks_of(user) -> list[dict]:
    """For each type of record, how many that are not withdrawn lack what, with the list that shows them."""
    counted = []
    for model in RECORDS:
        listed = reverse(f"admin:archive_{model._meta.model_name}_changelist")
        [numbers] = _lacking.values_of_all(model, viewer_for(user)) or [(0,) * len(COMPLETENESS_CHECKS)]
        counts = [
            (label, number, f"{listed}?{IncompleteFilter.parameter_name}={name}")
            for (name, label, _), number in zip(COMPLETENESS_CHECKS, numbers, strict=True)
        ]
        counted.append({"name": model._meta.verbose_name_plural, "counts": counts})
    return counted


@compiled
def _lacking(_references, model, viewer):
    """One row: of the rows of ``model`` that are seen and not withdrawn, how many fail each check."""
    rows = model.objects.visible_to(viewer).exclude(state=State.WITHDRAWN).order_by()
    failing = {name: Count("pk", filter=condition(model, viewer)) for name, _, condition in COMPLETENESS_CHECKS}
    return rows.annotate(all=Value(1)).values("all").annotate(**failing).values_list(*failing)


def checks_for(user) -> dict | None:
    """What the last run of all checks found, for stewards: it tells of what is protected."""
    if not viewer_for(user).sees_everything:
        return None
    run = CheckRun.objects.last()
    findings = run.findings[:MAX_CANDIDATES] if run else []
    there = Accession.objects.with_a_record({pk for pk, _ in findings}).in_bulk()  # a record may be erased since
    found = [(pk, what, _address(there[pk].resolve())) for pk, what in findings if pk in there]
    return {"run": run, "findings": found}


def news_for(user) -> list[tuple[str, str, str]]:
    """What was published, revised or withdrawn of late, as far as whoever looks may know of it."""
    actions = (ChangeAction.PUBLISHED, ChangeAction.REVISED, ChangeAction.WITHDRAWN)
    changes = Change.objects.filter(action__in=actions).select_related("subject", "user").order_by("-sequence")
    news = []
    for change in changes[:MAX_CANDIDATES]:
        row = change.subject.resolve()
        if row.is_visible_to(user) and len(news) < MAX_ITEMS:
            who = change.user.get_full_name() if change.user else _("the command line")
            news.append(
                (
                    row.title,
                    _("{action} by {who}, {day}").format(
                        action=change.get_action_display(), who=who, day=day_in_words(change.created_at)
                    ),
                    _address(row),
                )
            )
    return news


def _rows(user, condition: Q, *, state: State):
    """The first rows of each type, enough to fill a panel and to know of more."""
    for model in (*RECORDS, *AUTHORITIES):
        yield from model.objects.visible_to(user).filter(condition, state=state).in_order()[: MAX_ITEMS + 1]


def _record(row) -> tuple[str, str, str]:
    return row.title, row.pk, _address(row)


def _revisions(user, revisions) -> list:
    """Those of ``revisions`` whose record ``user`` may still know of: it may have been closed to them since."""
    entries = [
        (revision, revision.subject.resolve()) for revision in revisions.select_related("subject")[:MAX_CANDIDATES]
    ]
    return [_revision(revision, row) for revision, row in entries if row.is_visible_to(user)]


def _revision(revision: Revision, row) -> tuple[str, str, str]:
    address = reverse("desk:revision", args=[revision.pk])
    return row.title, f"{row.pk}, {day_in_words(revision.proposed_at)}", address


def _address(row) -> str:
    return reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk])
