"""Two people at the same record at the same time, in transactions of their own: nothing is lost, the second is told."""

import threading
from functools import partial

import pytest
from django.db import IntegrityError, OperationalError, connections

from archive.domain.locking import ActionRefused
from archive.domain.merging import merge
from archive.domain.revisions import decide, propose
from archive.domain.workflow import perform_transition
from archive.models import Case, Change, Revision, recording
from archive.models.log.changes import last_change, last_state
from archive.vocabularies import DeskAction, State
from tests import made_up

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks):
    """Run ``tasks`` in threads that start together, each on a connection of its own; return what each came to."""
    start, outcomes = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(number, task):
        try:
            start.wait(10)
            outcomes[number] = task() or "done"
        except ActionRefused as refusal:
            outcomes[number] = str(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, task)) for n, task in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_of_two_reviewers_who_publish_at_once_one_is_told(colleague):
    reviewers = [colleague("reviewer"), colleague("reviewer", "steward")]
    for _ in range(5):
        row = made_up.case(state=State.IN_REVIEW)
        outcomes = at_once(*(partial(perform_transition, who, DeskAction.PUBLISH, row) for who in reviewers))
        told = f"{row.pk} was not changed: it is published. Expected a record that is in review."
        assert sorted(outcomes) == sorted(["done", told])
        assert Change.objects.filter(subject_id=row.pk, action="published").count() == 1


def test_of_two_reviewers_who_decide_at_once_one_is_told(colleague):
    reviewers = [colleague("reviewer"), colleague("reviewer", "steward")]
    row = made_up.case("As published")
    revision = propose(colleague("curator"), last_state(row.pk) | {"title": "As proposed"})
    token = revision.token()
    accept, reject = {"title": {"verdict": "accept"}}, {"title": {"verdict": "reject"}}
    outcomes = at_once(
        lambda: decide(reviewers[0], revision, accept, token) and None,
        lambda: decide(reviewers[1], revision, reject, token) and None,
    )
    status = Revision.objects.get().status
    assert sorted(outcomes) == sorted(
        [
            "done",
            f"This was not possible: this proposal is already {Revision.objects.get().get_status_display()}.",
        ]
    )
    assert Case.objects.get().title == {"applied": "As proposed", "rejected": "As published"}[status]


def test_two_who_propose_at_once_both_stand_in_the_one_proposal(colleague):
    authors = [colleague("curator"), colleague("curator", "steward")]
    row = made_up.case("As published")
    state = last_state(row.pk)
    outcomes = at_once(*(partial(propose, who, state | {"title": str(who)}) for who in authors))
    assert [str(outcome) for outcome in outcomes] == ["revision of CAS-0001"] * 2
    revision = Revision.objects.get()
    assert revision.authors.count() == 2
    assert revision.proposed["title"] in [str(who) for who in authors]


def test_two_who_enter_records_at_once_get_two_references():
    def enter():
        with recording():
            made_up.case()

    assert at_once(enter, enter, enter) == ["done"] * 3
    assert sorted(Case.objects.values_list("pk", flat=True)) == ["CAS-0001", "CAS-0002", "CAS-0003"]


def merging(user, kept, absorbed, seen):
    return lambda: merge(user, kept.pk, absorbed.pk, {}, "made up", expected_change=seen) and None


def test_of_two_stewards_who_merge_the_same_two_at_once_one_is_told(colleague):
    stewards = [colleague("steward"), colleague("steward", "reviewer")]
    for _ in range(3):
        one, other = made_up.case("One"), made_up.case("Other")
        seen = {row.pk: last_change(row.pk).pk for row in (one, other)}
        # each into the other: whoever comes second finds one of the two gone
        outcomes = at_once(merging(stewards[0], one, other, seen), merging(stewards[1], other, one, seen))
        told = [outcome for outcome in outcomes if outcome != "done"]
        pairs = ((one, other), (other, one))
        assert told in [[f"This was not possible: {gone.pk} was merged into {left.pk}."] for gone, left in pairs]
        assert Case.objects.filter(pk__in=(one.pk, other.pk)).count() == 1


def test_of_one_who_merges_and_one_who_publishes_at_once_the_second_is_told(colleague):
    steward, reviewer = colleague("steward"), colleague("reviewer")
    for _ in range(3):
        kept, absorbed = made_up.case(state=State.IN_REVIEW), made_up.case("Other", state=State.IN_REVIEW)
        seen = {row.pk: last_change(row.pk).pk for row in (kept, absorbed)}
        outcomes = at_once(
            merging(steward, kept, absorbed, seen), partial(perform_transition, reviewer, DeskAction.PUBLISH, absorbed)
        )
        assert outcomes.count("done") == 1
        there = Case.objects.filter(pk=absorbed.pk).first()
        assert (there is None) == (outcomes[0] == "done")
        assert there is None or there.state == State.PUBLISHED


def test_a_link_made_while_its_target_is_merged_is_not_lost(colleague):
    steward = colleague("steward")
    for _ in range(3):
        kept, absorbed = made_up.organisation("One"), made_up.organisation("Other")
        account = made_up.testimony()
        seen = {row.pk: last_change(row.pk).pk for row in (kept, absorbed)}

        def linking(account=account, absorbed=absorbed):
            try:
                with recording():
                    type(account).objects.filter(pk=account.pk).update(collected_by=absorbed)
            except (IntegrityError, OperationalError):
                return "told"
            return None

        merged, linked = at_once(merging(steward, kept, absorbed, seen), linking)
        account.refresh_from_db()
        if linked == "told":
            assert account.collected_by is None
        else:
            assert account.collected_by == (kept if merged == "done" else absorbed)
