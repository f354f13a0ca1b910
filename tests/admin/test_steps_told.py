"""After a step the desk tells the truth: what the record is now, and who may see it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from archive.admin.queue import queue_of
from archive.domain.workflow import denial_reason
from archive.models import recording
from archive.vocabularies import Access, DeskAction, State
from tests import made_up

pytestmark = pytest.mark.django_db
IN_REVIEW = {"state": State.IN_REVIEW}


def published(client, user, *rows):
    """The page that follows when ``user`` publishes ``rows``, and what it tells."""
    client.force_login(user)
    asked = "&".join(f"of={row.pk}" for row in rows)
    address = f"/admin/archive/{rows[0]._meta.model_name}/step/publish/?{asked}"
    seen = {f"seen {reference}": last for reference, last in client.get(address).context["seen"]}
    answer = client.post(address, {"note": "", **seen}, follow=True)
    return answer, [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "Everyone sees it."),
        ({"access": Access.RESEARCHERS}, "The desk and registered researchers see it."),
        ({"access": Access.RESTRICTED}, "Only stewards see it, because it is restricted."),
        ({"embargo_until": timezone.now().date() + timedelta(days=400)}, "Hidden from the public until"),
    ],
)
def test_what_it_is_now_and_who_sees_it_is_told(client, colleague, values, told):
    row = made_up.case("Made up", **IN_REVIEW, **values)
    answer, messages = published(client, colleague("reviewer"), row)
    assert answer.status_code == 200
    assert [one.startswith(f"{row.pk} is now: published. {told}") for one in messages] == [True]


def test_it_does_not_say_that_what_is_closed_now_does_not_exist(client, colleague):
    row = made_up.case("Made up", access=Access.RESTRICTED, **IN_REVIEW)
    answer, messages = published(client, colleague("reviewer"), row)
    assert "doesn’t exist" not in " ".join(messages)
    assert answer.redirect_chain[-1][0] == "/admin/archive/case/"


def test_somebody_who_is_protected_is_told_to_be_so(client, colleague):
    row = made_up.person("a made-up captive", **IN_REVIEW)
    _, messages = published(client, colleague("reviewer"), row)
    assert messages[0] == f"{row.pk} is now: published. Everyone sees it, without what is protected."


def test_each_of_several_is_told_of(client, colleague):
    rows = [made_up.case(f"Case {n}", access=access, **IN_REVIEW) for n, access in enumerate(("public", "restricted"))]
    _, messages = published(client, colleague("reviewer"), *rows)
    assert messages == [
        "2 published.",
        f"{rows[0].pk} is now: published. Everyone sees it.",
        f"{rows[1].pk} is now: published. Only stewards see it, because it is restricted.",
    ]


def test_whoever_may_publish_what_is_in_the_queue_can_open_its_form(client, colleague):
    curator, reviewer, both = colleague("curator"), colleague("reviewer"), colleague("reviewer", "steward")
    closed = made_up.place("Closed", access=Access.RESTRICTED)
    with recording(curator):
        plain = made_up.case("Plain", date=date(2020, 11, 10).isoformat(), **IN_REVIEW)
        linked = made_up.case("Linked", places=[closed], **IN_REVIEW)
    for user, expected in ((reviewer, [plain]), (both, [plain, linked])):
        (panel,) = [one for one in queue_of(user) if one.title == "Ready to publish"]
        assert [reference for _, reference, _ in panel.entries] == [row.pk for row in expected]
        client.force_login(user)
        for _, reference, address in panel.entries:
            page = client.get(address)
            assert (page.status_code, reference in page.content.decode()) == (200, True)
    assert denial_reason(reviewer, DeskAction.PUBLISH, linked).startswith(
        "it links to something that you may not see. A reviewer who is also a steward has to publish it"
    )
    assert denial_reason(both, DeskAction.PUBLISH, linked) == ""
