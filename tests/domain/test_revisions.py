"""A published record stays as it is until somebody else has gone through what is proposed, difference by difference."""

import json

import pytest

from archive.domain.locking import ActionRefused
from archive.domain.revisions import decide, propose, restore, take_back
from archive.models import Change, Citation, Claim, Revision, recording
from archive.models.log.changes import last_state
from archive.models.log.differences import apply_differences, compare
from archive.vocabularies import State
from tests import made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    made = made_up.case("As published", date="2020-10", summary="Made-up words")
    made_up.citation(made, locator="page 1")
    return made


def proposed(row, **changes):
    return last_state(row.pk) | changes


def all_of(revision, verdict="accept", **others):
    given = {one.key: verdict for one in revision.differences()} | others
    return {key: {"verdict": value, "remark": "Which one?"} for key, value in given.items()}


def title(row):
    return type(row).objects.get(pk=row.pk).title


def test_a_proposal_changes_nothing_until_it_is_accepted(row, colleague):
    revision = propose(colleague("curator"), proposed(row, title="As proposed", date="2020-11"), "the source says so")
    assert title(row) == "As published"
    assert [(one.key, one.before, one.after) for one in revision.differences()] == [
        ("date", "2020-10", "2020-11"),
        ("title", "As published", "As proposed"),
    ]
    decide(colleague("reviewer"), revision, all_of(revision), revision.token())
    row.refresh_from_db()
    assert (row.title, str(row.date), row.state) == ("As proposed", "2020-11", "published")
    change = Change.objects.filter(subject_id=row.pk).latest("sequence")
    assert (change.user, change.action, change.reason) == (colleague("reviewer"), "revised", "the source says so")


def test_only_what_is_accepted_is_applied(row, colleague):
    revision = propose(colleague("curator"), proposed(row, title="As proposed", summary="Better words"))
    decided = decide(colleague("reviewer"), revision, all_of(revision, title="reject"), revision.token())
    row.refresh_from_db()
    assert (row.title, row.summary, decided.status) == ("As published", "Better words", "applied")
    assert {key: said["verdict"] for key, said in decided.verdicts.items()} == {"title": "reject", "summary": "accept"}


def test_one_question_sends_the_whole_back_and_applies_nothing(row, colleague):
    curator = colleague("curator")
    revision = propose(curator, proposed(row, title="As proposed", summary="Better words"))
    asked = decide(colleague("reviewer"), revision, all_of(revision, title="query"), revision.token())
    assert (asked.status, title(row)) == ("queried", "As published")
    again = propose(curator, asked.proposed | {"title": "As proposed, with a source"})
    assert (again.pk, again.status) == (revision.pk, "open")


def test_a_question_needs_words(row, colleague):
    revision = propose(colleague("curator"), proposed(row, title="As proposed"))
    for verdict in ({"verdict": "query"}, {"verdict": "query", "remark": "  "}):
        with pytest.raises(ActionRefused, match="write your question as a remark"):
            decide(colleague("reviewer"), revision, {"title": verdict}, revision.token())
    revision.refresh_from_db()
    assert (revision.status, revision.verdicts) == ("open", {})


def test_what_is_wholly_rejected_leaves_no_change(row, colleague):
    revision = propose(colleague("curator"), proposed(row, title="As proposed"))
    before = Change.objects.count()
    assert decide(colleague("reviewer"), revision, all_of(revision, "reject"), revision.token()).status == "rejected"
    assert (title(row), Change.objects.count()) == ("As published", before)


def test_what_hangs_on_a_record_is_proposed_with_it(row, colleague):
    state = last_state(row.pk)
    [old] = state["hanging"]["citations"]
    new = old | {"reference": "CIT-0002", "locator": "page 2"}
    age = {"reference": "CLM-0001", "noun": "claims", "subject": row.pk, "field": "age", "citation": "CIT-0002"}
    age |= {"term": None, "place": None, "date": "", "text": "20", "of_whom": ""}
    age |= {"source_grade": "F", "information_grade": "6"}
    state["hanging"] = {"citations": [old | {"locator": "page 3"}, new], "claims": [age]}
    elsewhere = made_up.citation(made_up.case("Another case"))  # takes the number that the form tried out
    revision = propose(colleague("curator"), state)
    assert [one.key for one in revision.differences()] == ["CIT-0001 locator", "CIT-0003", "CLM-0001"]
    decide(colleague("reviewer"), revision, all_of(revision), revision.token())
    assert sorted(Citation.objects.filter(subject=row.pk).values_list("pk", "locator")) == [
        ("CIT-0001", "page 3"),
        ("CIT-0003", "page 2"),
    ]
    assert Claim.objects.values_list("subject", "citation").get() == (row.pk, "CIT-0003")
    assert Citation.objects.get(pk=elsewhere.pk).subject_id == "CAS-0002"


def test_what_rests_on_a_rejected_part_is_refused_with_what_is_missing(row, colleague):
    state = last_state(row.pk)
    [old] = state["hanging"]["citations"]
    state["hanging"]["citations"] = [old, old | {"reference": "CIT-0002", "locator": "page 2"}]
    age = {"reference": "CLM-0001", "noun": "claims", "subject": row.pk, "field": "age", "citation": "CIT-0002"}
    age |= {"term": None, "place": None, "date": "", "text": "20", "of_whom": ""}
    state["hanging"]["claims"] = [age | {"source_grade": "F", "information_grade": "6"}]
    revision = propose(colleague("curator"), state)
    with pytest.raises(ActionRefused) as error:
        given = all_of(revision) | {"CIT-0002": {"verdict": "reject"}}
        decide(colleague("reviewer"), revision, given, revision.token())
    assert str(error.value) == (
        "This was not possible: what you accepted does not fit together. CLM-0001 links to "
        "CIT-0002 under “citation”, which does not exist."
    )
    revision.refresh_from_db()
    assert (revision.status, Claim.objects.count()) == ("open", 0)


def test_what_is_taken_away_goes_with_what_rests_on_it(row, colleague):
    made_up.claim(row, "age", text="20", cited=Citation.objects.get())
    revision = propose(colleague("curator"), proposed(row, hanging={}))
    decide(colleague("reviewer"), revision, all_of(revision), revision.token())
    assert (Citation.objects.count(), Claim.objects.count()) == (0, 0)


def test_nobody_decides_on_their_own_proposal(row, colleague, settings):
    both = colleague("curator", "reviewer")
    revision = propose(both, proposed(row, title="As proposed"))
    with pytest.raises(ActionRefused) as error:
        decide(both, revision, all_of(revision), revision.token())
    assert str(error.value) == ("CAS-0001 was not changed: a reviewer has to decide who did not propose it.")
    settings.ONE_PERSON_ARCHIVE = True
    decide(both, revision, all_of(revision), revision.token())
    assert title(row) == "As proposed"


def test_whoever_goes_on_with_a_proposal_is_one_of_its_authors(row, colleague):
    first = propose(colleague("curator"), proposed(row, title="As proposed"))
    second = propose(colleague("curator", "reviewer"), proposed(row, title="As proposed, better"))
    assert (first.pk, second.authors.count()) == (second.pk, 2)
    with pytest.raises(ActionRefused, match="was not changed: a reviewer has to decide who did not propose it"):
        decide(colleague("curator", "reviewer"), second, all_of(second), second.token())


def test_an_author_of_a_revision_does_not_publish_the_record_later(row, colleague):
    from archive.domain.permissions import has_written  # noqa: PLC0415

    both = colleague("curator", "reviewer")
    revision = propose(both, proposed(row, title="As proposed"))
    assert not has_written(both, row)
    decide(colleague("reviewer"), revision, all_of(revision), revision.token())
    assert has_written(both, row)
    assert not has_written(colleague("reviewer"), row)


def test_a_reviewer_who_reads_an_older_page_is_told(row, colleague):
    revision = propose(colleague("curator"), proposed(row, title="As proposed"))
    stale = revision.token()
    propose(colleague("curator"), proposed(row, title="As proposed later"))
    with pytest.raises(ActionRefused) as error:
        decide(colleague("reviewer"), revision, all_of(revision), stale)
    assert str(error.value) == (
        "This was not possible: the record or the proposal changed while you were reading. This is how it is now."
    )


def test_what_changed_meanwhile_is_told_and_what_nobody_proposed_is_kept(row, colleague):
    revision = propose(colleague("curator"), proposed(row, title="As proposed"))
    with recording():
        type(row).objects.filter(pk=row.pk).update(title="Changed meanwhile", summary="New words")
    assert {key: one.after for key, one in revision.changed_meanwhile().items()} == {"title": "Changed meanwhile"}
    decide(colleague("reviewer"), revision, all_of(revision), revision.token())
    row.refresh_from_db()
    assert (row.title, row.summary) == ("As proposed", "New words")


def test_a_verdict_is_wanted_on_each_difference(row, colleague):
    revision = propose(colleague("curator"), proposed(row, title="As proposed", date=""))
    with pytest.raises(ActionRefused, match="decide on each difference"):
        decide(colleague("reviewer"), revision, {"title": {"verdict": "accept"}}, revision.token())


def test_what_differs_in_nothing_is_no_proposal(row, colleague):
    assert propose(colleague("curator"), proposed(row)) is None
    assert Revision.objects.count() == 0


def test_a_proposal_is_taken_back_by_those_who_made_it_alone(row, colleague):
    revision = propose(colleague("curator"), proposed(row, title="As proposed"))
    with pytest.raises(
        ActionRefused, match="This was not possible: only the person who made an open proposal can withdraw it"
    ):
        take_back(colleague("steward"), revision)
    take_back(colleague("curator"), revision)
    assert Revision.objects.waiting_for(row.pk) is None


def test_a_proposal_can_not_publish_or_withdraw(row, colleague):
    revision = propose(colleague("curator"), proposed(row, title="As proposed", state="withdrawn"))
    decide(colleague("reviewer"), revision, all_of(revision), revision.token())
    row.refresh_from_db()
    assert (row.title, row.state) == ("As proposed", "published")


def test_an_earlier_state_of_a_draft_is_put_back_with_what_hung_on_it(colleague):
    row = made_up.case("First", state=State.DRAFT)
    cited = made_up.citation(row, locator="page 1")
    made_up.claim(row, "age", text="20", cited=cited)
    change = Change.objects.filter(subject_id=row.pk).latest("sequence")
    Claim.objects.all().delete()
    cited.delete()
    row.title = "Second"
    row.save()
    assert restore(colleague("curator"), change, "a made-up reason") is None
    assert last_state(row.pk) == json.loads(change.state)
    newest = Change.objects.filter(subject_id=row.pk).latest("sequence")
    assert (newest.action, newest.reason, newest.user) == ("restored", "a made-up reason", colleague("curator"))


def test_an_earlier_state_of_what_is_published_is_proposed(row, colleague):
    change = Change.objects.filter(subject_id=row.pk).earliest("sequence")
    with recording():
        type(row).objects.filter(pk=row.pk).update(title="Since then")
    revision = restore(colleague("curator"), change, "it was right")
    assert (title(row), revision.proposed["title"]) == ("Since then", "As published")


def test_putting_back_opens_nothing_that_is_protected_now(colleague):
    held = made_up.person(name="Made-up Name", named_publicly=True, naming_ground="consent", state=State.DRAFT)
    change = Change.objects.filter(subject_id=held.pk).latest("sequence")
    held.named_publicly, held.access, held.naming_ground = False, "restricted", ""
    held.title = "a made-up captive, protected"
    held.save()
    restore(colleague("curator"), change, "")
    held.refresh_from_db()
    assert (held.named_publicly, held.access, held.title) == (False, "restricted", "a made-up captive")


def test_comparing_and_merging_are_each_others_mirror(row):
    made_up.claim(row, "age", text="20")
    before = last_state(row.pk)
    after = before | {"title": "Another", "hanging": {"citations": [before["hanging"]["citations"][1]]}}
    assert compare(before, before) == []
    assert compare(apply_differences(before, compare(before, after)), after) == []
    assert compare(apply_differences(after, compare(after, before)), before) == []
