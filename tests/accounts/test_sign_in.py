"""Signing in for real: password, second factor, recovery codes, invitations, limits on guessing, and the log."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.asserts import assertContains

from archive.accounts.devices import cookie_name, is_known
from archive.models import SignIn, User
from archive.vocabularies import Role, State
from tests import made_up

pytestmark = pytest.mark.django_db

PASSWORD = "a made-up pass phrase"  # noqa: S105
SIGN_IN, DESK = "/account/sign-in/", "/admin/"


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.fixture
def curator(db):
    return User.objects.create_user("made-up-curator", "curator@example.org", PASSWORD, is_curator=True)


@pytest.fixture
def visitor():
    return Client()


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in(visitor, name="made-up-curator", password=PASSWORD):
    return visitor.post(SIGN_IN, {"login": name, "password": password})


def events(user=None):
    return list(SignIn.objects.filter(user=user).order_by("pk").values_list("event", flat=True))


def test_a_password_alone_leads_to_the_second_factor_and_not_to_the_desk(visitor, curator):
    made_up.case("SECRET-DRAFT", state=State.DRAFT)
    assert sign_in(visitor)["Location"] == DESK
    for address in (DESK, "/admin/archive/case/", "/admin/archive/case/CAS-0001/change/"):
        assert visitor.get(address)["Location"] == reverse("mfa_index")
    assert visitor.get("/cases/CAS-0001/").status_code == 404
    assert b"SECRET" not in visitor.get("/cases/").content


@pytest.mark.django_db(transaction=True)
def test_whoever_sets_up_a_second_factor_is_at_the_desk(visitor, curator):
    sign_in(visitor)
    page = visitor.get(reverse("mfa_activate_totp"))
    assert "data:" in page["Content-Security-Policy"]
    secret = page.context["form"].secret
    visitor.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert visitor.get(DESK).status_code == 200
    assert Authenticator.objects.filter(user=curator, type="recovery_codes").exists()
    assert events(curator) == ["signed-in", "factor-added"]


def test_the_next_sign_in_asks_for_the_code(visitor, curator):
    secret = generate_totp_secret()
    TOTP.activate(curator, secret)
    assert sign_in(visitor)["Location"].startswith(reverse("mfa_authenticate"))
    assert visitor.get(DESK).status_code == 302
    visitor.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert visitor.get(DESK).status_code == 302
    visitor.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert visitor.get(DESK).status_code == 200
    assert events(curator) == ["factor-failed", "signed-in"]


def test_a_recovery_code_opens_once(visitor, curator):
    TOTP.activate(curator, generate_totp_secret())
    recovery = RecoveryCodes.activate(curator).generate_codes()[0]
    for outcome in (200, 302):
        sign_in(visitor)
        visitor.post(reverse("mfa_authenticate"), {"code": recovery})
        assert visitor.get(DESK).status_code == outcome
        visitor.post(reverse("account_logout"))


def test_a_session_from_before_the_second_factor_is_ended_at_the_desk(visitor, curator):
    sign_in(visitor)
    TOTP.activate(curator, generate_totp_secret())
    assert visitor.get(DESK)["Location"] == f"{SIGN_IN}?next={DESK}"
    assert "_auth_user_id" not in visitor.session


def test_a_secret_is_not_kept_as_it_is(curator):
    secret = generate_totp_secret()
    TOTP.activate(curator, secret)
    assert secret not in str(Authenticator.objects.get(user=curator).data)


def test_whoever_guesses_elsewhere_keeps_nobody_out(visitor, curator):
    for _ in range(7):
        Client(REMOTE_ADDR="198.51.100.7").post(SIGN_IN, {"login": curator.username, "password": "a wrong one"})
    assert sign_in(visitor).status_code == 302
    assert visitor.session["_auth_user_id"] == str(curator.pk)


@pytest.mark.slow
def test_guessing_from_many_addresses_is_stopped_but_for_a_device_that_signed_in_before(curator):
    known = Client()
    sign_in(known)
    known.post("/account/sign-out/")
    for number in range(60):
        guesser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        answer = guesser.post(SIGN_IN, {"login": curator.username, "password": "a wrong one"})
    assert "Too many failed login attempts" in answer.content.decode()
    assert "Too many failed login attempts" in sign_in(Client(REMOTE_ADDR="198.51.100.99")).content.decode()
    assert sign_in(known).status_code == 302


def test_a_device_is_remembered_for_whoever_signed_in_and_for_nobody_else(curator):
    known = Client()
    assert cookie_name() not in known.cookies
    sign_in(known)
    cookie = known.cookies[cookie_name()]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    request = RequestFactory().get("/")
    request.COOKIES[cookie_name()] = cookie.value
    assert (is_known(request, curator.username), is_known(request, "somebody-else")) == (True, False)
    request.COOKIES[cookie_name()] = cookie.value[:-1] + ("a" if cookie.value[-1] != "a" else "b")
    assert not is_known(request, curator.username)


def test_no_address_of_whoever_tried_is_kept(curator):
    Client(REMOTE_ADDR="198.51.100.7").post(SIGN_IN, {"login": curator.username, "password": "a wrong one"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM archive_cache")
        kept = str(cursor.fetchall())
    assert "archive:login_failed" in kept
    assert "198.51.100.7" not in kept


def test_guessing_a_password_is_stopped_after_five_attempts(visitor, curator):
    for _ in range(5):
        sign_in(visitor, password="a wrong pass phrase")
    answer = sign_in(visitor)
    assert "Too many failed login attempts" in answer.content.decode()
    assert visitor.get(DESK).status_code == 302
    assert events(curator) == ["failed"] * 5


def test_what_is_typed_as_a_name_that_nobody_has_is_not_kept(visitor):
    sign_in(visitor, name="a made-up password")
    assert events() == ["failed"]
    assert [str(entry) for entry in SignIn.objects.all()] == ["an unknown account: failed to sign in"]


def test_the_answer_to_a_wrong_password_is_that_to_a_name_that_nobody_has(visitor, curator):
    wrong, unknown = sign_in(visitor, password="wrong"), sign_in(visitor, name="made-up-nobody")
    assert (wrong.context["form"].errors, wrong.status_code) == (unknown.context["form"].errors, unknown.status_code)


def test_nobody_makes_an_account_for_themselves(visitor):
    for name in ("account_signup", "account_email"):
        for answer in (visitor.get(reverse(name)), visitor.post(reverse(name), {"username": "x"})):
            assert answer.status_code == 404


def invited(client, colleague, **fields):
    client.force_login(colleague("administrator"))
    values = {"username": "made-up-newcomer", "full_name": "Made-up Newcomer", "is_contributor": "on"} | fields
    page = client.post(reverse("admin:archive_user_add"), values, follow=True).content.decode()
    return re.search(r"http://testserver(/account/password/key/\S+?/)(?=[\s<])", page)[1]


def test_an_invitation_leads_a_newcomer_to_a_password_and_then_to_a_second_factor(client, visitor, colleague):
    link = invited(client, colleague)
    newcomer = User.objects.get(username="made-up-newcomer")
    assert (newcomer.has_usable_password(), newcomer.roles) == (False, {Role.CONTRIBUTOR})
    form = visitor.get(link, follow=True).redirect_chain[-1][0]
    answer = visitor.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer["Location"] == DESK
    assert visitor.get(DESK)["Location"] == reverse("mfa_index")
    assert events(newcomer) == ["invited", "password-changed", "signed-in"]
    again = Client().get(link, follow=True)
    assert "was used, or is too old" in again.content.decode()


def test_an_invitation_is_sent_where_mail_is_set_up(client, colleague, settings):
    settings.EMAIL_HOST = "mail.example.org"
    link = invited(client, colleague, email="newcomer@example.org")
    [sent] = mail.outbox
    assert (sent.to, link in sent.body) == (["newcomer@example.org"], True)


def test_a_lost_password_is_set_anew_by_mail_and_the_page_tells_nobody_who_has_an_account(visitor, curator, settings):
    settings.EMAIL_HOST = "mail.example.org"
    answers = []
    for address in ("curator@example.org", "nobody@example.org"):
        answers.append(visitor.post(reverse("account_reset_password"), {"email": address}, follow=True).content)
    assert answers[0] == answers[1]
    assert [sent.to for sent in mail.outbox] == [["curator@example.org"]]


def test_where_no_mail_is_sent_whoever_lost_a_password_is_told_who_can_help(visitor, curator):
    for answer in (visitor.get, visitor.post):
        page = answer(reverse("account_reset_password"), {"email": "curator@example.org"})
        assertContains(page, "This archive sends no email. Ask an administrator for a link to choose a new password.")
    assert mail.outbox == []


def test_an_administrator_takes_away_a_lost_second_factor(client, colleague):
    curator = colleague("curator")
    TOTP.activate(curator, generate_totp_secret())
    administrator = colleague("administrator")
    client.force_login(administrator)
    chosen = {"action": "take_factors_away", "_selected_action": [curator.pk]}
    client.post(reverse("admin:archive_user_changelist"), chosen)
    assert not Authenticator.objects.filter(user=curator).exists()
    assert list(SignIn.objects.filter(user=curator).values_list("event", "actor")) == [
        ("factors-taken", administrator.pk)
    ]


def test_roles_given_and_accounts_closed_are_logged(client, colleague, curator):
    client.force_login(colleague("administrator"))
    values = {"username": curator.username, "email": curator.email, "is_reviewer": "on"}
    client.post(reverse("admin:archive_user_change", args=[curator.pk]), values)
    curator.refresh_from_db()
    assert (curator.is_active, curator.is_reviewer, curator.is_curator) == (False, True, False)
    assert sorted(events(curator)) == ["closed", "roles-changed"]


def test_a_closed_account_can_not_sign_in(visitor, curator):
    User.objects.filter(pk=curator.pk).update(is_active=False)
    sign_in(visitor)
    assert "_auth_user_id" not in visitor.session


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_the_log_is_for_administrators_and_only_ever_added_to(client, colleague, role):
    entry = SignIn.objects.create(event="failed")
    client.force_login(colleague(role))
    assert client.get(reverse("admin:archive_signin_changelist")).status_code == 403
    client.force_login(colleague("administrator"))
    assert client.get(reverse("admin:archive_signin_changelist")).status_code == 200
    for write in (entry.save, entry.delete, SignIn.objects.all().delete, lambda: SignIn.objects.update(event="x")):
        with pytest.raises(TypeError, match="only ever added to"):
            write()


def test_a_reader_gets_no_cookie_from_the_new_doors_but_the_sign_in_page(visitor):
    for address in ("/", "/cases/", "/account/signup/"):
        assert dict(visitor.get(address).cookies) == {}


def test_the_operator_lets_in_whoever_is_locked_out(visitor, curator, capsys):
    TOTP.activate(curator, generate_totp_secret())
    call_command("reset_access", "made-up-curator", at="http://testserver/")
    link = capsys.readouterr().out.strip()
    form = visitor.get(link, follow=True).redirect_chain[-1][0]
    visitor.post(form, {"password1": "another pass phrase", "password2": "another pass phrase"})
    assert visitor.get(DESK)["Location"] == reverse("mfa_index")
    with pytest.raises(CommandError, match="There is no open account “made-up-nobody”"):
        call_command("reset_access", "made-up-nobody")


def test_the_old_name_of_the_command_still_does_it_and_says_so(curator, capsys):
    call_command("let_in", "made-up-curator")
    out, err = capsys.readouterr()
    assert "/account/" in out
    assert err.strip() == "let_in is called reset_access now, and goes with version 0.2.0."
