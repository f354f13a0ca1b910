"""Editing at the desk: what is published gets a proposal, and a form that is out of date overwrites nothing."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from archive.domain.revisions import decide, possible_names_in, propose
from archive.models import Case, Change, Citation, Person, Revision
from archive.models.log.changes import last_state
from archive.vocabularies import State
from tests import made_up
from tests.admin.test_desk import form_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def curators_desk(client, colleague):
    client.force_login(colleague("curator"))
    return client


def test_saving_a_published_record_proposes_and_the_public_page_stays(curators_desk, client):
    row = made_up.case("As published")
    cited = made_up.citation(row, locator="page 1")
    address = page(Case, "change", row.pk)
    values = form_of(curators_desk, address) | {
        "title": "As proposed",
        "_note": "the source says so",
        "citation_set-TOTAL_FORMS": "2",
        "citation_set-1-source": cited.source_id,
        "citation_set-1-locator": "page 2",
    }
    answer = curators_desk.post(address, values, follow=True)
    told = [(entry["one"].key, entry["before"], entry["after"]) for entry in answer.context["differences"]]
    assert told[0] == ("title", "As published", "As proposed")
    assert (told[1][0], told[1][1], "locator: page 2" in told[1][2]) == ("CIT-0002", "", True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Proposed. CAS-0001 stays as it is until somebody else has reviewed it."
    ]
    assert (Case.objects.get().title, Citation.objects.count()) == ("As published", 1)
    assert Change.objects.filter(subject_id=row.pk).count() == 2
    assert Revision.objects.get().note == "the source says so"


def test_the_form_of_a_published_record_goes_on_from_what_waits(curators_desk):
    row = made_up.case("As published")
    address = page(Case, "change", row.pk)
    curators_desk.post(address, form_of(curators_desk, address) | {"title": "As proposed"})
    again = form_of(curators_desk, address)
    assert "A proposal by made-up-curator waits for review" in curators_desk.get(address).content.decode()
    assert (again["title"], Case.objects.get().title) == ("As proposed", "As published")
    curators_desk.post(address, again | {"summary": "and more"})
    assert [one.key for one in Revision.objects.get().differences()] == ["summary", "title"]


def test_a_bad_proposal_comes_back_with_what_is_wrong(curators_desk):
    row = made_up.case("As published")
    address = page(Case, "change", row.pk)
    answer = curators_desk.post(address, form_of(curators_desk, address) | {"date": "2021/2020"})
    assert list(answer.context["adminform"].form.errors) == ["date"]
    assert Revision.objects.count() == 0


def test_a_reviewer_goes_through_it_and_the_public_page_changes(curators_desk, client, colleague):
    row = made_up.case("As published")
    address = page(Case, "change", row.pk)
    curators_desk.post(address, form_of(curators_desk, address) | {"title": "As proposed", "summary": "Rejected"})
    revision = Revision.objects.get()
    client.force_login(colleague("reviewer"))
    shown = client.get(reverse("desk:revision", args=[revision.pk]))
    assert (shown.context["may_decide"], shown.context["may_edit"]) == (True, False)
    verdicts = {"verdict title": "accept", "verdict summary": "reject", "remark summary": "says more than the source"}
    client.post(reverse("desk:revision", args=[revision.pk]), verdicts | {"token": revision.token()})
    client.logout()
    page_now = client.get("/cases/CAS-0001/").content.decode()
    assert ("As proposed" in page_now, "Rejected" in page_now) == (True, False)
    revision.refresh_from_db()
    assert revision.verdicts["summary"] == {"verdict": "reject", "remark": "says more than the source"}


def test_a_question_without_words_is_refused_and_what_was_typed_stays(curators_desk, client, colleague):
    row = made_up.case("As published")
    address = page(Case, "change", row.pk)
    curators_desk.post(address, form_of(curators_desk, address) | {"title": "As proposed", "summary": "In words"})
    revision = Revision.objects.get()
    client.force_login(colleague("reviewer"))
    typed = {"verdict title": "query", "verdict summary": "reject", "remark summary": "says more than the source"}
    typed |= {"token": revision.token(), "close": "on"}
    asked = client.post(reverse("desk:revision", args=[revision.pk]), typed)
    assertContains(asked, "This was not possible: write your question as a remark. Missing: title.")
    assertContains(asked, 'name="verdict title" value="query" required checked')
    assertContains(asked, 'name="remark summary" value="says more than the source"')
    assertContains(asked, 'name="close" checked')


def test_of_what_changed_meanwhile_no_verdict_stays(curators_desk, client, colleague):
    row = made_up.case("As published")
    address = page(Case, "change", row.pk)
    curators_desk.post(address, form_of(curators_desk, address) | {"title": "Harmless"})
    revision = Revision.objects.get()
    typed = {"verdict title": "accept", "remark title": "well put", "token": revision.token(), "close": "on"}
    curators_desk.post(address, form_of(curators_desk, address) | {"title": "Harmful"})
    client.force_login(colleague("reviewer"))
    shown = client.post(reverse("desk:revision", args=[revision.pk]), typed).content.decode()
    assert ("Harmful" in shown, 'value="well put"' in shown, " checked" in shown) == (True, True, False)


def test_what_was_said_of_it_before_is_told_and_judges_nothing_now(curators_desk, client, colleague):
    row = made_up.case("As published")
    address = page(Case, "change", row.pk)
    curators_desk.post(address, form_of(curators_desk, address) | {"title": "Harmless"})
    revision = Revision.objects.get()
    decide(colleague("reviewer"), revision, {"title": {"verdict": "query", "remark": "Which?"}}, revision.token())
    curators_desk.post(address, form_of(curators_desk, address) | {"title": "Harmful"})
    client.force_login(colleague("reviewer"))
    shown = client.get(reverse("desk:revision", args=[revision.pk])).content.decode()
    assert ("<strong>ask</strong>: Which?" in shown, " checked" in shown) == (True, False)


def test_a_verdict_of_whoever_may_not_decide_is_not_told(curators_desk):
    row = made_up.case("As published")
    address = page(Case, "change", row.pk)
    curators_desk.post(address, form_of(curators_desk, address) | {"title": "As proposed"})
    revision = Revision.objects.get()
    typed = {"verdict title": "accept", "remark title": "SECRET-REMARK", "token": revision.token()}
    shown = curators_desk.post(reverse("desk:revision", args=[revision.pk]), typed).content.decode()
    assert ("was not changed: a reviewer has to decide who did not propose it." in shown, "SECRET-REMARK" in shown) == (
        True,
        False,
    )


def test_a_revision_of_what_is_sealed_is_with_the_stewards(curators_desk, client, colleague):
    held = made_up.person("a made-up captive", name="SECRET-NAME")
    base = Change.objects.filter(subject_id=held.pk).latest("sequence")
    revision = Revision.objects.create(subject_id=held.pk, base=base, state=base.state)
    assert curators_desk.get(reverse("desk:revision", args=[revision.pk])).status_code == 404
    client.force_login(colleague("steward"))
    assert client.get(reverse("desk:revision", args=[revision.pk])).status_code == 200


def test_a_form_that_is_out_of_date_overwrites_nothing_and_says_what_changed(curators_desk, colleague):
    row = made_up.case("First", state=State.DRAFT)
    address = page(Case, "change", row.pk)
    opened = form_of(curators_desk, address)
    curators_desk.post(address, form_of(curators_desk, address) | {"summary": "Somebody else's words"})
    answer = curators_desk.post(address, opened | {"title": "My title", "summary": "My words"})
    [error] = answer.context["adminform"].form.non_field_errors()
    assert error == (
        "Nothing was saved: made-up-curator changed summary since you opened this form. What "
        "you entered is below. Look at the record’s history; save again to replace it with yours."
    )
    row.refresh_from_db()
    assert (row.title, row.summary) == ("First", "Somebody else's words")
    assert answer.context["adminform"].form["title"].value() == "My title"
    curators_desk.post(address, opened | {"title": "My title", "_seen": str(answer.context["seen"])})
    row.refresh_from_db()
    assert row.title == "My title"


def test_a_form_that_does_not_say_what_it_was_made_on_saves_nothing(curators_desk):
    row = made_up.case("First", state=State.DRAFT)
    address = page(Case, "change", row.pk)
    values = form_of(curators_desk, address) | {"title": "Second"}
    for seen in ("", "x", "999999"):
        curators_desk.post(address, values | {"_seen": seen})
    assert Case.objects.get().title == "First"


def test_any_earlier_state_is_put_back_from_the_history(curators_desk):
    row = made_up.case("First", state=State.DRAFT)
    row.title = "Second"
    row.save()
    first = Change.objects.filter(subject_id=row.pk).earliest("sequence")
    curators_desk.post(page(Case, "history", row.pk), {"change": first.pk})
    assert Case.objects.get().title == "First"
    other = Change.objects.filter(subject_id=made_up.case("Another").pk).get()
    assert curators_desk.post(page(Case, "history", row.pk), {"change": other.pk}).status_code == 404


def test_a_name_that_is_public_already_is_told_when_its_person_is_entered(curators_desk):
    made_up.case(summary="It was Aram Madeupian.")
    values = form_of(curators_desk, page(Person, "add")) | {"title": "a made-up captive", "name": "Aram Madeupian"}
    answer = curators_desk.post(page(Person, "add"), values, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told[0] == "A name of this person appears in public: CAS-0001 summary: “It was Aram Madeupian.”"


def test_whoever_decides_on_a_revision_is_asked_about_what_may_be_a_protected_name(client, colleague):
    made_up.person("a captive", name="Zqvardan Zqpetrosyan")
    row = made_up.case()
    revision = propose(colleague("curator"), last_state(row.pk) | {"summary": "It was Zqpetrosyan."})
    client.force_login(colleague("reviewer"))
    page = client.get(reverse("desk:revision", args=[revision.pk]))
    told = "This may be a protected name, a part of one or another spelling: summary: “It was Zqpetrosyan.”. Is it?"
    assert page.context["cautions"] == [told]
    assert told in page.content.decode()
    client.force_login(colleague("curator"))
    mine = client.get(reverse("desk:revision", args=[revision.pk]))
    assert mine.context["cautions"] == []  # whoever proposes could find out by it who is protected
    assert told not in mine.content.decode()


def test_a_name_that_stays_hidden_with_its_person_is_no_caution(colleague):
    held = made_up.person("a captive", name="Zqvardan Zqpetrosyan")
    named = last_state(held.pk) | {"name": "Zqvardan Hakobi Zqpetrosyan"}
    assert possible_names_in(propose(colleague("steward"), named)) == []
