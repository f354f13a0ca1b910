"""What an attacker with a modest role tried, door by door. SECRET stands only in what they may not see."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from archive.domain.locking import ActionRefused
from archive.domain.revisions import decide, propose, restore
from archive.domain.workflow import perform_transition
from archive.models import (
    Change,
    Citation,
    EditorialNote,
    Participation,
    Person,
    Revision,
    SignIn,
    Testimony,
    User,
    recording,
)
from archive.models.log.changes import last_state
from archive.vocabularies import Access, DeskAction, State
from tests import made_up
from tests.admin.test_desk import form_of, page
from tests.conftest import ProvenClient
from tests.made_up.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def at_the_desk(colleague):
    """A client for each role."""

    def opened(*roles):
        client = ProvenClient()
        client.force_login(colleague(*roles))
        return client

    return opened


def test_nothing_is_hung_on_a_record_past_its_own_page(at_the_desk):
    row, source = made_up.case(), made_up.source()
    note = {"subject": row.pk, "text": "PWNED", "signed": "x", "noted_on": "2020-01-01"}
    for role in ("contributor", "curator", "steward"):
        client = at_the_desk(role)
        assert client.post(page(EditorialNote, "add"), note).status_code == 403
        assert client.post(page(Citation, "add"), {"subject": row.pk, "source": source.pk}).status_code == 403
    assert (EditorialNote.objects.count(), Citation.objects.count()) == (0, 0)


def test_nothing_that_hangs_is_moved_to_another_record(at_the_desk):
    own, published = made_up.case(state=State.DRAFT), made_up.case()
    cited = made_up.citation(own)
    values = {"subject": published.pk, "source": cited.source_id}
    assert at_the_desk("curator").post(page(Citation, "change", cited.pk), values).status_code == 403
    cited.refresh_from_db()
    assert cited.subject_id == own.pk


@pytest.mark.parametrize("role", ["contributor", "curator", "reviewer", "administrator"])
def test_no_filter_tells_a_withheld_value_letter_by_letter(at_the_desk, role):
    held = made_up.person("a made-up captive", name="SECRET-NAME", sex="male", affiliation=made_up.organisation())
    made_up.testimony(told_by=held, text="SECRET-TEXT", consent="unknown")
    made_up.custody_step(held, note="SECRET-NOTE", cited=made_up.citation(held, quotation="SECRET-WORDS"))
    client = at_the_desk(role)
    asked = [
        *(f"person/?{how}" for how in ("name__startswith=S", "name__regex=S", "sex=male", "affiliation=ORG-0001")),
        *("person/?testimonies__isnull=0", "person/?collection__title__startswith=S", "testimony/?text__contains=S"),
        *("citation/?quotation__contains=S", "custodystep/?note__contains=S", "person/export/?name__startswith=S"),
    ]
    answers = {one: client.get(f"/admin/archive/{one}") for one in asked}
    assert {one for one, answer in answers.items() if answer.status_code == 200} == set()
    assert not any(held.pk in answer.content.decode() for answer in answers.values())
    for noun in ("citation", "custodystep"):
        assert f"{noun.upper()[:3]}-0001" not in client.get(f"/admin/archive/{noun}/?q=SECRET").content.decode()


def test_every_list_can_be_searched_by_reference(at_the_desk):
    client = at_the_desk("steward")
    held = made_up.person()
    step = made_up.custody_step(held)
    Participation(case=made_up.case(), person=held, role="captive").save()
    for noun, asked in (
        ("custodystep", held.pk),
        ("custodystep", step.pk),
        ("participation", "CAS"),
        ("citation", "PER"),
    ):
        found = client.get(f"/admin/archive/{noun}/", {"q": asked}).context["cl"].result_count
        assert found == 1, (noun, asked)


def test_no_form_names_what_is_hidden_from_whoever_opens_it(at_the_desk):
    made_up.person("SECRET-PERSON", access=Access.RESTRICTED)
    made_up.case("SECRET-CASE", access=Access.RESTRICTED)
    made_up.collection("SECRET-COLLECTION", access=Access.RESTRICTED)
    made_up.citation(made_up.case("SECRET-DRAFT", state=State.DRAFT))
    asked = "?told_by=PER-0001&cases=CAS-0001,CAS-0002&collection=COL-0001"
    client = at_the_desk("contributor")
    assert "SECRET" not in client.get(page(Testimony, "add") + asked).content.decode()
    assert "SECRET" not in client.get(page(Testimony, "changelist")).content.decode()
    values = form_of(client, page(Testimony, "add")) | {"title": "x", "told_by": "PER-0001"}
    hidden = client.post(page(Testimony, "add"), values).context["adminform"].form.errors
    never = client.post(page(Testimony, "add"), values | {"told_by": "PER-9999"}).context["adminform"].form.errors
    assert hidden == never
    assert list(hidden) == ["told_by"]


def test_a_file_is_not_had_by_naming_it_in_an_import(colleague, import_table, settings):
    held = made_up.person("a made-up captive", name="SECRET-NAME")
    held.portrait.save("made-up.jpg", picture())
    file = f"reference,title,portrait\nPER-0777,mine,{held.portrait.name}\n"
    [refusal] = import_table("people", file, user=colleague("curator")).refusals
    assert refusal.column == "portrait"
    assert import_table("people", file, user=colleague("steward")).counts["new"] == 1


def test_what_hides_something_opens_to_stewards_alone(at_the_desk):
    row = made_up.case(captured_by=made_up.organisation("SECRET-BODY", access=Access.RESTRICTED))
    closed = made_up.source("SECRET-SOURCE", access=Access.RESTRICTED)
    made_up.citation(row, source=closed, quotation="SECRET-WORDS", locator="SECRET-PAGE")
    seen = made_up.citation(row, reported_by=row.captured_by)
    base = Change.objects.filter(subject_id=row.pk).latest("sequence")
    revision = Revision.objects.create(subject_id=row.pk, base=base, state=base.state)
    asked = [
        *(page(type(row), name, row.pk) for name in ("change", "history")),
        *(page(Citation, name, seen.pk) for name in ("change", "history")),
        reverse("desk:revision", args=[revision.pk]),
    ]
    for role in ("curator", "reviewer"):
        client = at_the_desk(role)
        assert not any("SECRET" in client.get(one, follow=True).content.decode() for one in asked)
    assert all(at_the_desk("steward").get(one).status_code == 200 for one in asked)


def test_a_history_leaves_out_rows_that_once_linked_to_what_is_hidden(at_the_desk):
    row = made_up.case()
    cited = made_up.citation(row, source=made_up.source(access=Access.RESTRICTED), quotation="SECRET-WORDS")
    cited.delete()
    answer = at_the_desk("curator").get(page(type(row), "history", row.pk))
    assert (answer.status_code, "SECRET" in answer.content.decode()) == (200, False)


def test_a_session_from_before_the_second_factor_is_ended_at_every_address(db):
    user = User.objects.create_user("made-up-curator", password="a made-up pass phrase", is_curator=True)
    for address in ("/account/second-factor/recovery-codes/", "/account/second-factor/totp/deactivate/", "/cases/"):
        thief = Client()
        thief.post("/account/sign-in/", {"login": "made-up-curator", "password": "a made-up pass phrase"})
        TOTP.activate(user, generate_totp_secret())
        assert thief.get(address)["Location"].startswith("/account/sign-in/")
        assert "_auth_user_id" not in thief.session
        Authenticator.objects.filter(user=user).delete()


def test_a_session_ends_with_the_factor_that_it_was_opened_with(at_the_desk, colleague):
    old = at_the_desk("curator")
    assert old.get("/admin/").status_code == 200
    chosen = {"action": "take_factors_away", "_selected_action": [colleague("curator").pk]}
    at_the_desk("administrator").post(reverse("admin:archive_user_changelist"), chosen)
    TOTP.activate(colleague("curator"), generate_totp_secret())
    assert old.get("/admin/")["Location"].startswith("/admin/login/")


def test_nobody_sets_anothers_password_or_gives_themselves_roles(at_the_desk, colleague):
    steward, administrator = colleague("steward"), colleague("administrator")
    client = at_the_desk("administrator")
    given = {"password1": "another pass phrase", "password2": "another pass phrase", "usable_password": "true"}
    assert client.post(f"/admin/archive/user/{steward.pk}/password/", given).status_code == 403
    address = reverse("admin:archive_user_change", args=[administrator.pk])
    client.post(address, {"username": administrator.username, "is_steward": "on"})
    administrator.refresh_from_db()
    assert (administrator.is_steward, administrator.is_administrator, administrator.is_active) == (False, True, True)
    assert SignIn.objects.count() == 1  # that the administrator came in


def test_a_proposal_is_not_lost_to_a_form_that_is_older(at_the_desk):
    row, client = made_up.case("As published"), at_the_desk("curator")
    address = page(type(row), "change", row.pk)
    old = form_of(client, address)
    client.post(address, form_of(client, address) | {"title": "A's title"})
    answer = client.post(address, old | {"summary": "B's words"})
    [error] = answer.context["adminform"].form.non_field_errors()
    assert error.startswith("Nothing was saved: somebody proposed something else since you opened this form.")
    assert Revision.objects.get().proposed["title"] == "A's title"


def test_a_step_is_not_taken_with_what_changed_while_it_was_read(colleague):
    row = made_up.case(state=State.IN_REVIEW)
    seen = Change.objects.filter(subject_id=row.pk).latest("sequence").pk
    type(row).objects.filter(pk=row.pk).update(title="Changed meanwhile")
    with pytest.raises(
        ActionRefused, match="CAS-0001 was not changed: somebody else changed it while you were reading"
    ):
        perform_transition(colleague("reviewer"), DeskAction.PUBLISH, row, expected_change=seen)


def test_a_proposal_ends_with_the_withdrawal_of_its_record(colleague):
    row = made_up.case()
    propose(colleague("curator"), last_state(row.pk) | {"title": "As proposed"})
    perform_transition(colleague("steward"), DeskAction.WITHDRAW, row, "a note", "error")
    assert Revision.objects.waiting_for(row.pk) is None


def test_putting_back_takes_nothing_from_another_record(colleague):
    one, other = made_up.case(state=State.DRAFT), made_up.case()
    cited = made_up.citation(one)
    change = Change.objects.filter(subject_id=one.pk).latest("sequence")
    cited.subject_id = other.pk
    cited.save()
    with pytest.raises(ActionRefused) as error:
        restore(colleague("curator"), change, "")
    assert str(error.value) == "Nothing was restored. CIT-0001 belongs to CAS-0002 now."
    cited.refresh_from_db()
    assert cited.subject_id == other.pk


def test_words_put_back_are_still_those_of_whoever_wrote_them(colleague):
    both = colleague("curator", "reviewer")
    with recording(both):
        row = made_up.case("Of both")
    first = Change.objects.filter(subject_id=row.pk).latest("sequence")
    type(row).objects.filter(pk=row.pk).update(title="Since then")
    revision = restore(colleague("curator"), first, "")
    with pytest.raises(ActionRefused, match="was not changed: a reviewer has to decide who did not propose it"):
        decide(both, revision, {"title": {"verdict": "accept"}}, revision.token())


def test_a_record_made_a_draft_again_is_not_its_first_contributors_any_more(colleague):
    contributor, steward = colleague("contributor"), colleague("steward")
    with recording(contributor):
        held = made_up.person("a made-up captive", state=State.IN_REVIEW)
    with recording(steward):
        held.name = "SECRET-NAME"
        held.save()
    perform_transition(colleague("reviewer"), DeskAction.PUBLISH, held)
    perform_transition(steward, DeskAction.WITHDRAW, held, "a note", "safety")
    perform_transition(steward, DeskAction.REOPEN, held, "a note")
    assert not held.is_visible_to(contributor)
    assert not Person.objects.visible_to(contributor).exists()


def test_taking_away_what_something_rests_on_is_refused_in_words(colleague):
    row = made_up.case()
    made_up.claim(row, "age", text="20", cited=made_up.citation(row))
    revision = propose(colleague("curator"), last_state(row.pk) | {"hanging": {}})
    verdicts = {"CIT-0001": {"verdict": "accept"}, "CLM-0001": {"verdict": "reject"}}
    with pytest.raises(ActionRefused, match="CLM-0001 rests on what would be removed"):
        decide(colleague("reviewer"), revision, verdicts, revision.token())


@pytest.mark.parametrize("sent", ["x", "²", "1.5", "9" * 5000, "\x00"])
def test_no_number_that_is_none_breaks_a_page(at_the_desk, sent):
    row, client = made_up.case(state=State.DRAFT), at_the_desk("curator")
    assert client.post(page(type(row), "history", row.pk), {"change": sent}).status_code == 404
    values = form_of(client, page(type(row), "change", row.pk)) | {"_seen": sent}
    assert client.post(page(type(row), "change", row.pk), values).status_code == 200
    step = reverse("admin:archive_case_step", args=["submit"])
    assert client.get(step, {"of": sent}).context["considered"] == []


def test_no_shortcut_tells_which_references_there_are(at_the_desk):
    made_up.case(access=Access.RESTRICTED)
    client = at_the_desk("curator")
    assert [client.get(f"/admin/r/1/CAS-000{n}/").status_code for n in (1, 2)] == [404, 404]
    assert client.post(page(type(made_up.case()), "process_import"), {"format": "99"}).status_code in (200, 302)
