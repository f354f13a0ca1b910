"""Batches on published records: what they propose, beside what others propose, and what becomes of it when undone."""

import json

import pytest

from archive.domain.revisions import decide, propose, take_back
from archive.models import Accession, Citation, Revision
from archive.models.log.changes import last_state
from archive.vocabularies import BatchStatus, RevisionStatus, RowOutcome, State
from tests import made_up
from tests.made_up.batches import applied, checked, refusals, undone
from tests.made_up.files import HEAD

pytestmark = pytest.mark.django_db
ON_IT = "subject,source,locator\n{},{},page {}\n"


@pytest.fixture
def curator(colleague):
    return colleague("curator")


@pytest.fixture
def published():
    return made_up.case("As published")


def hung(published, curator, page=1):
    source = made_up.source()
    return applied(checked(ON_IT.format(published.pk, source.pk, page), "citations", user=curator))


def accepted(revision, reviewer):
    verdicts = {one.key: {"verdict": "accept"} for one in revision.differences()}
    return decide(reviewer, revision, verdicts, revision.token())


def test_a_row_that_hangs_on_a_published_record_keeps_the_reference_that_it_was_given(published, curator, colleague):
    batch = hung(published, curator)
    row = batch.rows().get()
    [proposed] = Revision.objects.get().proposed["hanging"]["citations"]
    assert (row.reference, proposed["reference"]) == ("CIT-0001", "CIT-0001")
    assert Accession.objects.get(pk="CIT-0001").noun == "citations"
    accepted(Revision.objects.get(), colleague("reviewer"))
    assert Citation.objects.get().pk == "CIT-0001"


def test_undoing_a_batch_that_only_proposed_takes_nothing_of_another_batch(published, curator):
    proposing = hung(published, curator)
    draft = made_up.case("A draft", state=State.DRAFT)
    source = made_up.source()
    applied(checked(ON_IT.format(draft.pk, source.pk, 2), "citations", user=curator))
    assert undone(proposing).status == BatchStatus.UNDONE
    assert [(row.pk, row.subject_id) for row in Citation.objects.all()] == [("CIT-0002", draft.pk)]
    assert Revision.objects.get().status == RevisionStatus.TAKEN_BACK


def test_rows_that_are_proposed_already_are_the_same_when_they_come_again(published, curator):
    title = f"{HEAD}\n{published.pk},Anew,captivity\n"
    applied(checked(title, user=curator))
    again = checked(title, user=curator)
    told = json.loads(again.rows().get().problems)
    assert (again.files.get().counts, told[0][2]) == (
        {"same": 1},
        "nothing more: this is already proposed, and waits for a reviewer",
    )

    hanging = made_up.case("Another as published")
    batch = hung(hanging, curator)
    source = json.loads(batch.rows().get().state)["source"]
    again = checked(ON_IT.format(hanging.pk, source, 1), "citations", user=curator)
    assert (again.files.get().counts, again.rows().get().reference) == ({"same": 1}, "CIT-0001")


def test_a_revision_that_waits_is_not_written_over(published, curator, colleague):
    propose(colleague("curator", "contributor"), last_state(published.pk) | {"summary": "by a colleague"})
    batch = checked(f"{HEAD}\n{published.pk},Anew,captivity\n", user=curator)
    expected = f"no other open proposal for {published.pk}: have it decided first, or add to it by hand"
    assert refusals(batch) == [(2, "", published.pk, expected)]
    source = made_up.source()
    hanging = checked(ON_IT.format(published.pk, source.pk, 1), "citations", user=curator)
    assert [told[3] for told in refusals(hanging)] == [expected]


def test_a_revision_that_came_since_the_check_stops_the_batch(published, curator, colleague):
    batch = checked(f"{HEAD}\n{published.pk},Anew,captivity\n", user=curator)
    other = propose(colleague("curator", "contributor"), last_state(published.pk) | {"summary": "by a colleague"})
    assert applied(batch).message == (
        f"A revision of {published.pk} was proposed since the batch was checked. Nothing was "
        "written. Check the batch again."
    )
    assert Revision.objects.get().proposed == other.proposed


def test_what_others_added_to_a_proposal_of_a_batch_is_not_taken_back_with_it(published, curator, colleague):
    batch = applied(checked(f"{HEAD}\n{published.pk},Anew,captivity\n", user=curator))
    revision = Revision.objects.get()
    propose(colleague("curator", "contributor"), revision.proposed | {"summary": "by a colleague"})
    stopped = undone(batch)
    assert (stopped.status, stopped.message) == (
        BatchStatus.APPLIED,
        f"Nothing was undone: More was proposed for {published.pk} since. These proposals have to be decided first.",
    )
    assert Revision.objects.get().status == RevisionStatus.OPEN


def test_a_row_whose_proposal_was_taken_back_is_told_so_when_it_comes_again(published, curator):
    batch = hung(published, curator)
    take_back(curator, Revision.objects.get())
    source = json.loads(batch.rows().get().state)["source"]
    again = checked(ON_IT.format(published.pk, source, 1), "citations", user=curator)
    expected = "a row that was not imported before; this one was, and was declined or removed since"
    assert refusals(again) == [(2, "", "CIT-0001", expected)]


def test_who_works_alone_writes_at_once_whatever_waits(published, colleague, settings):
    settings.ONE_PERSON_ARCHIVE = True
    alone = colleague("curator", "reviewer", "steward")
    propose(alone, last_state(published.pk) | {"summary": "waits"})
    batch = applied(checked(f"{HEAD}\n{published.pk},Anew,captivity\n", user=alone))
    published.refresh_from_db()
    assert (batch.count(RowOutcome.CHANGED), published.title) == (1, "Anew")


def test_what_may_bring_in_a_protected_name_waits_until_somebody_has_looked_at_it(curator, colleague):
    made_up.person("a captive", name="Zqvardan Zqpetrosyan")
    plain, naming = made_up.case("One"), made_up.case("Two")
    batch = checked(f"{HEAD}\n{plain.pk},Anew,captivity\n{naming.pk},Of Zqpetrosyan,captivity\n", user=curator)
    applied(batch, user=colleague("reviewer"))
    status = dict(Revision.objects.values_list("subject", "status"))
    assert status == {plain.pk: RevisionStatus.APPLIED, naming.pk: RevisionStatus.OPEN}
