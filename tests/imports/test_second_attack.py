"""What an attack found: guesses, links and names that came past protection, and rows that were lost or doubled."""

import pytest

from archive.admin.batch_steps import BATCH_STEPS
from archive.domain.erasing import erase
from archive.domain.locking import ActionRefused
from archive.domain.revisions import propose
from archive.imports.batch import batches, staging, working
from archive.imports.batch.progress import Progress
from archive.models import Accession, Batch, Case, Citation, Name, Person, Place, Repatriation
from archive.models.log.changes import last_state
from archive.vocabularies import Access, BatchStatus, State
from tests import made_up
from tests.domain.test_merging import merged
from tests.imports.test_broken_files import _Ends
from tests.made_up.batches import applied, checked, received, refusals, undone
from tests.made_up.batches import checked as checked_making
from tests.made_up.files import HEAD, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(colleague):
    return colleague("curator")


def folder(user, **tables):
    return checked(zipped(**{f"{noun}.csv": text for noun, text in tables.items()}), "", name="made-up.zip", user=user)


# Hidden records


def test_making_new_what_is_hidden_confirms_no_guess(curator):
    made_up.place("Secret camp nine", access=Access.RESTRICTED)
    batch = checked_making("title,kind,places\nx,killing,Secret camp nine\n", user=curator, auto_create={"places": "-"})
    assert (applied(batch).message, Place.objects.filter(title="Secret camp nine").count()) == ("", 2)


def test_undoing_names_nothing_that_is_hidden(curator):
    batch = applied(checked("reference,title\nPER-0007,a captive\n", "people", user=curator))
    made_up.repatriation("sealed", access=Access.RESTRICTED, people=[Person.objects.get()])
    assert undone(batch).message == "Nothing was undone: something that you may not see links to what it added."


def test_a_broken_row_opens_no_way_to_a_hidden_person(curator):
    hidden = made_up.person("sealed", access=Access.RESTRICTED)
    batch = folder(
        curator, people=f'reference,title\n" {hidden.pk}",x\n', repatriations=f"title,people\nfoo,{hidden.pk}\n"
    )
    assert batch.files.get(noun="repatriations").counts == {"refused": 1}
    applied(batch)
    assert not Repatriation.objects.exists()


def test_a_check_that_was_killed_forgets_no_links(curator, monkeypatch):
    hidden = made_up.place("Secret camp nine", access=Access.RESTRICTED)
    monkeypatch.setattr(staging, "ROWS_PER_COMMIT", 1)
    batch = received(f"reference,title,part_of\n,Lower,{hidden.pk}\n{hidden.pk},Upper,\n", noun="places", user=curator)
    batches.confirm(batch)
    with pytest.raises(KeyboardInterrupt):
        working.run(batch.pk, _Ends(after=1))
    working.run(batch.pk, Progress())
    assert batch.files.get().counts == {"refused": 2}


@pytest.mark.parametrize("which", ["new", "changed"])
def test_a_link_to_what_was_sealed_since_the_check_is_not_written(curator, which):
    person = made_up.person("a captive", state=State.DRAFT)
    row = made_up.repatriation("made up", state=State.DRAFT)
    text = {"new": f"title,people\nfoo,{person.pk}\n", "changed": f"reference,people\n{row.pk},{person.pk}\n"}[which]
    batch = checked(text, "repatriations", user=curator)
    person.state, person.access = State.PUBLISHED, Access.RESTRICTED
    person.save()
    assert applied(batch).message == (
        "Row 2 of made-up.csv links to something that is no longer accessible. Nothing was "
        "written. Check the batch again."
    )


def test_who_works_alone_publishes_no_protected_name(colleague, settings):
    settings.ONE_PERSON_ARCHIVE = True
    alone, case = colleague("curator", "reviewer", "steward"), made_up.case("As published")
    made_up.person("a captive", name="Quixotyan Held")
    batch = applied(checked(f"reference,summary\n{case.pk},of Quixotyan Held\n", user=alone))
    assert batch.message.startswith(f"Nothing was written: {case.pk} would be public, but a protected name appears in")
    case.refresh_from_db()
    assert case.summary == ""


def test_undoing_brings_no_protected_name_back(curator, colleague):
    held = made_up.person("a captive", name="Quixotyan Held", named_publicly=True, naming_ground="consent")
    case, reviewer = made_up.case("As published", summary="of Quixotyan Held"), colleague("reviewer")
    batch = checked(f"reference,summary\n{case.pk},of [[{held.pk}]]\n", user=curator)
    applied(batch, user=reviewer)
    Person.objects.filter(pk=held.pk).update(named_publicly=False, naming_ground="")
    told = undone(batch, user=reviewer).message
    assert told.startswith(f"Nothing was undone: {case.pk} is public and would be restored, but a protected name")


def test_what_comes_of_the_desk_is_not_filled_by_a_file(curator):
    draft = made_up.case("A draft", state=State.DRAFT)
    text = f"reference,withdrawn_on\n{draft.pk},2021-01-01\n"
    expected = "the present value: it is set by what is done at the desk"
    assert refusals(checked(text, user=curator)) == [(2, "withdrawn_on", "2021-01-01", expected)]
    text = "title,kind,withdrawn_on\nNew,killing,2021-01-01\n"
    expected = "nothing: it is set by what is done at the desk"
    assert refusals(checked(text, user=curator)) == [(2, "withdrawn_on", "2021-01-01", expected)]


# Rows lost or doubled


def test_what_hangs_on_new_rows_of_two_deliveries_is_not_taken_for_the_same(curator):
    for who in ("one man", "another man"):
        applied(folder(curator, people=f"title\n{who}\n", names=f"subject,text\n{who},Aram\n"))
    assert sorted(Name.objects.values_list("subject", "text")) == [("PER-0001", "Aram"), ("PER-0002", "Aram")]


def test_what_hangs_on_new_rows_is_the_same_when_all_of_it_comes_again(curator):
    tables = {"people": "title\none man\n", "names": "subject,text\none man,Aram\n"}
    applied(folder(curator, **tables))
    assert [table.counts for table in folder(curator, **tables).files.all()] == [{"same": 1}, {"same": 1}]


def test_a_row_whose_place_was_made_new_is_the_same_when_it_comes_again(curator):
    text, auto_create = "title,kind,places\nMade up,killing,Inventedville\n", {"places": "settlement"}
    applied(checked_making(text, user=curator, auto_create=auto_create))
    again = checked_making(text, user=curator, auto_create=auto_create)
    assert [table.counts for table in again.files.all()] == [{"same": 1}]


def test_a_refused_row_of_an_applied_batch_stands_in_nobodys_way(curator):
    applied(checked("title,kind\nMade up,killing\nMade up,killing\n", user=curator))
    again = checked("title,kind\nMade up,killing\n", user=curator)
    assert again.files.get().counts == {"same": 1}


def test_rows_with_and_without_references_of_one_file_do_not_collide(curator):
    assert applied(checked(f"{HEAD}\nCAS-0001,A,killing\n,B,killing\n", user=curator)).message == ""
    assert sorted(Case.objects.values_list("pk", "title")) == [("CAS-0001", "A"), ("CAS-0002", "B")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["merged", "erased"])
def test_a_reference_that_was_merged_or_erased_does_not_come_back(colleague, how):
    steward = colleague("curator", "steward")
    text = f"{HEAD}\nCAS-0009,N,killing\n"
    undone(applied(checked(text, user=steward)))
    applied(checked(text, user=steward))
    if how == "merged":
        kept = made_up.case("Kept", "killing", state=State.DRAFT)
        rows = [Case.objects.get(pk=pk) for pk in (kept.pk, "CAS-0009")]
        merged(steward, *rows)
    else:
        erase("CAS-0009", "Decision 1", steward)
    [told] = refusals(checked(text, user=steward))
    assert told[:3] == (2, "reference", "CAS-0009")


@pytest.mark.parametrize("step", ["drop", "check-again", "ask-again"])
def test_a_page_that_is_out_of_date_undoes_nothing(curator, colleague, rf, step):
    batch = checked(f"{HEAD}\nCAS-0001,Made up,killing\n", user=curator)
    stale = Batch.objects.get(pk=batch.pk)
    applied(batch, user=colleague("reviewer"))
    request = rf.post("/")
    request.user = curator
    with pytest.raises(ActionRefused, match="This was not possible: the batch has moved on"):
        BATCH_STEPS[step](request, stale)
    batch.refresh_from_db()
    assert (batch.status, batch.rows().count()) == (BatchStatus.APPLIED, 1)


def test_a_text_that_names_somebody_whose_row_is_refused_is_refused_too(curator):
    batch = folder(
        curator, people="reference,title\nPER-0001,\n", cases="title,kind,summary\nA,killing,of [[PER-0001]]\n"
    )
    assert batch.files.get(noun="cases").counts == {"refused": 1}


def test_a_batch_whose_people_are_named_since_is_not_undone(curator):
    batch = applied(checked("reference,title\nPER-0001,a captive\n", "people", user=curator))
    case = made_up.case("Made up", summary="of [[PER-0001]]", state=State.DRAFT)
    assert undone(batch).message == f"Nothing was undone: {case.pk} names somebody whom it added."


def test_a_batch_of_which_a_waiting_proposal_speaks_is_not_undone(curator, colleague):
    batch = applied(checked("reference,title,kind\nPLA-0001,Madeupton,settlement\n", "places", user=curator))
    case = made_up.case("As published")
    propose(colleague("curator", "contributor"), last_state(case.pk) | {"places": ["PLA-0001"]})
    told = f"Nothing was undone: An open proposal for {case.pk} refers to what it added."
    assert undone(batch).message == told


def test_batches_are_undone_from_last_to_first(curator):
    first = applied(checked(f"{HEAD}\nCAS-0001,One,killing\n", user=curator))
    second = applied(checked(f"{HEAD}\nCAS-0001,Two,killing\n", user=curator))
    source = made_up.source()
    third = applied(checked(f"subject,source,locator\nCAS-0001,{source.pk},page 1\n", "citations", user=curator))
    changed = (
        "Nothing was undone: CAS-0001 changed since it was applied. To undo it, they have to be as the batch left them."
    )
    assert undone(first).message.startswith(changed)
    assert [undone(batch).status for batch in (third, second, first)] == [BatchStatus.UNDONE] * 3
    assert (Case.objects.count(), Citation.objects.count()) == (0, 0)


def test_a_record_that_was_published_since_is_not_written_by_undoing(curator):
    draft, source = made_up.case("A draft", state=State.DRAFT), made_up.source()
    batch = applied(checked(f"subject,source,locator\n{draft.pk},{source.pk},page 1\n", "citations", user=curator))
    draft.state = State.PUBLISHED
    draft.save()
    assert undone(batch).status == BatchStatus.APPLIED


def test_nothing_hangs_on_what_hangs_itself(curator):
    source = made_up.source()
    text = f"reference,subject,source\nCIT-0001,CIT-0002,{source.pk}\nCIT-0002,CIT-0001,{source.pk}\n"
    assert [told[1] for told in refusals(checked(text, "citations", user=curator))] == ["subject", "subject"]


def test_a_reference_far_ahead_of_all_others_is_left_to_the_operator(curator):
    expected = "a reference up to PER-100001, or none: a row without one gets the next free one"
    text = "reference,title\nPER-9999999,a captive\n"
    assert refusals(checked(text, "people", user=curator)) == [(2, "reference", "PER-9999999", expected)]
    assert checked(text, "people").files.get().counts == {"new": 1}
    assert not Accession.objects.filter(noun="people").exists()


def test_a_long_number_of_its_own_is_kept_apart_from_others_to_its_end(curator):
    long = "https://example.org/" + "a" * 200
    batch = received(f"id,title,kind\n{long}1,One,killing\n{long}2,Two,killing\n", noun="cases", user=curator)
    batch.files.update(known_as="made-up observers")
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    assert batch.files.get().counts == {"new": 2}
