"""What is typed into a form of the desk is kept as it is typed, for whoever typed it, until it is saved."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.accounts import kept_forms
from archive.domain.erasing import erase
from archive.models import Case, KeptForm, Person, UnsavedForm
from archive.models.desk.kept_forms import MAX_FORM_BYTES
from archive.models.desk.unsaved_forms import MAX_FORMS
from archive.vocabularies import State
from tests import made_up
from tests.admin.test_desk import form_of, page

pytestmark = pytest.mark.django_db
ADD = "/admin/archive/case/add/"


@pytest.fixture
def curator(colleague):
    return colleague("curator")


def typed(desk, address=ADD, opened="abc", **values):
    return desk.post(reverse("desk:keep-words"), values | {"_address": address, "_opened": opened})


def test_what_is_typed_is_kept_and_comes_back_into_the_form_with_its_rows(desk):
    values = form_of(desk, ADD) | {"title": "Made-up words", "summary": "Typed for an hour."}
    rows = {"citation_set-TOTAL_FORMS": "1", "citation_set-0-locator": "page 12"}
    assert typed(desk, **values | rows).json()["kept"].startswith("Kept as you type, last at ")
    (offered,) = desk.get(ADD).context["unsaved"]
    said = desk.get(offered.page).content.decode()
    assert all(words in said for words in ("Made-up words", "Typed for an hour.", 'value="page 12"'))
    assert "This is what you typed up to" in said
    assert (Case.objects.count(), UnsavedForm.objects.count()) == (0, 1)


def test_what_came_back_is_saved_like_any_form_and_then_kept_no_longer(desk):
    typed(desk, **form_of(desk, ADD) | {"title": "Made-up words", "kind": "captivity"})
    again = form_of(desk, UnsavedForm.objects.get().page) | {"_opened": "abc"}
    assert desk.post(ADD, again | {"title": "Made-up words", "kind": "captivity"}).status_code == 302
    assert (Case.objects.get().title, UnsavedForm.objects.count()) == ("Made-up words", 0)


def test_a_form_that_was_refused_stays_kept(desk):
    values = form_of(desk, ADD) | {"title": ""}
    typed(desk, **values)
    assert desk.post(ADD, values | {"_opened": "abc"}).status_code == 200
    assert UnsavedForm.objects.count() == 1


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_what_was_typed_comes_back_and_says_what_changed_meanwhile(desk, state):
    row = made_up.case("As it was", state=state)
    address = page(Case, "change", row.pk)
    typed(desk, address, **form_of(desk, address) | {"title": "As typed"})
    row.title = "As changed by somebody else"
    row.save()
    said = desk.get(f"{address}?typed=abc").content.decode()
    assert ('value="As typed"' in said, "Nothing was saved: " in said) == (True, True)
    assert Case.objects.get().title == "As changed by somebody else"


def test_two_windows_of_one_form_are_kept_apart(desk):
    for opened in ("one", "two"):
        typed(desk, opened=opened, title=f"Made-up {opened}")
        typed(desk, opened=opened, title=f"Made-up {opened}, and more")
    assert [dict(one.fields)["title"] for one in desk.get(ADD).context["unsaved"]] == [
        "Made-up two, and more",
        "Made-up one, and more",
    ]


def test_nobody_else_is_offered_it_or_can_ask_for_it_or_discard_it(desk, colleague):
    typed(desk, title="SECRET-WORDS")
    desk.force_login(colleague("steward"))
    kept = UnsavedForm.objects.get()
    pages = [desk.get(address).content.decode() for address in (ADD, kept.page, "/admin/")]
    assert ["SECRET" in one for one in pages] == [False, False, False]
    assert desk.get(ADD).context["unsaved"] == []
    assert desk.post(reverse("desk:drop-words", args=[kept.pk])).status_code == 404


def test_it_is_offered_in_every_language_of_the_desk(desk):
    typed(desk, f"/ru{ADD}", title="Made-up words")
    assert [one.page for one in desk.get(ADD).context["unsaved"]] == [f"{ADD}?typed=abc"]


def test_after_a_session_ended_it_is_kept_for_whose_it_was_and_for_nobody_without_a_sign(desk, curator):
    proof = kept_forms.signing.dumps([curator.pk, curator.get_session_auth_hash()], salt=kept_forms._SALT)
    desk.cookies[kept_forms.cookie_name()] = proof
    desk.session.flush()
    assert typed(desk, title="Made-up words").status_code == 200
    assert (UnsavedForm.objects.get().user, KeptForm.objects.count()) == (curator, 0)
    assert typed(Client(), title="Made-up words").status_code == 403


def test_it_is_discarded_when_asked_after_thirty_days_and_when_there_are_too_many(desk, curator):
    for n in range(MAX_FORMS + 2):
        typed(desk, opened=str(n), title="Made-up words")
    assert UnsavedForm.objects.count() == MAX_FORMS
    desk.post(reverse("desk:drop-words", args=[UnsavedForm.objects.first().pk]))
    assert UnsavedForm.objects.count() == MAX_FORMS - 1
    UnsavedForm.objects.update(typed_at=timezone.now() - timedelta(days=30))
    assert (UnsavedForm.objects.of(curator).count(), UnsavedForm.objects.drop_old()) == (0, MAX_FORMS - 1)


def test_a_form_that_is_too_long_is_refused_with_its_length(desk):
    answer = typed(desk, summary="x" * MAX_FORM_BYTES)
    size = len(json.dumps([["summary", "x" * MAX_FORM_BYTES], ["_opened", "abc"]]))
    told = f"a form of up to {MAX_FORM_BYTES} bytes is kept, and this one has {size}."
    assert (answer.status_code, told in answer.json()["problem"]) == (413, True)


@pytest.mark.parametrize("address", ["/", "/admin/", "https://made-up.example/", "/admin/archive/case/", "?"])
def test_nothing_is_kept_for_what_is_no_form(desk, address):
    assert (typed(desk, address, title="Made-up").status_code, UnsavedForm.objects.count()) == (403, 0)


def test_nothing_is_kept_for_whoever_has_no_part_in_the_desk(client, researcher):
    client.force_login(researcher)
    assert (typed(client, title="Made-up").status_code, UnsavedForm.objects.count()) == (403, 0)


def test_neither_a_password_nor_a_file_is_kept(desk):
    typed(desk, title="Made-up words", password="a secret")
    assert "a secret" not in UnsavedForm.objects.get().content


def test_whoever_is_erased_is_erased_from_what_was_typed_and_from_what_was_kept(desk, curator):
    held = made_up.person("a made-up captive", name="Quixotyan Held")
    typed(desk, summary="Of Quixotyan\nHeld.")
    typed(desk, page(Person, "change", held.pk), opened="other", summary="Of them.")
    typed(desk, opened="third", summary="Of somebody else.")
    KeptForm.objects.keep(curator, ADD, [("summary", "Of Quixotyan Held.")])
    erase(held.pk, "a made-up decision")
    assert [one.opened for one in UnsavedForm.objects.all()] == ["third"]
    assert KeptForm.objects.count() == 0
