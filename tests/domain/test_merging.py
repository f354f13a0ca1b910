"Two records that are the same become one, and are unmerged exactly as they were."

from contextlib import contextmanager

import pytest

from archive.domain.locking import ActionRefused
from archive.domain.merging import ABSORBED, BOTH, merge
from archive.domain.permissions import has_permission
from archive.domain.revisions import propose, restore
from archive.domain.unmerging import unmerge
from archive.domain.workflow import perform_transition
from archive.imports.batch.loading import import_folder
from archive.imports.folders import write_folder
from archive.models import (
    Accession,
    Case,
    Change,
    Citation,
    Claim,
    Consent,
    Name,
    Person,
    Place,
    Redirect,
    Testimony,
    recording,
)
from archive.models.base.states import states_of
from archive.models.desk.merges import Merge
from archive.models.log.changes import last_change
from archive.vocabularies import DeskAction, State
from tests import made_up
from tests.imports.test_round_trip import contents, empty_the_archive
from tests.made_up import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(colleague):
    return colleague("steward", "reviewer")


@contextmanager
def refused(told):
    with pytest.raises(ActionRefused) as refusal:
        yield
    assert told in str(refusal.value)


def merged(user, kept, absorbed, note="made up", **choices) -> Merge:
    seen = {pk: last_change(pk).pk for pk in (kept.pk, absorbed.pk)}
    return merge(user, kept.pk, absorbed.pk, choices, note, expected_change=seen)


def exported(folder) -> dict[str, bytes]:
    write_folder(folder, public=False)
    return contents(folder)


@pytest.mark.parametrize("whose", [ABSORBED, BOTH])
@pytest.mark.parametrize("noun", everything.NOUNS)
def test_a_merge_of_two_with_everything_on_them_is_undone_byte_for_byte(steward, tmp_path, noun, whose):
    kept, absorbed = everything.two_of(noun)
    before = exported(tmp_path / "before")
    done = merged(steward, kept, absorbed, **dict.fromkeys(everything.fields_of(noun), whose))
    during = exported(tmp_path / "merged")
    holding = {name for name, table in during.items() if absorbed.pk.encode() in table}
    unmerge(steward, done)
    assert holding == {"redirects.csv"}
    assert exported(tmp_path / "after") == before


def test_everything_that_can_hang_or_link_is_tried():
    """The pairs above together have every link that a model has to what is merged."""
    for noun in everything.NOUNS:
        kept, absorbed = everything.two_of(noun)
        lacking = [link for link in everything.links_to(type(kept)) if not everything.is_linked(link, absorbed)]
        assert lacking == []


def test_a_merge_is_exported_and_comes_back_with_the_same_bytes(steward, tmp_path):
    kept, absorbed = everything.two_of("people")
    merged(steward, kept, absorbed)
    first = exported(tmp_path / "first")
    empty_the_archive()
    assert [refusal for report in import_folder(tmp_path / "first") for refusal in report.refusals] == []
    assert exported(tmp_path / "second") == first
    assert Accession.objects.get(pk=absorbed.pk).resolve() == kept


def test_where_nothing_is_chosen_nothing_is_lost(steward):
    kept = made_up.case("A made-up case", date="2020-10", places=[made_up.place("Madeupton")])
    absorbed = made_up.case(
        "Another", summary="Told by the other.", date="2020-11", places=[made_up.place("Falseville")]
    )
    merged(steward, kept, absorbed)
    kept.refresh_from_db()
    assert (kept.title, kept.summary, str(kept.date)) == ("A made-up case", "Told by the other.", "2020-10")
    assert [place.title for place in kept.places.order_by("title")] == ["Falseville", "Madeupton"]


def test_what_it_was_called_stays_as_a_name(steward):
    named = {"named_publicly": True, "naming_ground": "consent"}
    kept, absorbed = (made_up.person(f"captive {n}", name=f"Made-up {n}", **named) for n in ("Eulgek", "Euljek"))
    merged(steward, kept, absorbed, name=ABSORBED)
    assert Person.objects.get().name == "Made-up Euljek"
    assert [(name.text, name.subject_id) for name in Name.objects.all()] == [("Made-up Eulgek", kept.pk)]


def test_of_what_guards_the_two_the_stricter_stands(steward):
    kept = made_up.person("a captive", name="Made-up One", named_publicly=True, naming_ground="consent")
    absorbed = made_up.person("a captive", access="researchers", embargo_until="2031-01-01")
    merged(steward, kept, absorbed)
    row = Person.objects.get()
    assert (row.named_publicly, row.access, str(row.embargo_until)) == (False, "researchers", "2031-01-01")


def test_what_was_closed_since_is_closed_on_both_after_parting(steward):
    kept, absorbed = made_up.case("A made-up case"), made_up.case("A made-up other")
    done = merged(steward, kept, absorbed)
    Case.objects.update(access="restricted")
    unmerge(steward, done)
    assert sorted(Case.objects.values_list("pk", "access")) == [(kept.pk, "restricted"), (absorbed.pk, "restricted")]


def test_what_was_withdrawn_since_is_not_published_by_parting(steward):
    kept, absorbed = made_up.case("A made-up case"), made_up.case("A made-up other")
    done = merged(steward, kept, absorbed)
    perform_transition(steward, DeskAction.WITHDRAW, kept, "made up", "request")
    with refused("This was not possible: your roles do not let you change CAS-0001, which is withdrawn."):
        unmerge(steward, done)
    perform_transition(steward, DeskAction.REOPEN, kept, "made up")
    with refused("The merge was not undone: CAS-0001 is now draft. Expected it to be published."):
        unmerge(steward, done)
    assert [row.state for row in Case.objects.all()] == ["draft"]


REFUSALS = [
    ({}, {"state": "published"}, "steward", None, ""),
    ({}, {}, "curator", None, "your roles do not let you merge CAS-0001, which is published"),
    ({"state": "withdrawn"}, {}, "steward", None, "your roles do not let you merge CAS-0001, which is withdrawn"),
    (
        {"state": "draft"},
        {},
        "steward",
        None,
        "CAS-0002 is published and CAS-0001 is not. Keep the published one",
    ),
    (
        {},
        {"state": "in-review"},
        "steward",
        None,
        "CAS-0002 would be published with CAS-0001. It has to be in review, and you have to "
        "be a reviewer who did not write it",
    ),
]


@pytest.mark.parametrize(("one", "other", "role", "_", "told"), REFUSALS)
def test_what_can_not_be_merged_is_said(colleague, one, other, role, _, told):
    kept, absorbed = made_up.case(**one), made_up.case(**other)
    user = colleague(role)
    if not told:
        assert merged(user, kept, absorbed).kept_id == kept.pk
        return
    with pytest.raises(ActionRefused) as refusal:
        merged(user, kept, absorbed)
    assert str(refusal.value) == f"The records were not merged: {told}."
    assert Case.objects.count() == 2


def test_a_draft_that_somebody_else_wrote_is_published_by_a_reviewer_who_merges_it(colleague, steward):
    kept = made_up.case()
    with recording(colleague("curator")):
        absorbed = made_up.case("Another", state=State.IN_REVIEW)
    assert merged(steward, kept, absorbed).absorbed_id == absorbed.pk


def test_whoever_wrote_what_was_merged_into_it_does_not_publish_it(colleague, steward):
    kept = made_up.case(state=State.IN_REVIEW)
    writer = colleague("curator", "reviewer")
    with recording(writer):
        absorbed = made_up.case("Another", state=State.IN_REVIEW)
    merged(steward, kept, absorbed)
    assert [has_permission(who, DeskAction.PUBLISH, kept) for who in (writer, steward, colleague("reviewer"))] == [
        False,
        False,
        True,
    ]


def test_what_waits_for_a_decision_is_not_merged(colleague, steward):
    kept, absorbed = made_up.case(), made_up.case("Another")
    propose(colleague("curator"), states_of([absorbed.pk])[absorbed.pk] | {"title": "Proposed"})
    with refused("CAS-0002 has an open proposal. It has to be decided first"):
        merged(steward, kept, absorbed)


def test_whoever_reads_an_older_page_is_told(steward):
    kept, absorbed = made_up.case(), made_up.case("Another")
    seen = {pk: last_change(pk).pk for pk in (kept.pk, absorbed.pk)}
    Case.objects.filter(pk=absorbed.pk).update(title="Changed since")
    with refused("The records were not merged: one of them changed while you were reading. Look at them again."):
        merge(steward, kept.pk, absorbed.pk, {}, "", expected_change=seen)


def test_a_protected_name_does_not_become_public_by_merging(steward):
    made_up.person("a captive", name="Nobody Madeupian")
    kept = made_up.case()
    absorbed = made_up.case("Another", state=State.IN_REVIEW, summary="Of Nobody Madeupian.")
    with refused("a protected name would appear in summary: “Of Nobody Madeupian.”"):
        merged(steward, kept, absorbed)


def test_two_consents_that_differ_are_not_made_one(steward):
    kept, absorbed = made_up.testimony(), made_up.testimony("Another")
    made_up.consent(kept, "publish", given_on="2021-01-01")
    made_up.consent(absorbed, "publish", given_on="2021-01-01", withdrawn_on="2022-02-02")
    with refused("CNS-0001 and CNS-0002 differ in withdrawn on, and only one of them can be kept"):
        merged(steward, kept, absorbed)


def test_what_lies_in_itself_by_merging_lies_in_nothing(steward):
    wide = made_up.place("Madeupton")
    narrow = made_up.place("Falseville", part_of=wide)
    done = merged(steward, wide, narrow)
    assert list(Place.objects.values_list("pk", "part_of")) == [(wide.pk, None)]
    unmerge(steward, done)
    assert list(Place.objects.in_order().values_list("pk", "part_of")) == [(wide.pk, None), (narrow.pk, wide.pk)]


def test_what_was_changed_since_is_not_overwritten_by_parting(steward):
    kept, absorbed = made_up.case(), made_up.case("Another", summary="Told by the other.")
    cited = made_up.citation(absorbed)
    done = merged(steward, kept, absorbed)
    Case.objects.update(title="Changed since, and kept")
    Case.objects.update(summary="Changed since")
    with refused("The merge was not undone: CAS-0001 was changed since (summary)."):
        unmerge(steward, done)
    Case.objects.update(summary="Told by the other.")
    made_up.claim(kept, "age", cited=Citation.objects.get(), text="about 20")
    with refused(f"CLM-0001, entered since, rests on {cited.pk}, which would be moved back."):
        unmerge(steward, done)
    Claim.objects.all().delete()
    unmerge(steward, done)
    assert sorted(Case.objects.values_list("pk", "title")) == [
        (kept.pk, "Changed since, and kept"),
        (absorbed.pk, "Another"),
    ]


def test_a_merge_is_parted_once_and_by_stewards(colleague, steward):
    done = merged(steward, made_up.case(), made_up.case("Another"))
    with refused("your roles do not let you change CAS-0001, which is published"):
        unmerge(colleague("curator"), done)
    unmerge(steward, done)
    with refused("This was not possible: the merge was undone before."):
        unmerge(steward, done)


def test_the_log_tells_of_both_and_of_all_that_was_linked(steward):
    kept, absorbed = made_up.case(), made_up.case("Another")
    account = made_up.testimony(cases=[absorbed])
    done = merged(steward, kept, absorbed, "They are one.")
    unmerge(steward, done)
    changes = Change.objects.values_list("action", "reason")
    told = {row.pk: list(changes.filter(subject=row.pk))[1:] for row in (absorbed, account)}
    back = ("unmerged", "CAS-0002 parted from CAS-0001")
    assert told[absorbed.pk] == [("removed", "They are one."), back]
    assert told[account.pk][-2:] == [("merged", "They are one."), back]


def test_an_earlier_state_that_links_to_what_was_merged_links_to_what_it_became(steward, curator):
    kept, absorbed = made_up.case(), made_up.case("Another")
    account = made_up.testimony(state=State.DRAFT, cases=[absorbed])
    earlier = last_change(account.pk)
    merged(steward, kept, absorbed)
    account.cases.clear()
    restore(curator, earlier, "put back")
    assert list(account.cases.all()) == [kept]


def test_putting_back_an_earlier_state_leaves_the_old_address(steward, curator):
    kept, absorbed = made_up.case(state=State.DRAFT), made_up.case("Another", state=State.DRAFT)
    earlier = last_change(kept.pk)
    merged(steward, kept, absorbed, title=ABSORBED)
    restore(curator, earlier, "put back")
    assert list(Redirect.objects.values_list("old", "subject")) == [(absorbed.pk, kept.pk)]


def test_merging_again_lets_every_old_reference_lead_to_the_last(steward):
    rows = [made_up.case(f"Made up {n}") for n in range(3)]
    merged(steward, rows[1], rows[0])
    merged(steward, rows[2], rows[1])
    assert dict(Redirect.objects.values_list("old", "subject")) == {rows[0].pk: rows[2].pk, rows[1].pk: rows[2].pk}


def test_an_import_follows_an_old_reference_and_does_not_write_to_it(steward, import_table):
    kept, absorbed = made_up.place("Madeupton"), made_up.place("Falseville")
    merged(steward, kept, absorbed)
    file = f"reference,title,kind,places\nCAS-0001,Made up,other,{absorbed.pk}; {kept.pk}\n"
    assert import_table("cases", file).refusals == []
    assert list(Case.objects.get().places.all()) == [kept]
    [refusal] = import_table("places", f"reference,title\n{absorbed.pk},Falseville\n").refusals
    assert str(refusal) == (
        "Row 2, column reference: “PLA-0002”. Expected PLA-0001, into which it was merged, or no such row"
    )


def test_a_text_may_go_on_naming_a_person_by_an_old_reference(steward):
    named = {"named_publicly": True, "naming_ground": "consent"}
    kept, absorbed = (made_up.person(f"captive {n}", name=f"Made-up {n}", **named) for n in ("One", "Two"))
    before = made_up.case(summary=f"Of [[{absorbed.pk}]].")
    merged(steward, kept, absorbed)
    after = Case(title="Entered after", kind="other", summary=f"Of [[{absorbed.pk}]].")
    after.full_clean()
    before.refresh_from_db()
    assert before.summary == f"Of [[{kept.pk}]]."
    assert after.masked_for(steward).summary == "Of Made-up One."


def test_parting_opens_nothing_for_which_consent_was_taken_back_since(steward):
    kept, absorbed = (made_up.testimony(title, consent="to-publish", text=title) for title in ("One", "Other"))
    made_up.consent(absorbed, "publish")
    done = merged(steward, kept, absorbed, text=ABSORBED)
    Consent.objects.update(withdrawn_on="2026-02-02")
    with refused(
        "The merge was not undone: consent was withdrawn since (CNS-0001), and TES-0001 would be public again."
    ):
        unmerge(steward, done)
    made_up.consent(kept, "keep", withdrawn_on="2026-02-02")
    unmerge(steward, done)
    assert [row.is_closed() for row in Testimony.objects.all()] == [True, True]


def test_parting_publishes_no_name_that_is_protected_since(steward):
    held = made_up.person("a captive", name="Nobody Madeupian", named_publicly=True, naming_ground="consent")
    kept, absorbed = made_up.case(summary="Of Nobody Madeupian."), made_up.case("Other", summary="Of somebody.")
    done = merged(steward, kept, absorbed, summary=ABSORBED)
    Person.objects.filter(pk=held.pk).update(named_publicly=False)
    with refused("a protected name would appear in CAS-0001 summary: “Of Nobody Madeupian.”"):
        unmerge(steward, done)


def test_a_place_is_not_merged_with_the_one_that_it_is_shown_as(steward):
    wide = made_up.place("Province of Madeupton")
    narrow = made_up.place("A made-up hamlet", shown_as=wide)
    for kept, absorbed in ((wide, narrow), (narrow, wide)):
        with refused("one of the two is shown in place of the other. Change that first"):
            merged(steward, kept, absorbed)
