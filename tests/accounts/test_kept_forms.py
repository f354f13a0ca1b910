"""What somebody typed into a form of the desk is not lost with their session."""

from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlparse

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.accounts import idle, kept_forms
from archive.domain.erasing import erase
from archive.models import Case, KeptForm, User
from archive.models.desk.kept_forms import MAX_FORM_BYTES, MAX_FORMS
from tests import made_up
from tests.conftest import ProvenClient

pytestmark = pytest.mark.django_db
TYPED = {"title": "Words that took an hour", "kind": "killing", "access": "restricted", "password": "a secret"}
ADD = "/admin/archive/case/add/"


@pytest.fixture
def away(curator):
    """The browser of somebody whose session ended, with the cookie that says whose it was."""
    client = ProvenClient()
    client.force_login(curator)
    cookie = kept_forms.signing.dumps([curator.pk, curator.get_session_auth_hash()], salt=kept_forms._SALT)
    client.cookies[kept_forms.cookie_name()] = cookie
    client.session.flush()
    return client


def led_to(answer):
    """Where signing in leads from ``answer``."""
    return parse_qs(urlparse(answer.url).query)["next"][0]


def test_what_was_posted_is_given_back_and_can_be_sent_again(away, curator):
    away.force_login(curator)
    form = away.get(ADD).context
    formsets = [one.formset for one in form["inline_admin_formsets"]]
    counts = {f"{one.prefix}-{n}_FORMS": "0" for one in formsets for n in ("TOTAL", "INITIAL")}
    away.session.flush()
    answer = away.post(ADD, TYPED | counts | {"verification": "unverified"})
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))
    assert not Case.objects.exists()
    away.force_login(curator)
    page = away.get(led_to(answer))
    text = unescape(page.content.decode())
    assert "Words that took an hour" in text
    kept = page.context["kept"]
    again = dict(kept.fields) | {kept_forms.SENT_AGAIN: str(kept.pk)}
    sent = away.post(kept.address, again)
    assert sent.status_code == 302, sent.context["errors"]
    assert Case.objects.get().title == "Words that took an hour"
    assert KeptForm.objects.get().sent_at is not None
    assert "You sent it again" in away.get(led_to(answer)).content.decode()


def test_passwords_and_files_are_not_kept(away):
    away.post(ADD, TYPED | {"new-password1": "x", "portrait": SimpleUploadedFile("made-up.txt", b"bytes of a file")})
    kept = KeptForm.objects.get()
    assert sorted(name for name, _ in kept.fields) == ["access", "kind", "title"]
    assert "a secret" not in kept.content
    assert "bytes of a file" not in kept.content


def test_nobody_else_sees_it(away, client, colleague):
    answer = away.post(ADD, TYPED)
    client.force_login(colleague("curator", "steward"))
    assert client.get(led_to(answer)).status_code == 404
    assert "took an hour" not in client.get("/admin/").content.decode()


def test_it_stands_on_the_start_page_until_it_is_dropped(away, curator):
    away.post(ADD, TYPED)
    away.force_login(curator)
    assert "What you typed before a session ended" in away.get("/admin/").content.decode()
    away.post(f"/admin/kept/{KeptForm.objects.get().pk}/drop/")
    assert "What you typed before a session ended" not in away.get("/admin/").content.decode()


@pytest.mark.parametrize("cookie", ["", "made up", "[1]:made-up:up"])
def test_of_somebody_who_is_not_known_nothing_is_kept(cookie):
    stranger = Client()
    stranger.cookies[kept_forms.cookie_name()] = cookie
    assert stranger.post(ADD, TYPED).status_code == 302
    assert not KeptForm.objects.exists()


def test_a_changed_password_and_a_closed_account_end_it(away, curator):
    curator.set_password("another made-up pass phrase")
    curator.save()
    away.post(ADD, TYPED)
    assert not KeptForm.objects.exists()


def test_what_is_sent_elsewhere_is_not_kept(away):
    for address in (reverse("account_login"), "/requests/CAS-0001/", "/cases/"):
        away.post(address, TYPED)
    assert not KeptForm.objects.exists()


def test_more_than_a_megabyte_is_not_kept_and_is_said_to_be(away):
    answer = away.post(ADD, TYPED | {"summary": "a" * MAX_FORM_BYTES}, follow=True)
    assert not KeptForm.objects.exists()
    assert "too long to be kept" in answer.content.decode()


def test_it_is_gone_after_a_day(away, curator):
    away.post(ADD, TYPED)
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert not KeptForm.objects.of(curator).exists()
    assert (KeptForm.objects.drop_old(), KeptForm.objects.count()) == (1, 0)


def test_one_person_has_so_many_and_the_same_is_kept_once(away, curator):
    for n in range(MAX_FORMS + 3):
        for _ in range(2):
            away.post(ADD, TYPED | {"title": f"Number {n}"})
    assert KeptForm.objects.count() == MAX_FORMS
    assert dict(KeptForm.objects.of(curator).first().fields)["title"] == f"Number {MAX_FORMS + 2}"


def test_a_second_window_that_was_open_while_somebody_signed_in_again_loses_nothing(curator):
    client = ProvenClient(enforce_csrf_checks=True)
    client.force_login(curator)
    as_signed_in_after(client, another=False)
    old = {"csrfmiddlewaretoken": "a" * 64}
    answer = client.post(ADD, TYPED | old, headers={"origin": "http://testserver"})
    assert answer.url == f"/admin/kept/{KeptForm.objects.get().pk}/"


def as_signed_in_after(client, *, another):
    session = client.session
    session[kept_forms.AFTER_ANOTHER] = another
    session.save()


def test_what_may_be_somebody_elses_on_the_same_device_is_not_kept(curator):
    client = ProvenClient(enforce_csrf_checks=True)
    client.force_login(curator)
    as_signed_in_after(client, another=True)
    assert client.post(ADD, TYPED, headers={"origin": "http://testserver"}).status_code == 403
    assert not KeptForm.objects.exists()


def test_who_signs_in_where_another_account_was_used_is_noted(curator, colleague):
    client = Client()
    for name, expected in ((curator.username, False), ("made-up-other", True)):
        User.objects.filter(username="made-up-other").exists() or User.objects.create_user(
            "made-up-other", password="a made-up pass phrase"
        )
        client.post(reverse("account_login"), {"login": name, "password": "a made-up pass phrase"})
        assert client.session[kept_forms.AFTER_ANOTHER] is expected
        client.post(reverse("account_logout"))


def test_signing_out_of_a_session_that_ended_keeps_nothing_any_more(away):
    assert away.post(reverse("account_logout")).cookies[kept_forms.cookie_name()].value == ""


def test_a_button_without_words_is_not_told_to_be_too_long(away):
    answer = away.post("/admin/kept/1/drop/", follow=True)
    assert "too long" not in answer.content.decode()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_what_another_site_sends_is_not_kept(curator, origin):
    client = ProvenClient(enforce_csrf_checks=True)
    client.force_login(curator)
    assert client.post(ADD, TYPED, headers={"origin": origin} if origin else {}).status_code == 403
    assert not KeptForm.objects.exists()


def test_signing_in_sets_the_cookie_and_signing_out_takes_it(curator):
    client = Client()
    answer = client.post(reverse("account_login"), {"login": curator.username, "password": "a made-up pass phrase"})
    assert answer.cookies[kept_forms.cookie_name()]["httponly"] is True
    answer = client.post(reverse("account_logout"))
    assert answer.cookies[kept_forms.cookie_name()].value == ""


def test_what_was_kept_of_a_record_goes_when_it_is_erased(away, curator):
    case = made_up.case("Made up")
    away.post(f"/admin/archive/case/{case.pk}/change/", TYPED)
    assert KeptForm.objects.count() == 1
    erase(case.pk, "made up", user=curator)
    assert not KeptForm.objects.exists()


# Being away


def passed(client, seconds):
    session = client.session
    session[idle.SEEN] = session.get(idle.SEEN) - seconds
    session.save()


def test_half_an_hour_without_a_sign_ends_a_session_at_the_desk(client, curator):
    client.force_login(curator)
    assert client.get("/admin/").status_code == 200
    passed(client, idle.IDLE_SECONDS - 5)
    assert client.get("/admin/").status_code == 200
    passed(client, idle.IDLE_SECONDS + 5)
    assert client.get("/admin/").status_code == 302


def test_what_a_page_asks_for_by_itself_is_no_sign(client, curator):
    client.force_login(curator)
    client.get("/admin/")
    passed(client, idle.IDLE_SECONDS - 5)
    seen = client.session[idle.SEEN]
    client.get("/admin/imports/1/progress/")
    assert client.session[idle.SEEN] == seen


def test_a_reader_with_an_account_is_not_signed_out(client, researcher):
    client.force_login(researcher)
    client.get("/")
    session = client.session
    session[idle.SEEN] = 1
    session.save()
    assert client.get("/").context["user"].is_authenticated


def test_words_typed_in_a_session_that_was_idle_are_kept(away, curator):
    away.force_login(curator)
    away.get("/admin/")
    passed(away, idle.IDLE_SECONDS + 5)
    assert away.post(ADD, TYPED).status_code == 302
    assert KeptForm.objects.get().user == curator


def test_nobody_drops_what_somebody_else_typed(curator, colleague):
    kept = KeptForm.objects.keep(curator, ADD, [("title", "Made up")])
    other = ProvenClient()
    other.force_login(colleague("curator", "steward"))
    other.post(reverse("desk:drop-kept-form", args=[kept.pk]))
    assert KeptForm.objects.filter(pk=kept.pk).exists()


def test_sessions_words_and_forms_have_their_bounds():
    assert (idle.IDLE_SECONDS, MAX_FORM_BYTES) == (30 * 60, 1024 * 1024)
