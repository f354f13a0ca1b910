"""Each role at the desk: each action, on each type, in each state, steward-only or not, own or not, as the table
says.
"""

import json

import pytest
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.urls import reverse

from archive.domain.permissions import PERMITTED, grants
from archive.domain.workflow import TRANSITIONS
from archive.models import AUTHORITIES, RECORDS, Change, Revision, recording
from archive.models.log.changes import last_change
from archive.vocabularies import Access, DeskAction, Role, Scope, State
from tests import made_up
from tests.made_up.everything import MAKE

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]

OPEN = {
    "people": {"named_publicly": True, "name": "Made-up Name", "naming_ground": "consent"},
    "testimonies": {"consent": "published-elsewhere"},
}


@pytest.fixture
def nothing_drawn(monkeypatch):
    """Whether a page is given is asked here, not what stands on it: to draw the forms took most of the time."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


def address(row, name, *args):
    return reverse(f"admin:archive_{row._meta.model_name}_{name}", args=args)


def can_add(client, row) -> bool:
    return client.get(address(row, "add")).status_code == 200


def can_read(client, row) -> bool:
    return client.get(address(row, "change", row.pk)).status_code == 200


def can_write(client, row, proposing: bool) -> bool:
    """An empty form comes back with what is missing to whoever may send one."""
    answer = client.post(address(row, "change", row.pk), {})
    if answer.status_code != 200 or not answer.context_data["adminform"].form.errors:
        return False
    return answer.context_data.get("proposing", False) == proposing


def can_edit(client, row) -> bool:
    return can_write(client, row, proposing=False)


def can_propose(client, row) -> bool:
    return can_write(client, row, proposing=True)


def can_approve(client, row) -> bool:
    """Of a revision that somebody else proposed."""
    base = last_change(row.pk)
    state = json.dumps(json.loads(base.state) | {"title": "Proposed by somebody else"})
    revision = Revision.objects.create(subject_id=row.pk, base=base, state=state)
    values = {"token": revision.token(), "verdict title": "accept"}
    client.post(reverse("desk:revision", args=[revision.pk]), values)
    return type(row).objects.get(pk=row.pk).title == "Proposed by somebody else"


def can_restore(client, row) -> bool:
    """At once; what becomes a proposal is `can_propose`."""
    first = Change.objects.filter(subject_id=row.pk).earliest("sequence")
    title = row.title
    with recording():
        type(row).objects.filter(pk=row.pk).update(title="Changed since")
    client.post(address(row, "history", row.pk), {"change": first.pk})
    return type(row).objects.get(pk=row.pk).title == title


def can_take(client, row, step) -> bool:
    values = {"note": "a made-up note", "ground": "other", f"seen {row.pk}": last_change(row.pk).pk}
    client.post(f"{address(row, 'step', step.action)}?of={row.pk}", values)
    state = type(row).objects.get(pk=row.pk).state
    assert state in (row.state, step.after)
    return state != row.state


def can_merge(client, row) -> bool:
    """Another one, as open as can be, into this one."""
    other = MAKE[row.noun](title="Another made-up one", state=row.state, access=row.access, **OPEN.get(row.noun, {}))
    values = {"merge": "1", "note": "made up"} | {f"seen {pk}": last_change(pk).pk for pk in (row.pk, other.pk)}
    client.post(reverse("desk:pair", args=[row.pk, other.pk]), values)
    return not type(row).objects.filter(pk=other.pk).exists()


def attempt(client, action, row) -> bool:
    if action in TRANSITIONS:
        return can_take(client, row, TRANSITIONS[action])
    return ATTEMPTS[action](client, row)


ATTEMPTS = {
    DeskAction.ADD: can_add,
    DeskAction.READ: can_read,
    DeskAction.EDIT: can_edit,
    DeskAction.PROPOSE: can_propose,
    DeskAction.APPROVE: can_approve,
    DeskAction.RESTORE: can_restore,
    DeskAction.MERGE: can_merge,
}


def expected(role, action, row, sealed, own) -> bool:
    if action == DeskAction.ADD:
        return role in grants(action, row.noun, State.DRAFT)
    whose = grants(action, row.noun, row.state, steward_only=sealed).get(role)
    return whose == Scope.ANY or (whose == Scope.OWN and own) or (whose == Scope.OTHERS and not own)


WAYS = [
    *((state, Access.PUBLIC, own) for state in (State.DRAFT, State.IN_REVIEW) for own in (True, False)),
    *((state, access, True) for state in (State.PUBLISHED, State.WITHDRAWN) for access in ("public", "restricted")),
]


def rows_of(noun, user):
    """A record in each state, entered by ``user`` or by nobody who is known; a finished one, open and restricted."""
    for state, access, own in WAYS:
        with recording(user if own else None):
            row = MAKE[noun](state=state, access=access, **OPEN.get(noun, {}))
        yield row, access == Access.RESTRICTED, own


@pytest.mark.usefixtures("nothing_drawn")
@pytest.mark.parametrize("noun", MAKE)
@pytest.mark.parametrize("role", Role)
def test_each_role_does_what_the_table_says_and_nothing_else(client, colleague, role, noun):
    user = colleague(role)
    client.force_login(user)
    wrong = []
    for row, sealed, own in rows_of(noun, user):
        for action in DeskAction:
            with transaction.atomic():
                could = attempt(client, action, row)
                transaction.set_rollback(True)
            if could != expected(role, action, row, sealed, own):
                wrong.append(
                    (action.value, row.state, "sealed" if sealed else "open", "own" if own else "other", could)
                )
    assert wrong == []


def test_every_type_is_walked():
    assert set(MAKE) == {model.noun for model in (*RECORDS, *AUTHORITIES)}


def test_the_desk_is_closed_to_whoever_holds_no_role(client, researcher):
    row = made_up.case(state=State.DRAFT)
    for user in (None, researcher):
        if user:
            client.force_login(user)
        answers = [client.get(address(row, "change", row.pk)), client.get(reverse("admin:index"))]
        assert [answer.status_code for answer in answers] == [302, 302]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_accounts_are_with_administrators_alone(client, colleague, role):
    client.force_login(colleague(role))
    for name in ("changelist", "add"):
        assert client.get(reverse(f"admin:archive_user_{name}")).status_code == 403


def test_what_hangs_on_a_record_is_edited_on_the_records_own_page_alone(client, colleague):
    client.force_login(colleague("curator"))
    opened, sealed = made_up.case(state=State.DRAFT), made_up.person(title="a made-up captive", name="SECRET-NAME")
    on_opened, on_sealed = made_up.citation(opened), made_up.citation(sealed, quotation="SECRET-WORDS")
    pages = [client.post(address(row, "change", row.pk), {}) for row in (on_opened, on_sealed)]
    assert [page.status_code for page in pages] == [403, 403]
    listed = client.get(address(on_sealed, "changelist")).content.decode()
    assert (on_sealed.reference in listed, "SECRET" in listed) == (True, False)


def test_the_desk_of_a_curator_holds_no_identity_that_is_with_the_stewards(client, colleague):
    held = made_up.person(title="a made-up captive", name="SECRET-NAME", summary="SECRET-LIFE")
    made_up.name(held, "SECRET-VARIANT")
    made_up.custody_step(held, note="SECRET-NOTE", cited=made_up.citation(held, quotation="SECRET-WORDS"))
    made_up.testimony("A made-up account", told_by=held, text="SECRET-TEXT", state=State.DRAFT)
    kept = made_up.testimony("Another made-up account", told_by=held, text="SECRET-TEXT")
    client.force_login(colleague("curator"))
    pages = [
        *(reverse(f"admin:archive_{name}_changelist") for name in ("person", "name", "custodystep", "citation")),
        reverse("admin:archive_person_changelist") + "?q=secret",
        *(reverse(f"admin:archive_{name}_export") for name in ("person", "name", "custodystep", "citation")),
        address(held, "change", held.pk),
        address(held, "history", held.pk),
        address(kept, "change", kept.pk),
        address(kept, "history", kept.pk),
        reverse("admin:autocomplete") + "?app_label=archive&model_name=testimony&field_name=told_by&term=secret",
    ]
    assert [page for page in pages if "SECRET" in client.get(page, follow=True).content.decode()] == []
    for name in ("person", "name", "custodystep", "citation"):
        page = reverse(f"admin:archive_{name}_export")
        boxes = {box.html_name: "on" for box in client.get(page).context["form"].column_fields}
        file = client.post(page, boxes | {"format": "0"})
        assert (file["Content-Type"], b"SECRET" in file.content) == ("text/csv; charset=utf-8", False), name
    found = client.get(pages[-1].replace("term=secret", "term=captive")).json()["results"]
    assert found == [{"id": held.pk, "text": f"a made-up captive ({held.pk})"}]


def test_an_import_can_not_be_used_to_guess_what_is_with_the_stewards(colleague, import_table):
    held = made_up.person(title="a made-up captive", name="SECRET-NAME")
    file = f"reference,title,name\n{held.pk},a made-up captive,SECRET-NAME\n"
    [refusal] = import_table("people", file, user=colleague("curator"), dry_run=True).refusals
    assert str(refusal) == (
        f"Row 2, column reference: “{held.pk}”. Expected a row that you may change, or a new reference"
    )
    assert import_table("people", file, user=colleague("steward"), dry_run=True).counts["same"] == 1


def test_an_import_publishes_nothing_past_the_reviewers(colleague, import_table, settings):
    both = colleague("curator", "reviewer")
    file = "reference,title,kind,state\nCAS-0001,Made up,other,published\n"
    [refusal] = import_table("cases", file, user=both).refusals
    assert str(refusal) == (
        "Row 2, column state: “published”. Expected draft or in-review: imported records are "
        "published at the desk, by somebody else"
    )
    assert Change.objects.count() == 0
    settings.ONE_PERSON_ARCHIVE = True
    assert import_table("cases", file, user=both).counts["new"] == 1


def test_an_import_edits_only_what_its_curator_could_edit(colleague, import_table):
    row = made_up.case(state=State.WITHDRAWN)
    cited = made_up.citation(row)
    curator = colleague("curator")
    [one] = import_table("cases", f"reference,title,kind\n{row.pk},Renamed,captivity\n", user=curator).refusals
    assert str(one) == (
        "Row 2, column reference: “CAS-0001”. Expected a record that your roles let you edit; CAS-0001 is not"
    )
    file = f"reference,subject,source,locator\n{cited.pk},{row.pk},{cited.source_id},page 2\n"
    [other] = import_table("citations", file, user=curator).refusals
    assert str(other) == (
        "Row 2, column subject: “CAS-0001”. Expected a record that your roles let you edit; CAS-0001 is not"
    )


def test_a_page_of_a_step_tells_what_will_happen_to_each_record(client, colleague):
    reviewer = colleague("reviewer")
    ready, draft = made_up.case(state=State.IN_REVIEW, access=Access.RESTRICTED), made_up.case(state=State.DRAFT)
    client.force_login(reviewer)
    asked = reverse("admin:archive_case_changelist")
    answer = client.post(asked, {"action": "publish", "_selected_action": [ready.pk, draft.pk]})
    page = client.get(answer["Location"])
    assert [(row.pk, reason, cautions) for row, reason, cautions in page.context["considered"]] == [
        (
            ready.pk,
            "",
            ["It is restricted: once published, stewards alone see it.", "It cites no source yet."],
        ),
        (draft.pk, "it is draft. Expected a record that is in review", []),
    ]
    seen = {f"seen {row.pk}": last_change(row.pk).pk for row in (ready, draft)}
    client.post(answer["Location"], {"note": "checked", **seen})
    assert sorted(type(ready).objects.values_list("pk", "state")) == [(ready.pk, "published"), (draft.pk, "draft")]


def test_the_page_of_roles_prints_the_table(client, colleague):
    client.force_login(colleague("contributor"))
    [first, *_] = client.get(reverse("desk:roles")).context["tables"]
    told = {(action, state): dict(zip(Role, cells, strict=True)) for action, state, cells in first["rows"]}
    assert told == {key: {role: whose.get(role, "") for role in Role} for key, whose in labelled(PERMITTED).items()}


def labelled(table):
    return {key: {role: whose.label for role, whose in allowed.items()} for key, allowed in table.items()}
