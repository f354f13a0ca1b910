"""The desk's start page: what waits for whom, and what the records still lack."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.admin.queue import lacks_of, news_for, queue_of
from archive.domain.revisions import decide, propose
from archive.domain.workflow import perform_transition
from archive.models import Change, recording
from archive.models.log.changes import last_state
from archive.vocabularies import DeskAction, State
from tests import made_up

pytestmark = pytest.mark.django_db


def queue(user):
    return {panel.title: [(words, beside) for words, beside, _ in panel.entries] for panel in queue_of(user)}


def entered(user, title, **values):
    with recording(user):
        return made_up.case(title, **values)


def test_each_sees_what_waits_for_them(colleague):
    curator, reviewer, both = colleague("curator"), colleague("reviewer"), colleague("curator", "reviewer")
    entered(curator, "Of the curator", state=State.IN_REVIEW)
    entered(both, "Of both", state=State.IN_REVIEW)
    entered(curator, "A draft", state=State.DRAFT)
    assert queue(curator)["Ready to publish"] == []
    assert queue(reviewer)["Ready to publish"] == [("Of the curator", "CAS-0001"), ("Of both", "CAS-0002")]
    assert queue(both)["Ready to publish"] == [("Of the curator", "CAS-0001")]
    assert queue(curator)["Your drafts"] == [("A draft", "CAS-0003")]
    assert queue(both)["Your drafts"] == []


def test_what_was_sent_back_comes_back_with_the_note_until_it_is_sent_again(colleague):
    curator = colleague("curator")
    row = entered(curator, "Sent back", state=State.DRAFT)
    perform_transition(curator, DeskAction.SUBMIT, row)
    perform_transition(colleague("reviewer"), DeskAction.RETURN, row, "the date is missing")
    assert queue(curator)["Returned to you"] == [("Sent back", "CAS-0001: the date is missing")]
    assert queue(colleague("steward"))["Returned to you"] == []
    perform_transition(curator, DeskAction.SUBMIT, row)
    assert queue(curator)["Returned to you"] == []


def test_proposals_wait_for_others_and_come_back_with_questions(colleague):
    curator, reviewer = colleague("curator"), colleague("reviewer")
    row = made_up.case("As published")
    revision = propose(curator, last_state(row.pk) | {"title": "As proposed"})
    assert [words for words, _ in queue(reviewer)["Proposals to decide on"]] == ["As published"]
    assert queue(curator)["Proposals to decide on"] == []
    assert [words for words, _ in queue(curator)["Your proposals"]] == ["As published"]
    decide(reviewer, revision, {"title": {"verdict": "query", "remark": "Which one?"}}, revision.token())
    assert queue(reviewer)["Proposals to decide on"] == []
    assert [words for words, _ in queue(curator)["Returned to you"]] == ["As published"]


def test_a_proposal_on_what_is_sealed_waits_for_another_steward(colleague):
    held = made_up.person("a made-up captive", name="Secret Name")
    propose(colleague("steward"), last_state(held.pk) | {"summary": "x"})
    for role, waits in (("reviewer", 0), ("steward", 0)):
        assert len(queue(colleague(role))["Proposals to decide on"]) == waits
    assert len(queue(colleague("steward", "curator"))["Proposals to decide on"]) == 1


def test_the_page_tells_what_records_lack_and_leads_to_them(client, colleague):
    whole = made_up.case("Whole", date="2020", places=[made_up.place()], verification="corroborated")
    made_up.citation(whole)
    made_up.case("Bare", state=State.DRAFT)
    made_up.case("Gone", state=State.WITHDRAWN)
    client.force_login(colleague("curator"))
    [cases, *_] = client.get(reverse("admin:index")).context["lacks"]
    assert [(label, count) for label, count, _ in cases["counts"]] == [
        ("a source", 1),
        ("a date", 1),
        ("a place", 1),
        ("agreement between sources", 0),
        ("a verification", 1),
    ]
    for _, count, address in cases["counts"]:
        listed = {row.title for row in client.get(address).context["cl"].result_list}
        assert ("Bare" in listed, "Whole" in listed) == (count > 0, False)


def test_news_tells_of_nothing_that_is_hidden(colleague):
    steward, reviewer = colleague("steward"), colleague("reviewer")
    for access in ("public", "restricted"):
        row = made_up.case(f"A {access} case", state=State.IN_REVIEW, access=access)
        perform_transition(reviewer, DeskAction.PUBLISH, row)
    assert [words for words, _, _ in news_for(steward)] == ["A restricted case", "A public case"]
    assert [words for words, _, _ in news_for(reviewer)] == ["A public case"]


def test_the_start_page_asks_the_database_as_often_for_3_records_as_for_30(client, colleague):
    curator, reviewer = colleague("curator"), colleague("curator", "reviewer")
    client.force_login(reviewer)
    asked = []
    for number in (3, 27):
        for n in range(number):
            row = entered(curator, f"Case {number} {n}", state=State.IN_REVIEW)
            entered(reviewer, f"Draft {number} {n}", state=State.DRAFT)
        client.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:index"))
        asked.append(len(queries))
    assert row.pk == "CAS-0059"
    assert asked[0] == asked[1]
    assert Change.objects.count() == 60


def test_whoever_holds_no_desk_role_but_administrator_sees_no_draft(client, colleague):
    entered(colleague("curator"), "SECRET-DRAFT", state=State.DRAFT)
    client.force_login(colleague("administrator"))
    assert b"SECRET" not in client.get(reverse("admin:index")).content
    assert all(count == 0 for kind in lacks_of(colleague("administrator")) for _, count, _ in kind["counts"])


def test_a_proposal_tells_nothing_of_a_record_that_was_closed_to_its_author_since(colleague):
    curator = colleague("curator")
    row = made_up.case("As published")
    revision = propose(curator, last_state(row.pk) | {"title": "As proposed"})
    type(row).objects.filter(pk=row.pk).update(title="SECRET-TITLE", access="restricted")
    assert queue(curator)["Your proposals"] == []
    decide(colleague("steward"), revision, {"title": {"verdict": "query", "remark": "Which one?"}}, revision.token())
    assert queue(curator)["Returned to you"] == []
