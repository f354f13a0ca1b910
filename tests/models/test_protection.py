"""Persons in texts, protected names, embargoes, consents, and what is for the desk alone."""

import itertools
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.domain.locking import ActionRefused
from archive.domain.permissions import has_permission
from archive.domain.protected_names import find_possible_names, find_protected_names, protected_names
from archive.domain.revisions import decide, propose
from archive.domain.workflow import perform_transition
from archive.imports.batch.loading import import_folder
from archive.models import Case, Consent, Mention, Testimony
from archive.models.authorities.people import FOR_THE_DESK
from archive.models.log.changes import last_state
from archive.models.log.mentions import in_words
from archive.name_matching import NameMatcher
from archive.vocabularies import DeskAction, State
from tests import made_up

pytestmark = pytest.mark.django_db

NAMED = {"name": "Made-up Minister", "named_publicly": True, "naming_ground": "public-office"}
TODAY = date.today()


def test_a_text_calls_each_person_as_the_reader_may_know_them(colleague):
    held = made_up.person("a made-up captive", name="Secret Name")
    named, hidden = made_up.person("a made-up office", **NAMED), made_up.person("SECRET", state=State.DRAFT)
    text = f"[[{held.pk}]] met [[{named.pk}]] and [[{hidden.pk}]]."
    assert in_words(text, None) == "a made-up captive met Made-up Minister and a person."
    assert in_words(text, colleague("steward")) == "Secret Name met Made-up Minister and SECRET."
    assert made_up.case(summary=text).masked_for(None).summary == in_words(text, None)


def test_a_text_that_names_nobody_who_is_there_is_refused():
    with pytest.raises(ValidationError) as error:
        Case(title="x", kind="other", summary="[[PER-0404]]").full_clean(exclude=["accession"])
    assert error.value.message_dict == {
        "summary": ["There is no person PER-0404. Expected the reference of one, in [[ ]]."]
    }


def test_an_import_refuses_a_mention_of_nobody(import_table):
    [refusal] = import_table("cases", "reference,title,kind,summary\nCAS-0001,x,other,[[PER-0404]]\n").refusals
    assert str(refusal) == (
        "Row 2, column summary: “[[PER-0404]]”. Expected "
        "There is no person PER-0404. Expected the reference of one, in [[ ]]."
    )


def test_a_record_is_found_by_the_name_of_whom_it_mentions_as_long_as_it_is_public(client):
    person = made_up.person("a made-up office", **NAMED)
    row = made_up.case(summary=f"[[{person.pk}]] spoke.")

    def found(words):
        return client.get("/cases/", {"q": words}).context["total"]

    assert (found("minister"), found("office"), found("per-0001")) == (1, 0, 0)
    person.named_publicly, person.naming_ground = False, ""
    person.save()
    assert (found("minister"), found("office")) == (0, 1)
    row.summary = "Nobody spoke."
    row.save()
    assert (found("office"), Mention.objects.count()) == (0, 0)


def test_a_mention_in_what_hangs_on_a_record_is_kept_with_the_record():
    person, row = made_up.person(), made_up.case()
    made_up.citation(row, quotation=f"It was [[{person.pk}]].")
    assert Mention.objects.values_list("subject", "person").get() == (row.pk, person.pk)


@pytest.fixture
def protected():
    held = made_up.person("a made-up captive", name="Aram Madeupian")
    for text, script in (("Արամ Մադեուպյան", "Armn"), ("Арам Мадеупян", "Cyrl"), ("Aram Madeupyan", "Latn")):
        made_up.name(held, text, script=script)
    return held


@pytest.mark.parametrize(
    "text",
    [
        "They beat Aram Madeupian there.",
        "They beat ARAM  MADEUPIAN there.",
        "They beat Madeupian, Aram there.",
        "They beat Արամ Մադեուպյանին there.",
        "They beat Арама Мадеупяна there.",
        "They beat Aram Madeupyan’s brother.",
    ],
)
def test_a_protected_name_in_any_variant_order_and_ending_forbids_publishing(protected, colleague, text):
    row = made_up.case(state=State.IN_REVIEW, summary=text)
    with pytest.raises(
        ActionRefused, match="CAS-0001 was not changed: a protected name appears in summary: “They beat"
    ):
        perform_transition(colleague("reviewer"), DeskAction.PUBLISH, row)
    row.refresh_from_db()
    assert row.state == State.IN_REVIEW


@pytest.mark.parametrize("text", ["They beat Aram.", "Aramis Madeupianskaya", "Aram beat another Madeupian", "Madeup"])
def test_what_is_not_the_whole_name_forbids_nothing(protected, text):
    assert find_protected_names(made_up.case(summary=text)) == []


def test_the_curator_is_shown_where_the_name_stands(protected, colleague):
    row = made_up.case("Beating of Aram Madeupian", state=State.IN_REVIEW)
    cited = made_up.citation(row, quotation="a source says that Aram Madeupian was beaten")
    with pytest.raises(ActionRefused) as error:
        perform_transition(colleague("reviewer"), DeskAction.PUBLISH, row)
    assert str(error.value) == (
        "CAS-0001 was not changed: a protected name appears in title: “Beating of Aram "
        f"Madeupian”; {cited.pk} quotation: “a source says that Aram Madeupian was beaten”. "
        "Write a reference in its place, such as [[PER-0001]]."
    )


def test_a_reference_in_place_of_the_name_may_be_published(protected, colleague):
    row = made_up.case(state=State.IN_REVIEW, summary=f"They beat [[{protected.pk}]] there.")
    perform_transition(colleague("reviewer"), DeskAction.PUBLISH, row)
    assert row.state == State.PUBLISHED


def test_no_revision_brings_a_protected_name_in(protected, colleague):
    row = made_up.case()
    revision = propose(colleague("curator"), last_state(row.pk) | {"summary": "It was Aram Madeupian."})
    with pytest.raises(ActionRefused, match="This was not possible: a protected name appears in summary"):
        decide(colleague("reviewer"), revision, {"summary": {"verdict": "accept"}}, revision.token())
    row.refresh_from_db()
    assert row.summary == ""


def test_who_is_publicly_named_is_no_protected_name():
    made_up.name(made_up.person(**NAMED), "Another Minister")
    assert not protected_names()


def test_what_is_kept_from_the_public_is_not_sought_for_names(protected):
    account = made_up.testimony(told_by=protected, text="I am Aram Madeupian.", consent="unknown")
    made_up.citation(account, quotation="I am Aram Madeupian.")
    assert find_protected_names(account) == []
    account.consent = "to-publish"
    account.save()
    assert [found.where for found in find_protected_names(account)] == ["text", "CIT-0001 quotation"]


words = st.lists(st.sampled_from(["aram", "arama", "madeupian", "madeupianin", "and", "armenian"]), max_size=7)


@given(words, st.sampled_from(["aram madeupian", "aram", "aram aram"]))
def test_names_are_found_as_a_count_by_hand_finds_them(there, name):
    def is_form_of(word, part):
        return word.startswith(part) and len(word) - len(part) <= 3

    by_hand = any(
        all(is_form_of(word, part) for word, part in zip(window, order, strict=True))
        for start in range(len(there) - len(name.split()) + 1)
        for window in [there[start : start + len(name.split())]]
        for order in itertools.permutations(name.split())
    )
    assert NameMatcher([name]).stand_in(" ".join(there)) == by_hand


def test_an_embargo_ends_on_its_day(researcher, colleague):
    past, today, later = (made_up.case(embargo_until=TODAY + timedelta(days=n)) for n in (-1, 0, 1))
    for reader in (None, researcher):
        assert set(Case.objects.visible_to(reader)) == {past, today}
        assert [row.is_visible_to(reader) for row in (past, today, later)] == [True, True, False]
    assert set(Case.objects.visible_to(colleague("curator"))) == {past, today, later}


def test_what_was_withdrawn_under_an_embargo_leaves_no_tombstone(client):
    gone = {"state": State.WITHDRAWN, "withdrawn_on": TODAY, "withdrawn_because": "error"}
    made_up.case(embargo_until=TODAY + timedelta(days=1), **gone)
    made_up.case(embargo_until=TODAY, **gone)
    assert [client.get(f"/cases/CAS-000{n}/").status_code for n in (1, 2)] == [404, 410]


@pytest.mark.parametrize(
    ("use", "withdrawn", "seen"),
    [
        ("publish", None, True),
        ("publish", TODAY, False),
        ("publish", TODAY + timedelta(days=1), True),
        ("keep", TODAY, False),
        ("courts", TODAY, True),
    ],
)
def test_consent_taken_back_closes_the_account_at_every_door(client, use, withdrawn, seen):
    account = made_up.testimony("A made-up account", text="Made-up words", consent="to-publish")
    other = made_up.case()
    account.cases.add(other)
    cited = made_up.citation(account)
    made_up.consent(account, use, withdrawn_on=withdrawn)
    assert Testimony.objects.visible_to(None).exists() == account.is_visible_to(None) == seen
    assert client.get("/testimonies/TES-0001/").status_code == (200 if seen else 404)
    assert client.get("/testimonies/?q=words").context["total"] == int(seen)
    assert ("A made-up account" in client.get("/cases/CAS-0001/").content.decode()) == seen
    assert ("A made-up account" in client.get(f"/sources/{cited.source_id}/").content.decode()) == seen


def test_consents_are_papers_of_the_desk(researcher, colleague):
    made_up.consent(made_up.testimony(consent="to-publish"))
    of_the_stewards = made_up.consent(made_up.testimony(consent="unknown"), "keep")
    seen = {role: Consent.objects.visible_to(colleague(role)).count() for role in ("contributor", "curator", "steward")}
    assert seen == {"contributor": 0, "curator": 1, "steward": 2}
    assert [Consent.objects.visible_to(reader).count() for reader in (None, researcher)] == [0, 0]
    assert not of_the_stewards.is_visible_to(colleague("curator"))


def test_what_is_for_the_desk_alone_is_shown_to_nobody_else(researcher, colleague):
    person = made_up.person("a made-up office", **NAMED, **dict.fromkeys(FOR_THE_DESK, "Secret"))
    for reader in (None, researcher, colleague("contributor"), colleague("administrator")):
        assert {getattr(person.masked_for(reader), name) for name in FOR_THE_DESK} == {None}
    assert {getattr(person.masked_for(colleague("curator")), name) for name in FOR_THE_DESK} == {"Secret"}


@pytest.mark.parametrize("born", ["", "1890", "2001"])
def test_no_age_and_no_silence_opens_a_person(born):
    held = made_up.person("a made-up captive", name="Secret Name", born=born)
    assert (held.masked_for(None).heading, held.masked_for(None).born) == ("a made-up captive", None)


def test_the_operator_is_told_where_a_protected_name_is_public(protected, capsys):
    row = made_up.case(summary="It was Aram Madeupian.")
    made_up.citation(row, quotation="Aram Madeupian, the made-up source says")
    made_up.case(summary="It was Aram Madeupian.", state=State.DRAFT)
    with pytest.raises(SystemExit) as left:
        call_command("check_names")
    assert (left.value.code, capsys.readouterr().out.splitlines()) == (
        1,
        [
            "CAS-0001 summary: “It was Aram Madeupian.”",
            "CAS-0001 CIT-0001 quotation: “Aram Madeupian, the made-up source says”",
            "2 found.",
        ],
    )


def test_the_first_collection_holds_no_protected_name(capsys):
    import_folder(settings.BASE_DIR / "fixtures" / "seed")
    with pytest.raises(SystemExit) as left:
        call_command("check_names")
    assert (left.value.code, capsys.readouterr().out) == (0, "0 found.\n")


@pytest.mark.parametrize("words", ["Անի Մադեուպյանը", "Ани Мадеупяном", "Madeopyan, Any"])
def test_a_protected_name_that_is_spelt_otherwise_is_a_caution_and_no_obstacle(words):
    made_up.person("a captive", name="Ani Madeupian")
    row = made_up.case(summary=f"They saw {words} there.", state=State.IN_REVIEW)
    assert ([found.where for found in find_possible_names(row)], find_protected_names(row)) == (["summary"], [])


def test_a_short_name_is_not_sought_by_its_sound():
    made_up.person("a captive", name="Ano Noa")
    assert find_possible_names(made_up.case(summary="Any new one.")) == []


def test_whoever_publishes_is_asked_about_a_name_in_another_spelling(client, colleague):
    made_up.person("a captive", name="Ani Madeupian")
    row = made_up.case(summary="They saw Ани Мадеупян there.", state=State.IN_REVIEW)
    made_up.citation(row)
    client.force_login(colleague("reviewer"))
    page = client.get(reverse("admin:archive_case_step", args=["publish"]) + f"?of={row.pk}")
    [(_, reason, cautions)] = page.context["considered"]
    told = "summary: “They saw Ани Мадеупян there.”"
    assert reason == ""
    assert f"This may be a protected name, a part of one or another spelling: {told}. Is it?" in cautions


def test_an_account_that_rests_on_consent_is_published_once_that_consent_is_recorded(colleague):
    account = made_up.testimony(consent="to-publish", state=State.IN_REVIEW)
    made_up.consent(account, "keep")
    with pytest.raises(ActionRefused) as refusal:
        perform_transition(colleague("reviewer"), DeskAction.PUBLISH, account)
    assert str(refusal.value) == (
        f"{account.pk} was not changed: consent to publish is marked as given. Expected it "
        "among the consents, with its day and scope."
    )
    made_up.consent(account, "publish", given_on="2021-03-01")
    perform_transition(colleague("reviewer"), DeskAction.PUBLISH, account)
    assert account.state == State.PUBLISHED


@pytest.mark.parametrize(("use", "sealed"), [("publish", True), ("keep", True), ("courts", False)])
def test_consent_taken_back_seals_an_account_as_a_missing_one_does(colleague, use, sealed):
    account = made_up.testimony("A made-up account", text="Made-up words", consent="to-publish")
    made_up.consent(account, use, withdrawn_on=TODAY)
    assert (account.is_protected(), account.is_steward_only()) == (sealed, sealed)
    assert Testimony.objects.protected().exists() == sealed
    read = {role: account.masked_for(colleague(role)).text for role in ("curator", "reviewer", "steward")}
    kept = None if sealed else "Made-up words"
    assert read == {"curator": kept, "reviewer": kept, "steward": "Made-up words"}
    may_edit = {role: has_permission(colleague(role), DeskAction.PROPOSE, account) for role in ("curator", "steward")}
    assert may_edit == {"curator": not sealed, "steward": True}


def test_where_exactly_a_coarsened_place_lies_is_with_the_stewards(colleague):
    wide = made_up.place("Province of Madeupton")
    where = {"latitude": "39.75", "longitude": "46.5", "precision": "exact"}
    narrow = made_up.place("A made-up hamlet", shown_as=wide, **where)
    open_one = made_up.place("A made-up town", **where)
    assert (narrow.is_steward_only(), open_one.is_steward_only()) == (True, False)
    for role, whole in (("curator", False), ("reviewer", False), ("steward", True)):
        shown = narrow.masked_for(colleague(role))
        assert ({shown.latitude, shown.longitude, shown.precision} == {None}) == (not whole)
        assert open_one.masked_for(colleague(role)).latitude is not None
