"""The way of a record, step by step, and what each step leaves behind."""

import pytest

from archive.domain.locking import ActionRefused
from archive.domain.workflow import TRANSITIONS, perform_transition
from archive.models import Change, recording
from archive.vocabularies import DeskAction, State
from tests import made_up

pytestmark = pytest.mark.django_db


def test_a_record_goes_its_way_and_the_log_tells_each_step(colleague):
    curator, reviewer = colleague("curator"), colleague("reviewer")
    with recording(curator):
        row = made_up.case(state=State.DRAFT)
    perform_transition(curator, DeskAction.SUBMIT, row, "ready, I think")
    perform_transition(reviewer, DeskAction.RETURN, row, "the date is missing")
    perform_transition(curator, DeskAction.SUBMIT, row)
    perform_transition(reviewer, DeskAction.PUBLISH, row, "checked against the source")
    perform_transition(reviewer, DeskAction.WITHDRAW, row, "the source retracted it", "error")
    told = (
        Change.objects.filter(subject_id=row.pk).order_by("sequence").values_list("user__username", "action", "reason")
    )
    assert list(told) == [
        ("made-up-curator", "saved", ""),
        ("made-up-curator", "submitted", "ready, I think"),
        ("made-up-reviewer", "returned", "the date is missing"),
        ("made-up-curator", "submitted", ""),
        ("made-up-reviewer", "published", "checked against the source"),
        ("made-up-reviewer", "withdrawn", "the source retracted it"),
    ]


def test_a_step_from_another_state_is_refused_with_what_is_expected(colleague):
    row = made_up.case(state=State.DRAFT)
    with pytest.raises(ActionRefused) as error:
        perform_transition(colleague("reviewer"), DeskAction.PUBLISH, row)
    assert str(error.value) == "CAS-0001 was not changed: it is draft. Expected a record that is in review."
    row.refresh_from_db()
    assert row.state == State.DRAFT


def test_publishing_ones_own_record_is_refused_with_who_could(colleague):
    both = colleague("curator", "reviewer")
    with recording(both):
        row = made_up.case(state=State.IN_REVIEW)
    with pytest.raises(ActionRefused) as error:
        perform_transition(both, DeskAction.PUBLISH, row)
    assert str(error.value) == (
        "CAS-0001 was not changed: somebody else has to publish it: a reviewer who did not write it."
    )


@pytest.mark.parametrize("action", [action for action, step in TRANSITIONS.items() if step.needs_note])
def test_a_step_that_takes_something_away_needs_a_note(colleague, action):
    row = made_up.case(state=TRANSITIONS[action].before)
    with pytest.raises(ActionRefused) as error:
        perform_transition(colleague("reviewer"), action, row, "  ", "error")
    assert str(error.value) == "This was not possible: this step needs a note that gives the reason."


def test_a_withdrawal_needs_the_ground_that_its_address_gives(colleague):
    with pytest.raises(ActionRefused) as error:
        perform_transition(colleague("reviewer"), DeskAction.WITHDRAW, made_up.case(), "a note")
    assert str(error.value) == "This was not possible: choose the reason that its page will give."


def test_whoever_comes_second_is_told(colleague):
    row = made_up.case(state=State.IN_REVIEW)
    stale = type(row).objects.get(pk=row.pk)
    perform_transition(colleague("reviewer"), DeskAction.PUBLISH, row)
    with pytest.raises(ActionRefused) as error:
        perform_transition(colleague("reviewer", "steward"), DeskAction.PUBLISH, stale)
    assert str(error.value) == "CAS-0001 was not changed: it is published. Expected a record that is in review."
    assert Change.objects.filter(subject_id=row.pk, action="published").count() == 1


def test_a_record_made_a_draft_again_leaves_no_tombstone(colleague, client):
    row, steward = made_up.case(), colleague("steward")
    perform_transition(steward, DeskAction.WITHDRAW, row, "a note", "safety")
    assert client.get("/cases/CAS-0001/").status_code == 410
    perform_transition(steward, DeskAction.REOPEN, row, "it was a mistake")
    assert (row.withdrawn_on, row.withdrawn_because) == (None, "")
    assert client.get("/cases/CAS-0001/").status_code == 404
