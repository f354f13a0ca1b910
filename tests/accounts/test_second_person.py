"""What is done with the account of a steward, or to make one, takes two; whom it is about and all stewards are told."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse

from archive.admin.queue import queue_of
from archive.models import SignIn, StewardChange, User
from archive.vocabularies import AccountChange, Role

pytestmark = pytest.mark.django_db
LIST = "admin:archive_user_changelist"


@pytest.fixture
def steward(colleague):
    user = colleague("steward", email="steward@example.org", full_name="Made-up Steward")
    user.set_password("a made-up pass phrase")
    user.save()
    TOTP.activate(user, generate_totp_secret())
    return user


@pytest.fixture
def as_administrator(client, colleague):
    client.force_login(colleague("administrator"))
    return client


def acted(client, action, user):
    """What the list of accounts says when an action is taken with ``user``."""
    chosen = {"action": action, "_selected_action": [user.pk]}
    return client.post(reverse(LIST), chosen, follow=True).content.decode()


def changed(client, user, **fields):
    values = {"username": user.username, "email": user.email, "full_name": user.full_name}
    values |= {role.flag: "on" for role in Role if getattr(user, role.flag)} | (
        {"is_active": "on"} if user.is_active else {}
    )
    answer = client.post(reverse("admin:archive_user_change", args=[user.pk]), values | fields, follow=True)
    user.refresh_from_db()
    return answer.content.decode()


def decided(client, user, do="agree"):
    client.force_login(user)
    change = StewardChange.objects.first()
    answer = client.post(reverse("desk:decide-on-account", args=[change.pk]), {"do": do}, follow=True)
    return [str(one) for one in answer.context["messages"]] if answer.context else answer.status_code


def test_factors_of_a_steward_are_taken_away_by_two(as_administrator, colleague, steward):
    assert "Requested, and not done yet" in acted(as_administrator, "take_factors_away", steward)
    assert Authenticator.objects.filter(user=steward).exists()
    other = colleague("steward", "reviewer")
    assert [panel.entries[0][0] for panel in queue_of(other) if panel.title == "Accounts of stewards"] == [
        f"{steward.username}: remove all second factors"
    ]
    assert decided(as_administrator, other) == ["Saved. The person concerned and all stewards have been informed."]
    assert not Authenticator.objects.filter(user=steward, type=Authenticator.Type.TOTP).exists()


def test_a_link_for_a_steward_is_given_once_after_somebody_agreed(as_administrator, colleague, steward):
    assert "/account/password/key/" not in acted(as_administrator, "invite_again", steward)
    decided(as_administrator, colleague("steward", "curator"))
    as_administrator.force_login(colleague("administrator"))
    assert re.search("/account/password/key/", acted(as_administrator, "invite_again", steward))
    assert "Requested, and not done yet" in acted(as_administrator, "invite_again", steward)


def test_an_administrator_makes_nobody_a_steward_alone(as_administrator, colleague, steward):
    newcomer = colleague("contributor")
    assert "Requested, and not done yet" in changed(as_administrator, newcomer, is_steward="on")
    assert newcomer.is_steward is False
    decided(as_administrator, steward)
    newcomer.refresh_from_db()
    assert newcomer.is_steward is True


def test_a_new_account_is_made_without_the_role_until_somebody_agrees(as_administrator, steward):
    values = {"username": "made-up-new", "full_name": "New", "is_steward": "on", "is_curator": "on"}
    as_administrator.post(reverse("admin:archive_user_add"), values)
    new = User.objects.get(username="made-up-new")
    assert (new.roles, StewardChange.objects.get().what) == ({Role.CURATOR}, AccountChange.MAKE_STEWARD)


def test_the_address_of_a_steward_is_changed_by_two(as_administrator, colleague, steward):
    changed(as_administrator, steward, email="mine@example.org")
    assert steward.email == "steward@example.org"
    decided(as_administrator, colleague("steward", "reviewer"))
    steward.refresh_from_db()
    assert steward.email == "mine@example.org"


def test_the_account_of_a_steward_is_opened_again_by_two(as_administrator, colleague, steward):
    User.objects.filter(pk=steward.pk).update(is_active=False)
    steward.refresh_from_db()
    changed(as_administrator, steward, is_active="on")
    assert steward.is_active is False
    decided(as_administrator, colleague("steward", "reviewer"))
    steward.refresh_from_db()
    assert steward.is_active is True


@pytest.mark.parametrize(
    "who",
    [
        "whoever asked",
        "the person concerned"
        "therefore needs two people: one requests it, and a steward agrees after speaking to "
        "the person concerned. That person and all stewards are informed.",
        "a curator",
        "an administrator",
    ],
)
def test_nobody_agrees_who_is_no_second_person(as_administrator, colleague, steward, who):
    acted(as_administrator, "take_factors_away", steward)
    users = {
        "whoever asked": colleague("administrator"),
        "the person concerned"
        "therefore needs two people: one requests it, and a steward agrees after speaking to "
        "the person concerned. That person and all stewards are informed.": steward,
        "a curator": colleague("curator"),
        "an administrator": colleague("administrator", "contributor"),
    }
    decided(as_administrator, users[who])
    assert StewardChange.objects.get().decided_by is None
    assert TOTP(Authenticator.objects.filter(user=steward).first()) is not None


def test_the_database_knows_that_nobody_agrees_with_themselves(colleague, steward):
    told = {"account": steward, "what": AccountChange.INVITE, "asked_by": colleague("administrator")}
    with pytest.raises(IntegrityError):
        StewardChange.objects.create(**told, decided_by=colleague("administrator"))


def test_what_is_refused_or_waited_too_long_is_not_done(as_administrator, colleague, steward):
    acted(as_administrator, "take_factors_away", steward)
    decided(as_administrator, colleague("steward", "reviewer"), do="refuse")
    decided(as_administrator, colleague("steward", "reviewer"))
    assert StewardChange.objects.get().agreed is False
    assert Authenticator.objects.filter(user=steward).exists()


def test_whom_it_is_about_and_all_stewards_are_told(as_administrator, colleague, steward, settings):
    settings.EMAIL_HOST = "mail.example.org"
    other = colleague("steward", "reviewer", email="other@example.org")
    acted(as_administrator, "take_factors_away", steward)
    assert sorted(to for sent in mail.outbox for to in sent.to) == ["other@example.org", "steward@example.org"]
    assert "remove all second factors" in mail.outbox[0].body
    for user in (steward, other):
        as_administrator.force_login(user)
        assert (
            "Made-up Steward (made-up-steward): remove all second factors"
            in as_administrator.get(reverse("desk:accounts")).content.decode()
        )
    decided(as_administrator, other)
    assert len(mail.outbox) == 4
    events = SignIn.objects.filter(user=steward).exclude(event="signed-in").values_list("event", flat=True)
    assert list(events) == ["agreed", "factors-taken", "asked"]


def test_others_are_not_told(client, colleague, as_administrator, steward):
    acted(as_administrator, "take_factors_away", steward)
    client.force_login(colleague("curator"))
    assert client.get(reverse("desk:accounts")).status_code == 403


def test_a_steward_who_keeps_accounts_makes_another_alone_and_resets_none_alone(client, curator, colleague, steward):
    client.force_login(curator)  # who holds every role
    newcomer = colleague("contributor")
    changed(client, newcomer, is_steward="on")
    assert newcomer.is_steward is True
    assert "Requested, and not done yet" in acted(client, "take_factors_away", steward)


def test_an_archive_of_one_person_asks_nobody(client, curator, colleague, settings):
    settings.ONE_PERSON_ARCHIVE = True
    client.force_login(curator)
    other = colleague("steward")
    TOTP.activate(other, generate_totp_secret())
    acted(client, "take_factors_away", other)
    assert not Authenticator.objects.filter(user=other).exists()


def test_an_account_that_was_a_stewards_of_late_is_treated_as_one(as_administrator, colleague, steward, settings):
    settings.EMAIL_HOST = "mail.example.org"
    changed(as_administrator, steward, is_steward="")
    assert steward.is_steward is False
    assert [sent.to for sent in mail.outbox] == [["steward@example.org"]]
    for action in ("take_factors_away", "invite_again"):
        assert "Requested, and not done yet" in acted(as_administrator, action, steward)
    changed(as_administrator, steward, email="mine@example.org")
    assert steward.email == "steward@example.org"


def test_an_account_that_is_to_be_a_stewards_is_treated_as_one(as_administrator, colleague, steward):
    newcomer = colleague("contributor")
    newcomer.set_password("a made-up pass phrase")
    newcomer.save()
    changed(as_administrator, newcomer, is_steward="on")
    assert "Requested, and not done yet" in acted(as_administrator, "invite_again", newcomer)


def test_whoever_agrees_sees_what_was_done_with_the_account_of_late(as_administrator, colleague, steward):
    newcomer = colleague("contributor")
    acted(as_administrator, "take_factors_away", newcomer)
    changed(as_administrator, newcomer, is_steward="on")
    as_administrator.force_login(steward)
    page = as_administrator.get(reverse("desk:accounts")).content.decode()
    assert "had all second factors removed (made-up-administrator" in page


def test_nothing_is_agreed_to_with_somebody_who_keeps_accounts_no_more(as_administrator, colleague, steward):
    acted(as_administrator, "take_factors_away", steward)
    User.objects.filter(username="made-up-administrator").update(is_administrator=False)
    decided(as_administrator, colleague("steward", "reviewer"))
    assert StewardChange.objects.get().agreed is False


def test_a_steward_who_asked_does_not_agree_to_it_too(client, colleague, steward):
    both = colleague("administrator", "steward")
    client.force_login(both)
    acted(client, "take_factors_away", steward)
    decided(client, both)
    assert StewardChange.objects.get().decided_by is None
    assert Authenticator.objects.filter(user=steward, type=Authenticator.Type.TOTP).exists()
