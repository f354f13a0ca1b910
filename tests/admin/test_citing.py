"""Working from a source: what is entered is cited to it in the same save."""

import pytest
from django.urls import reverse

from archive.models import Case, Citation, Claim, CustodyStep, Person, Revision, WorkingSource
from archive.vocabularies import Access, State
from tests import made_up
from tests.admin.test_desk import form_of, page

pytestmark = pytest.mark.django_db
WHERE = "worked-from-locator"
CITES = "worked-from-cites"


@pytest.fixture
def curator(colleague):
    return colleague("curator")


@pytest.fixture
def source(desk):
    row = made_up.source("The Made-up Gazette")
    desk.post(reverse("desk:working-source"), {"source": row.pk, "locator": "page 12"})
    return row


def cited(subject) -> list[tuple[str, str, str]]:
    found = Citation.objects.filter(subject=subject.pk).order_by("pk")
    return [(one.source_id, one.locator, one.field) for one in found]


def test_a_new_record_is_cited_as_a_whole(desk, source):
    address = page(Case, "add")
    answer = desk.post(address, form_of(desk, address) | {"title": "A made-up case", "kind": "captivity"}, follow=True)
    assert cited(Case.objects.get()) == [(source.pk, "page 12", "")]
    assert next(str(one) for one in answer.context["messages"]) == f"Cited to {source.pk}, page 12: the whole record."


def test_of_a_record_that_stands_each_value_that_changed_is_cited_and_no_other(desk, source):
    row = made_up.case("A made-up case", state=State.DRAFT)
    address = page(Case, "change", row.pk)
    values = form_of(desk, address) | {
        "title": "Another title",
        "summary": "Made up.",
        "date": "2020-10",
        WHERE: "p. 13",
    }
    desk.post(address, values)
    assert cited(row) == [(source.pk, "p. 13", "summary"), (source.pk, "p. 13", "date")]
    desk.post(address, form_of(desk, address) | {"date": "", WHERE: "p. 13"})
    assert len(cited(row)) == 2  # nobody says that there is no date


def test_what_rests_on_the_same_place_as_a_whole_is_cited_once(desk, source):
    row = made_up.case("A made-up case", state=State.DRAFT)
    made_up.citation(row, source=source, locator="page 12")
    address = page(Case, "change", row.pk)
    desk.post(address, form_of(desk, address) | {"date": "2020-10"})
    assert cited(row) == [(source.pk, "page 12", "")]


def test_a_value_whose_citation_was_taken_off_is_not_cited(desk, source):
    row = made_up.case("A made-up case", state=State.DRAFT)
    address = page(Case, "change", row.pk)
    values = form_of(desk, address) | {"summary": "Made up.", "date": "2020-10", "worked-from-not_cited": "summary"}
    desk.post(address, values)
    assert cited(row) == [(source.pk, "page 12", "date")]


def test_nothing_is_cited_where_the_form_says_so_or_nobody_works_from_a_source(desk, source):
    address = page(Case, "add")
    values = form_of(desk, address) | {"title": "A made-up case", "kind": "captivity"}
    desk.post(address, {name: value for name, value in values.items() if name != CITES})
    desk.post(reverse("desk:working-source"), {"stop": "1"})
    desk.post(address, form_of(desk, address) | {"title": "Another made-up case", "kind": "captivity"})
    assert (Case.objects.count(), Citation.objects.count()) == (2, 0)


def test_a_part_without_a_citation_of_its_own_is_cited_by_what_it_speaks_of(desk, source):
    row = made_up.case("A made-up case", state=State.DRAFT)
    address = page(Case, "change", row.pk)
    claim = {"claim_set-TOTAL_FORMS": "1", "claim_set-0-field": "age", "claim_set-0-text": "a made-up age"}
    grades = {"claim_set-0-source_grade": "F", "claim_set-0-information_grade": "6"}
    desk.post(address, form_of(desk, address) | claim | grades)
    assert cited(row) == [(source.pk, "page 12", "age")]
    assert Claim.objects.get().citation == Citation.objects.get()


def test_a_step_of_a_new_person_is_cited_with_the_person(desk, source):
    address = page(Person, "add")
    step = {"steps-TOTAL_FORMS": "1", "steps-0-step": "captured", "steps-0-date": "2020-10-09"}
    names = {name for name in form_of(desk, address) if name.endswith("-TOTAL_FORMS")}
    prefix = next(name for name in sorted(names) if "step" in name).removesuffix("-TOTAL_FORMS")
    step = {name.replace("steps-", f"{prefix}-", 1): value for name, value in step.items()}
    desk.post(address, form_of(desk, address) | {"title": "a made-up captive"} | step)
    assert cited(Person.objects.get()) == [(source.pk, "page 12", "")]
    assert CustodyStep.objects.get().citation == Citation.objects.get()


def test_a_claim_needs_a_citation_as_long_as_nobody_works_from_a_source(desk):
    row = made_up.case("A made-up case", state=State.DRAFT)
    address = page(Case, "change", row.pk)
    claim = {"claim_set-TOTAL_FORMS": "1", "claim_set-0-field": "age", "claim_set-0-text": "a made-up age"}
    answer = desk.post(address, form_of(desk, address) | claim)
    assert (answer.status_code, Claim.objects.count()) == (200, 0)


def test_of_a_published_record_the_citation_is_proposed_with_the_value(desk, source):
    row = made_up.case("A made-up case")
    address = page(Case, "change", row.pk)
    desk.post(address, form_of(desk, address) | {"date": "2020-10"})
    assert cited(row) == []
    assert sorted(one.key for one in Revision.objects.get().differences()) == ["CIT-0001", "date"]


def test_a_place_in_the_source_that_is_too_long_is_refused_and_kept_in_the_form(desk, source):
    address = page(Case, "add")
    values = form_of(desk, address) | {"title": "A made-up case", "kind": "captivity", WHERE: "x" * 301}
    answer = desk.post(address, values)
    said = answer.content.decode()
    assert (Case.objects.count(), "x" * 301 in said) == (0, True)
    assert "Ensure this value has at most 300 characters (it has 301)." in said


def test_a_source_that_was_chosen_meanwhile_is_cited_by_nothing_that_was_entered_before(desk, source):
    address = page(Case, "add")
    values = form_of(desk, address) | {"title": "A made-up case", "kind": "captivity"}
    desk.post(reverse("desk:working-source"), {"source": made_up.source("Another").pk, "locator": ""})
    desk.post(address, values)
    assert cited(Case.objects.get()) == [(source.pk, "page 12", "")]


def test_a_source_that_one_may_not_see_can_neither_be_worked_from_nor_cited(desk, source, curator):
    hidden = made_up.source("SECRET-SOURCE", access=Access.RESTRICTED)
    answer = desk.post(reverse("desk:working-source"), {"source": hidden.pk})
    assert ("SECRET-SOURCE" in answer.content.decode(), WorkingSource.objects.get().source) == (False, source)
    address = page(Case, "add")
    values = form_of(desk, address) | {"title": "A made-up case", "kind": "captivity", "worked-from-source": hidden.pk}
    assert (desk.post(address, values).status_code, Case.objects.count()) == (200, 0)
    WorkingSource.objects.update(source=hidden)
    assert (WorkingSource.objects.of(curator), "SECRET" in desk.get(address).content.decode()) == (None, False)


def test_after_a_source_was_chosen_one_goes_on_where_one_was_and_never_to_another_site(desk, source):
    for after, there in (
        ("/admin/archive/case/add/", "/admin/archive/case/add/"),
        ("https://made-up.example/", "/admin/"),
    ):
        answer = desk.post(reverse("desk:working-source"), {"source": source.pk, "locator": "", "after": after})
        assert answer.headers["Location"] == there


def test_what_the_source_says_too_gets_a_second_citation(desk, source):
    row = made_up.case("A made-up case", date="2020-10", state=State.DRAFT)
    made_up.citation(row)
    address = page(Case, "change", row.pk)
    offered = [name for name, _ in desk.get(address).context["worked_from"].fields["also"].choices]
    assert offered == ["kind", "date"]
    desk.post(address, form_of(desk, address) | {"worked-from-also": ["kind", "date"]})
    assert cited(row)[1:] == [(source.pk, "page 12", "kind"), (source.pk, "page 12", "date")]


def test_a_new_record_says_nothing_yet_that_a_source_could_say_too(desk, source):
    assert list(desk.get(page(Case, "add")).context["worked_from"].fields["also"].choices) == []
